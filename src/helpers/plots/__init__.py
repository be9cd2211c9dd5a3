"""Figures of the course: each states its finding and describes itself.

Every function shows its figure with an alternative text computed from the
data it draws, so that a reader who cannot see it gets the same message.
"""

from helpers.plots.alignment import plot_alignment
from helpers.plots.attention import plot_attention
from helpers.plots.bands import plot_bands
from helpers.plots.boundary import plot_boundary
from helpers.plots.calibration import plot_calibration
from helpers.plots.comparison import plot_scores
from helpers.plots.confusion import plot_confusion
from helpers.plots.counts import plot_label_counts, plot_lengths
from helpers.plots.curves import plot_curves
from helpers.plots.descent import plot_descent
from helpers.plots.doses import plot_doses
from helpers.plots.entities import show_entities
from helpers.plots.feature_maps import plot_feature_maps
from helpers.plots.forecast import plot_forecast
from helpers.plots.graph import plot_graph
from helpers.plots.history import plot_history
from helpers.plots.intervals import plot_intervals
from helpers.plots.maps import plot_map
from helpers.plots.pictures import plot_pictures
from helpers.plots.points import plot_points
from helpers.plots.rate_range import plot_rate_range
from helpers.plots.rates import plot_precision_recall, plot_roc
from helpers.plots.saliency import plot_saliency
from helpers.plots.shares import plot_shares
from helpers.plots.show import show

__all__ = [
    "plot_alignment",
    "plot_attention",
    "plot_bands",
    "plot_boundary",
    "plot_calibration",
    "plot_confusion",
    "plot_curves",
    "plot_descent",
    "plot_doses",
    "plot_feature_maps",
    "plot_forecast",
    "plot_graph",
    "plot_history",
    "plot_intervals",
    "plot_label_counts",
    "plot_lengths",
    "plot_map",
    "plot_pictures",
    "plot_points",
    "plot_precision_recall",
    "plot_rate_range",
    "plot_roc",
    "plot_saliency",
    "plot_scores",
    "plot_shares",
    "show",
    "show_entities",
]
