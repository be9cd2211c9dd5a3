"""Masked language model: hide some tokens, predict only those."""

from course.drawings.canvas import Drawing

TOKENS = ["the", "movie", "was", "really", "good"]
HIDDEN = {2}
CELL = (66.4, 34)
DOWN = 47  # the x of the arrows that go down
STEPS = [
    ("parameters", "encoder: each token sees all", "(batch, tokens, *d*)"),
    ("parameters", "MLM head", "logits (batch, tokens, vocabulary)"),
    ("loss", "cross-entropy, masked positions only", ""),
]


def draw() -> Drawing:
    """Draw the tokens, the masked input, the model and the labels."""
    hidden = [TOKENS[place] for place in sorted(HIDDEN)]
    drawing = Drawing(
        "Masked language model",
        f"""Training a masked language model, MLM. From {" ".join(TOKENS)}, a
        rule chooses 15 % of the tokens, here {hidden[0]}, and puts a mask
        token there. (In BERT, of the chosen ones 80 % become the mask token,
        10 % a random token, and 10 % stay.) The encoder, in which each token
        sees all others, gives states of shape (batch, tokens, d), and the MLM
        head gives logits of shape (batch, tokens, vocabulary). The labels are
        {hidden[0]} at the masked position and -100 at all others, which the
        cross-entropy leaves out.""",
        586,
    )
    drawing.text(14, 26, "text")
    text = drawing.grid("data", 14, 34, [TOKENS], CELL).place
    rule = drawing.box("control", 90, 96, 180, 36, "mask 15 % of tokens")
    drawing.arrow(text.s, rule.n)
    put = [
        "`[MASK]`" if place in HIDDEN else token
        for place, token in enumerate(TOKENS)
    ]
    kinds = {(0, place): "control" for place in HIDDEN}
    masked = drawing.grid("data", 14, 164, [put], CELL, kinds).place
    drawing.arrow(rule.s, masked.n)
    before, y, label = masked, 234, "(batch, tokens)"
    for kind, words, after in STEPS:
        box = drawing.box(kind, 14, y, 332, 40, words)
        drawing.arrow((DOWN, before.bottom), (DOWN, y), label=label)
        before, y, label = box, y + 76, after
    answers = [
        token if place in HIDDEN else "−100"
        for place, token in enumerate(TOKENS)
    ]
    other = {
        (0, place): "plain"
        for place in range(len(TOKENS))
        if place not in HIDDEN
    }
    labels = drawing.grid("data", 14, 460, [answers], CELL, other).place
    drawing.arrow(labels.n, before.s)
    drawing.text(14, 514, "labels: −100 is left out of the loss")
    drawing.text(
        14,
        548,
        "BERT: of the chosen tokens 80 % are masked,\n"
        "10 % become a random token, 10 % stay",
    )
    return drawing
