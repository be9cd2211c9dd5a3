"""Encoder, decoder and encoder-decoder side by side."""

from course.drawings.canvas import Drawing
from course.drawings.geometry import Rect

COLUMNS = [(14, 92), (116, 92), (218, 128)]  # left side and width of each
TITLES = ["encoder", "decoder", "encoder-decoder"]
EXAMPLES = ["BERT", "GPT, Llama", "T5, Marian"]
OUTPUTS = ["a state\nper token", "next-token\nlogits", "next-token\nlogits"]
USES = [
    "classify,\ntag, embed,\nfind spans",
    "generate\ntext",
    "translate,\nsummarise",
]
TOKENS, SOURCE = 4, 3
TOP, END = 62, 314


def draw() -> Drawing:
    """Draw three columns, and below each which token sees which."""
    drawing = Drawing(
        "Encoder, decoder, encoder-decoder",
        """Three kinds of transformers side by side. An encoder, such as BERT:
        tokens go through blocks in which each token sees all others; it gives
        a state per token, to classify, tag, embed or find spans. A decoder,
        such as GPT and Llama: each token sees itself and the tokens before
        it; it gives logits of the next token, to generate text. An
        encoder-decoder, such as T5 and Marian: encoder blocks read the
        source; decoder blocks read the states of the encoder and the target
        tokens so far; each target token sees all source tokens, by
        cross-attention, and itself and the target tokens before it; it gives
        logits of the next target token, to translate or summarise.""",
        606,
    )
    for (x, _), title, example, use in zip(
        COLUMNS, TITLES, EXAMPLES, USES, strict=True
    ):
        drawing.text(x, 26, title, bold=True)
        drawing.text(x, 48, example, kind="plain")
        drawing.text(x, 552, use)
    for number in range(2):
        x, wide = COLUMNS[number]
        start = drawing.box("data", x, TOP, wide, 36, "tokens")
        blocks = drawing.box("parameters", x, 130, wide, 140, "blocks")
        drawing.arrow(start.s, blocks.n)
        output(drawing, number, blocks)
    both(drawing)
    sights(drawing)
    return drawing


def both(drawing: Drawing) -> None:
    """Draw the third column: an encoder, and a decoder that reads it."""
    x, wide = COLUMNS[2]
    source = drawing.box("data", x, TOP, 70, 36, "source")
    target = drawing.box("data", x + 74, TOP, wide - 74, 36, "target")
    encoder = drawing.box("parameters", x, 130, 70, 56, "encoder\nblocks")
    decoder = drawing.box("parameters", x, 214, wide, 56, "decoder\nblocks")
    drawing.arrow(source.s, encoder.n)
    drawing.arrow(encoder.s, (encoder.s[0], decoder.y))
    drawing.arrow(target.s, (target.s[0], decoder.y))
    output(drawing, 2, decoder)


def output(drawing: Drawing, number: int, blocks: Rect) -> None:
    """Draw what the last blocks of a column give."""
    x, wide = COLUMNS[number]
    end = drawing.box("data", x, END, wide, 56, OUTPUTS[number])
    drawing.arrow(blocks.s, end.n)


def sights(drawing: Drawing) -> None:
    """Draw which token sees which: rows look, columns are looked at."""
    drawing.text(14, 400, "which token (row) sees which (column):")
    later = {(row, column) for row in range(4) for column in range(row + 1, 4)}
    for (x, wide), before, hidden in zip(
        COLUMNS, (0, 0, SOURCE), (set(), later, later), strict=True
    ):
        count = before + TOKENS
        kinds = {(row, before + column): "control" for row, column in hidden}
        rows = [[""] * count] * TOKENS
        grid = drawing.grid("data", x, 412, rows, (wide / count, 22), kinds)
        if before:
            drawing.frame(grid.block(0, 0, TOKENS, before), "data")
    drawing.text(14, 518, "blue: sees it")
    drawing.text(116, 518, "green: no", kind="control")
    drawing.text(218, 518, "source, target")
