"""The bootstrap: draw the independent units again, with replacement."""

from random import Random
from statistics import mean

from course.drawings.canvas import Drawing
from course.drawings.numbers import number

SCORES = [62, 71, 55, 80, 68, 74, 59, 66, 77, 70]  # of ten articles, in %
RESAMPLES, SEED, LEVEL = 2000, 0, 0.95
CELL, LEFT, BINS, WIDTH = (28, 30), 14, 24, 332


def draw() -> Drawing:
    """Draw the sample, three resamples, and the means of all of them."""
    random = Random(SEED)
    count = len(SCORES)
    # `random()` gives the same numbers in every version of Python.
    drawn = [
        [SCORES[int(random.random() * count)] for _ in SCORES]
        for _ in range(RESAMPLES)
    ]
    means = sorted(mean(scores) for scores in drawn)
    outside = round(RESAMPLES * (1 - LEVEL) / 2)
    low, high = means[outside], means[-outside - 1]
    interval = f"{number(low, 1)} to {number(high, 1)}"
    level = f"{100 * LEVEL:.0f} %"
    drawing = Drawing(
        "Bootstrap",
        f"""The bootstrap for the mean of {count} scores in per cent, one per
        article; the article is the unit that is independent. Their mean is
        {number(mean(SCORES), 1)}. A resample draws {count} articles with
        replacement, so some are there twice and some are missing; the means of
        the first three are {number(mean(drawn[0]), 1)},
        {number(mean(drawn[1]), 1)} and {number(mean(drawn[2]), 1)}. Of
        {RESAMPLES} such means a histogram is drawn. The middle {level} of them
        lie from {interval}: this is the {level} confidence interval.""",
        546,
    )
    drawing.text(14, 26, f"{count} articles, a score each, %")
    row(drawing, 38, SCORES)
    drawing.text(346, 26, "mean", "end")
    drawing.text(14, 122, f"draw {count} articles with replacement:")
    for place in range(3):
        row(drawing, 134 + 40 * place, drawn[place])
    drawing.text(14, 272, f"… {RESAMPLES} times. The means:")
    drawing.arrow((180, 76), (180, 100))
    histogram(drawing, means, low, high)
    drawing.text(
        14,
        526,
        f"{level} confidence interval: {interval}",
        bold=True,
    )
    return drawing


def row(drawing: Drawing, y: float, scores: list[int]) -> None:
    """Draw scores and their mean; those that were drawn again are bold."""
    texts = [f"{score}" for score in scores]
    again = [
        (0, place)
        for place, score in enumerate(scores)
        if scores.count(score) > 1
    ]
    drawing.grid("data", LEFT, y, [texts], CELL, bold=again)
    drawing.text(346, y + 20.5, number(mean(scores), 1), "end", bold=True)


def histogram(
    drawing: Drawing, means: list[float], low: float, high: float
) -> None:
    """Draw how often each mean came; what is outside is grey."""
    least, most = means[0], means[-1]
    step = (most - least) / BINS
    counts = [0] * BINS
    for one in means:
        counts[min(int((one - least) / step), BINS - 1)] += 1
    floor, tall, wide = 450, 140, WIDTH / BINS
    for place, often in enumerate(counts):
        middle = least + step * (place + 0.5)
        kind = "data" if low <= middle <= high else "plain"
        size = tall * often / max(counts)
        x = LEFT + wide * place
        drawing.grid(kind, x, floor - size, [[""]], (wide, size))
    for value in (low, high):
        x = LEFT + WIDTH * (value - least) / (most - least)
        drawing.arrow((x, 300), (x, floor + 8), kind="control", head=False)
        drawing.text(x, floor + 26, number(value, 1), "middle", "control")
    drawing.text(14, 500, "grey: the outer 5 %")
