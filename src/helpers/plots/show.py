"""Puts a figure into the notebook, together with its alternative text.

The book, Jupyter and nbconvert all read the text from the output's metadata.
"""

import base64
import io

from IPython.core.getipython import get_ipython
from IPython.display import display
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

SCREEN_DPI = 100
FILE_DPI = 160  # sharper than the screen, for zoom and high-density displays


def show(figure: Figure, alt: str) -> None:
    """Display a figure and close it.

    Parameters
    ----------
    figure
        What to show; it cannot be drawn on afterwards.
    alt
        What a reader who cannot see the figure should be told: what kind of
        figure it is, and what is to be seen in it.

    Raises
    ------
    ValueError
        If ``alt`` is empty.
    """
    if not alt.strip():
        raise ValueError(
            "every figure needs an alternative text; say what is seen in it"
        )
    alt = " ".join(alt.split())
    if get_ipython() is None:
        plt.show()
    else:
        width = round(figure.get_figwidth() * SCREEN_DPI)
        display(
            {"image/png": _png(figure), "text/plain": alt},
            raw=True,
            metadata={"image/png": {"alt": alt, "width": width}},
        )
    plt.close(figure)


def _png(figure: Figure) -> str:
    """Return the image, the same bytes each time for the same drawing."""
    file = io.BytesIO()
    figure.savefig(
        file, format="png", dpi=FILE_DPI, metadata={"Software": None}
    )
    return base64.b64encode(file.getvalue()).decode()
