"""Labels of words are put on sub-words."""

from course.drawings.canvas import Drawing

# As the tokenizer of all-MiniLM-L6-v2 splits them.
WORDS = {
    "Angela": ["angela"],
    "Merkel": ["mer", "##kel"],
    "visited": ["visited"],
    "Paris": ["paris"],
}
TAGS = ["B-PER", "I-PER", "O", "B-LOC"]
HIGH, TOP = 34, 60
WORD, TOKEN, NUMBER, LABEL = (14, 80), (106, 86), (204, 60), (276, 70)


def draw() -> Drawing:
    """Draw words, tokens, word ids and labels, from top to bottom."""
    drawing = Drawing(
        "Sub-word label alignment",
        """How labels of words are aligned with sub-words. The words Angela,
        Merkel, visited, Paris have the labels B-PER, I-PER, O, B-LOC. The
        tokenizer adds a special token at the start and at the end, and splits
        Merkel into mer and kel. The word ids say from which word each token
        comes: none, 0, 1, 1, 2, 3, none. The first token of each word gets
        the label of the word; the other tokens of a word and the special
        tokens get -100, which the loss leaves out.""",
        372,
    )
    for (x, _), title in zip(
        (WORD, TOKEN, NUMBER, LABEL),
        ("word", "token", "word id", "label"),
        strict=True,
    ):
        drawing.text(x, TOP - 14, title, bold=True)
    drawing.text(14, 24, "one label per word, on its first token")
    row(drawing, 0, "`[CLS]`", "none", "−100")
    place = 1
    for index, (word, tokens) in enumerate(WORDS.items()):
        y, high = TOP + HIGH * place, HIGH * len(tokens)
        box = drawing.box("data", WORD[0], y, WORD[1], high, word)
        for number, token in enumerate(tokens):
            label = "−100" if number else TAGS[index]
            row(drawing, place, token, f"{index}", label)
            middle = TOP + HIGH * (place + 0.5)
            drawing.arrow((box.right, middle), (TOKEN[0], middle))
            place += 1
    row(drawing, place, "`[SEP]`", "none", "−100")
    drawing.text(14, 324, "−100: the loss leaves these tokens out")
    drawing.text(14, 350, "tokens and labels: (batch, tokens)")
    return drawing


def row(
    drawing: Drawing, place: int, token: str, number: str, label: str
) -> None:
    """Draw a token, its word id and its label."""
    y = TOP + HIGH * place
    drawing.box("data", TOKEN[0], y, TOKEN[1], HIGH, token)
    drawing.box("plain", NUMBER[0], y, NUMBER[1], HIGH, number)
    kind = "control" if label == "−100" else "data"
    drawing.box(kind, LABEL[0], y, LABEL[1], HIGH, label)
