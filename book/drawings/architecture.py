"""The rooms of the course and who imports whom, as architecture.toml says."""

from course.drawings.canvas import Drawing
from course.publish.architecture import read_drawing, sub_packages, words
from course.repository.root import REPOSITORY


def draw() -> Drawing:
    """Draw a box for each room, with an arrow to each that it imports."""
    source = read_drawing(REPOSITORY)
    drawing = Drawing(
        "The rooms of the course", words(source), source["height"]
    )
    for arrow in source["arrow"]:
        if "path" in arrow:
            drawing.arrow(*((x, y) for x, y in arrow["path"]))
    for room in source["room"]:
        x, y, width, height = room["place"]
        if not room.get("inside"):
            label = room.get("label", f"`{room['name']}`")
            drawing.box("plain", x, y, width, height, label)
            continue
        drawing.box("plain", x, y, width, height)
        drawing.text(x + width / 2, y + 24, f"`{room['name']}`", "middle")
        for number, name in enumerate(sub_packages(REPOSITORY)):
            row, column = divmod(number, 2)
            left = x + width * (1 + 2 * column) / 4
            drawing.text(left, y + 52 + 22 * row, name, "middle")
    return drawing
