"""Figures of the course: each states its finding and describes itself.

Every function shows its figure with an alternative text computed from the
data it draws, so that a reader who cannot see it gets the same message.
"""

from helpers.plots.alignment import plot_alignment
from helpers.plots.attention import plot_attention
from helpers.plots.bars import plot_bars
from helpers.plots.boundary import plot_boundary
from helpers.plots.calibration import plot_calibration
from helpers.plots.comparison import plot_scores
from helpers.plots.confusion import plot_confusion
from helpers.plots.counts import plot_histogram, plot_label_counts
from helpers.plots.curves import plot_curves
from helpers.plots.descent import plot_descent
from helpers.plots.embedding_map import plot_embedding_map
from helpers.plots.entities import show_entities
from helpers.plots.feature_maps import plot_feature_maps
from helpers.plots.forecast import plot_forecast
from helpers.plots.graph import plot_graph
from helpers.plots.history import plot_history
from helpers.plots.images import plot_images
from helpers.plots.intervals import plot_intervals
from helpers.plots.lr_range import plot_lr_range
from helpers.plots.roc_pr import plot_precision_recall, plot_roc
from helpers.plots.saliency import plot_saliency
from helpers.plots.scatter import plot_scatter
from helpers.plots.seed_bands import plot_seed_bands
from helpers.plots.show import show
from helpers.plots.sweep import plot_sweep

__all__ = [
    "plot_alignment",
    "plot_attention",
    "plot_bars",
    "plot_boundary",
    "plot_calibration",
    "plot_confusion",
    "plot_curves",
    "plot_descent",
    "plot_embedding_map",
    "plot_feature_maps",
    "plot_forecast",
    "plot_graph",
    "plot_histogram",
    "plot_history",
    "plot_images",
    "plot_intervals",
    "plot_label_counts",
    "plot_lr_range",
    "plot_precision_recall",
    "plot_roc",
    "plot_saliency",
    "plot_scatter",
    "plot_scores",
    "plot_seed_bands",
    "plot_sweep",
    "show",
    "show_entities",
]
