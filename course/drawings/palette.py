"""The colours of the drawings: one for each kind of thing, light and dark.

A kind also has a form, so that nobody has to tell colours apart: tensors have
square corners, parameters round ones, operations are pills, gradients and
what controls the rest are dashed.
"""

from typing import NamedTuple


class Tone(NamedTuple):
    """The two colours of a kind: inside, and for lines and words."""

    fill: str
    line: str


KINDS: dict[str, tuple[Tone, Tone]] = {
    "data": (Tone("#dcebff", "#1c5cab"), Tone("#17324f", "#7db4f8")),
    "heldout": (Tone("#ffffff", "#1c5cab"), Tone("#121212", "#7db4f8")),
    "parameters": (Tone("#ffe9c2", "#8f5200"), Tone("#46310c", "#f0b04c")),
    "operation": (Tone("#ebe4fc", "#6236b5"), Tone("#30264f", "#b79df5")),
    "loss": (Tone("#ffdfda", "#b3291a"), Tone("#4d201b", "#ff9484")),
    "control": (Tone("#daf2e5", "#15693f"), Tone("#163a2a", "#66c999")),
    "plain": (Tone("#eef0f2", "#59636e"), Tone("#25292e", "#a9b1ba")),
}
"""What is drawn: a light and a dark tone for each kind.

``data`` are inputs, activations, targets; ``heldout`` data that a model is not
trained on; ``parameters`` what is learned, and layers that have some;
``operation`` what has none; ``loss`` losses and gradients; ``control`` what a
person or a rule decides: splits, masks, steps; ``plain`` is all else.
"""

INK = ("#1b1f24", "#e8eaed")
PAPER = ("#ffffff", "#121212")

FONT = (
    'Helvetica, Arial, "Liberation Sans", "DejaVu Sans Condensed", sans-serif'
)
FORMS = f"""\
svg.schematic text {{ fill: var(--ink); font: 16px {FONT}; }}
svg.schematic .bold {{ font-weight: 700; }}
svg.schematic .italic {{ font-style: italic; }}
svg.schematic .code {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, \
monospace; font-size: 14px; }}
svg.schematic .small {{ font-size: 12px; }}
svg.schematic .middle {{ text-anchor: middle; }}
svg.schematic .end {{ text-anchor: end; }}
svg.schematic .box {{ stroke-width: 1.6; }}
svg.schematic .region {{ fill: none; stroke-width: 1.4; \
stroke-dasharray: 5 4; }}
svg.schematic .line {{ fill: none; stroke: var(--ink); stroke-width: 1.6; }}
svg.schematic .head {{ fill: var(--ink); }}
svg.schematic .faint {{ opacity: 0.45; }}
svg.schematic .line.loss {{ stroke-dasharray: 5 3; }}
svg.schematic .line.control {{ stroke-dasharray: 2 3; }}
svg.schematic .box.control, svg.schematic .box.heldout \
{{ stroke-dasharray: 5 3; }}
svg.schematic .paper {{ fill: var(--paper); }}
"""


def variables(mode: int) -> str:
    """Return the colours of a mode, 0 light or 1 dark, as CSS variables."""
    told = [f"--ink: {INK[mode]};", f"--paper: {PAPER[mode]};"]
    for kind, tones in KINDS.items():
        told.append(f"--{kind}: {tones[mode].fill};")
        told.append(f"--{kind}-line: {tones[mode].line};")
    return " ".join(told)


def forms() -> str:
    """Return the rules that both modes share."""
    rules = [FORMS]
    for kind in KINDS:
        rules.append(
            f"svg.schematic .box.{kind} "
            f"{{ fill: var(--{kind}); stroke: var(--{kind}-line); }}\n"
            f"svg.schematic .region.{kind}, svg.schematic .line.{kind} "
            f"{{ stroke: var(--{kind}-line); }}\n"
            f"svg.schematic text.{kind}, svg.schematic .head.{kind} "
            f"{{ fill: var(--{kind}-line); }}\n"
        )
    return "".join(rules)


def file_style() -> str:
    """Return the style inside a file, which follows the reader's system."""
    return (
        f"svg.schematic {{ {variables(0)} }}\n"
        "@media (prefers-color-scheme: dark) "
        f"{{ svg.schematic {{ {variables(1)} }} }}\n{forms()}"
    )


def book_style() -> str:
    """Return the style of the book, which follows its own switch."""
    return (
        "/* Made by `python -m course drawings`: see course/drawings. */\n\n"
        f"svg.schematic {{ {variables(0)} }}\n"
        f'html[data-theme="dark"] svg.schematic {{ {variables(1)} }}\n'
        f"{forms()}"
        "html[data-theme] svg.schematic .paper { fill: none; }\n"
        "svg.schematic { display: block; width: 100%; max-width: 27rem; "
        "height: auto; margin: 1.5rem auto; }\n"
        "@media print { svg.schematic { max-width: 20rem; "
        "break-inside: avoid; } }\n"
    )
