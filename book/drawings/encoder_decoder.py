"""An encoder-decoder translates: what is read, what is written, what is fed."""

from course.drawings.canvas import Drawing

SOURCE = ["I", "see", "you"]
TARGET = ["te", "veo"]
CELL = (50, 34)


def draw() -> Drawing:
    """Draw the encoder left, the decoder right, and the way of a token."""
    start, end = "`<s>`", "`</s>`"
    drawing = Drawing(
        "Encoder-decoder",
        f"""An encoder-decoder translates {" ".join(SOURCE)} into
        {" ".join(TARGET)}. The encoder reads the token ids of the source, of
        shape (batch, source), and gives one state for each token, of shape
        (batch, source, hidden). The decoder reads these states and the target
        tokens so far, after a start token, of shape (batch, target). For each
        position it gives logits over the vocabulary, of shape (batch, target,
        vocabulary), for the next token: {", ".join(TARGET)} and an end token.
        In training with teacher forcing its inputs are the true tokens. In
        generation each predicted token is the next input.""",
        480,
    )
    encoder = drawing.box("parameters", 14, 232, 150, 56, "encoder")
    decoder = drawing.box("parameters", 196, 232, 150, 56, "decoder")
    source = drawing.grid("data", 14, 352, [SOURCE], CELL).place
    fed = drawing.grid("data", 196, 352, [[start, *TARGET]], CELL).place
    said = drawing.grid("data", 196, 24, [[*TARGET, end]], CELL).place
    pick = drawing.box("operation", 211, 90, 120, 36, "argmax")
    drawing.text(188, 46, "next tokens", "end")
    drawing.text(14, 406, "source tokens")
    drawing.text(196, 406, "target tokens so far")
    drawing.arrow(source.n, encoder.s, label="(batch,\nsource)")
    drawing.arrow(fed.n, decoder.s, label="(batch,\ntarget)")
    way = [(89, 200), (180, 200), (180, 260)]
    drawing.arrow(encoder.n, *way, decoder.w)
    drawing.text(14, 192, "(batch, source, hidden)")
    drawing.arrow(decoder.n, pick.s)
    drawing.text(263, 154, "logits (batch, target, vocabulary)", "end")
    drawing.arrow(pick.n, said.s)
    back = [(354, 41), (354, 369), fed.e]
    drawing.arrow(said.e, *back, kind="control")
    drawing.text(14, 438, "in training: the true tokens, teacher forcing")
    words = "in generation: feed back the predicted token"
    drawing.text(14, 464, words, kind="control")
    return drawing
