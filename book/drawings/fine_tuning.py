"""What is frozen and what is trained: feature extraction and fine-tuning."""

from course.drawings.canvas import Drawing
from course.drawings.geometry import Rect

PARTS = ["new head", "layers 3, 4", "layers 1, 2"]
RATES = ["1e-3", "1e-4", "1e-5"]
SIDE = 224  # of the image; each layer of ResNet-18 but the first halves it
SHAPES = [
    "(batch, classes)",
    "(batch, 512)",  # after layer 4 and global average pooling
    f"(batch, 128, {SIDE // 8}, {SIDE // 8})",
    f"(batch, 3, {SIDE}, {SIDE})",
]


def draw() -> Drawing:
    """Draw the same network twice: frozen, and fine-tuned."""
    drawing = Drawing(
        "Frozen and fine-tuned parts",
        f"""Two ways to train a pretrained ResNet-18, the image below, of shape
        {SHAPES[3]}, and the loss on top. Layers 1 and 2 make {SHAPES[2]} of
        it, layers 3 and 4 with pooling make {SHAPES[1]}, the head makes
        logits of shape {SHAPES[0]}. Left, feature extraction: all pretrained
        layers are frozen, drawn pale; only the new head is trained, and the
        gradient stops there. Right, fine-tuning: all layers are trained, with
        discriminative learning rates: {RATES[0]} for the new head, {RATES[1]}
        for layers 3 and 4, {RATES[2]} for layers 1 and 2. The gradient runs
        through the whole network.""",
        496,
    )
    drawing.text(92, 26, "feature extraction", "middle", bold=True)
    drawing.text(268, 26, "fine-tuning", "middle", bold=True)
    for x, trained in ((14, 1), (190, 3)):
        network(drawing, x, trained)
    return drawing


def network(drawing: Drawing, x: float, trained: int) -> None:
    """Draw a network whose upper parts are trained."""
    loss = drawing.box("loss", x, 42, 156, 36, "loss")
    boxes = []
    for number, part in enumerate(PARTS):
        frozen = number >= trained
        words = "frozen" if frozen else f"lr {RATES[number]}"
        boxes.append(
            drawing.box(
                "parameters",
                x,
                128 + 102 * number,
                156,
                58,
                f"{part}\n{words}",
                faint=frozen,
            )
        )
    image = drawing.box("data", x, 442, 156, 40, "image")
    chain = [loss, *boxes, image]
    for number, label in enumerate(SHAPES):
        upper, lower = chain[number], chain[number + 1]
        join(drawing, upper, lower, label if x < 100 else "", number < trained)


def join(
    drawing: Drawing, upper: Rect, lower: Rect, label: str, learns: bool
) -> None:
    """Draw the values that go up, and the gradient that comes down."""
    x = upper.x + 12
    drawing.arrow((x, lower.y), (x, upper.bottom), label=label)
    if learns:
        x = upper.right - 8
        drawing.arrow((x, upper.bottom), (x, lower.y), kind="loss")
