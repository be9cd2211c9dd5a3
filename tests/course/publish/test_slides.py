"""Tests of `python -m course slides`: chapters, cut into slides."""

from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

from course.publish import slides
from course.publish.slide_cut import LINES_MOST, Slide, cut
from course.publish.slide_text import blocks, first_sentence, plain, shorten

FIRST = "The first sentence of a long text stays on the slide."
LONG = f"{FIRST}{' Many words follow it here.' * 12}"


def text(source: str, name: str = "x-text") -> NotebookNode:
    cell: NotebookNode = new_markdown_cell(source, id=name)
    return cell


def code(source: str, *outputs: NotebookNode, tags: str = "") -> NotebookNode:
    metadata = {"tags": tags.split()}
    cell: NotebookNode = new_code_cell(
        source, outputs=list(outputs), metadata=metadata
    )
    return cell


def printed(words: str) -> NotebookNode:
    output: NotebookNode = new_output("stream", name="stdout", text=words)
    return output


def figure(alt: str = "A line that falls") -> NotebookNode:
    about = {"image/png": {"alt": alt}}
    data = {"image/png": "iVBORw0=\n", "text/plain": "<Figure>"}
    output: NotebookNode = new_output("display_data", data=data, metadata=about)
    return output


def slides_of(*cells: NotebookNode) -> list[Slide]:
    notebook = new_notebook()
    notebook.cells = [text("# A title\n\nWords."), *cells]
    return cut(notebook)


def kinds(slide: Slide) -> list[str]:
    return [element.kind for element in slide.elements]


def test_headings_open_columns_and_slides_below_them() -> None:
    found = slides_of(text("## One\n\nA."), text("### Inner\n\nB."))
    assert [(one.heading, one.level) for one in found] == [
        ("A title", 1),
        ("One", 2),
        ("Inner", 3),
    ]


def test_long_prose_goes_to_the_notes() -> None:
    (_, slide) = slides_of(text(f"## One\n\n{LONG}"))
    assert [one.content for one in slide.elements] == [FIRST]
    assert slide.notes == [LONG]


def test_lists_formulas_and_tables_stay() -> None:
    kept = ["- a\n- b", "$$\nx\n\ny\n$$", "| a |\n|---|\n| b |"]
    short, was_cut = shorten([LONG, *kept])
    assert short[1:] == kept
    assert was_cut


def test_code_with_blank_lines_is_one_block() -> None:
    fence = "```python\na = 1\n\n# a comment\nb = 2\n```"
    assert list(blocks(f"Before.\n\n{fence}\n\nAfter.")) == [
        "Before.",
        fence,
        "After.",
    ]


def test_every_question_has_a_slide_and_its_answers_open() -> None:
    quiz = (
        "## Check yourself\n\n"
        "<details><summary>1. Why?</summary>\n\nSo.\n\n</details>\n\n"
        "**2. Which?**\n\n"
        "<details><summary>A. This</summary>\n\nRight.\n\n</details>\n\n"
        "<details><summary>B. That</summary>\n\nNo.\n\n</details>"
    )
    (_, first, second) = slides_of(text(quiz))
    assert len(first.elements) == 1
    assert len(second.elements) == 3
    assert slides.section(second).count("<details>") == 2


def test_tags_and_the_set_up_are_respected() -> None:
    found = slides_of(
        text("## Set-up\n\nInstall."),
        code("import torch"),
        text("## One\n\nA."),
        code("note(a=1)", tags="remove-cell"),
        code("hidden = 1", printed("seen"), tags="hide-input"),
        code("shown = 1", printed("hidden"), tags="remove-output"),
    )
    shown = [element.content for one in found for element in one.elements]
    assert shown == ["Words.", "A.", "seen", "shown = 1"]


def test_a_figure_has_its_description_and_no_second_figure_beside_it() -> None:
    (_, first, second) = slides_of(
        text("## One\n\nA."),
        code("plot_curve(x)", figure('Falls, "steeply"')),
        code("plot_curve(y)", figure("Rises")),
    )
    assert kinds(first) == ["text", "figure"]  # the call is in the notes
    assert "plot_curve(x)" in first.notes[0]
    assert 'alt="Falls, &quot;steeply&quot;"' in slides.section(first)
    assert kinds(second) == ["figure"]


def test_a_drawing_is_inside_the_page_with_its_description() -> None:
    shown = "![All (colours).](../book/_static/drawings/legend.svg)"
    (_, first, second) = slides_of(text(f"## One\n\nA.\n\n{shown}"))
    assert [kinds(first), kinds(second)] == [["text"], ["drawing"]]
    page = slides.section(second)
    assert 'alt="All (colours)." src="data:image/svg+xml;base64,' in page
    assert "_static" not in page


def test_what_was_seen_stays_with_what_was_shown() -> None:
    shown = code("print(1)", printed("1"))
    (_, one) = slides_of(
        text("## One\n\nA."), shown, text("So.", "a-seen-text")
    )
    assert kinds(one) == ["text", "code", "printed", "text"]
    for name in ("unseen-text", "seen", "a-seen-text-2"):
        (_, one, other) = slides_of(
            text("## One\n\nA."), shown, text("So.", name)
        )
        assert kinds(other) == ["text"]


def test_what_does_not_fit_goes_to_another_slide() -> None:
    (_, one, other) = slides_of(
        text("## One\n\nA."), code("x\n" * 14), code("y\n" * 14)
    )
    assert [one.heading, other.heading] == ["One", "One"]
    assert [kinds(one), kinds(other)] == [["text", "code"], ["code"]]


def test_endless_outputs_are_cut() -> None:
    long = printed("1\n" * 99)
    (_, _, slide) = slides_of(text("## One"), code("f()", long))
    assert len(slide.elements[0].content.splitlines()) == LINES_MOST + 1


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("It is <!--n:03_cnn.a:.0%-->34%<!--/n-->.", "It is 34%."),
        ("The bootstrap {cite}`efron1979` helps.", "The bootstrap helps."),
        ("Several {term}`seeds <seed>`.", "Several seeds."),
        ("See [chapter 1](02_training.ipynb#x).", "See chapter 1."),
        (
            "See [there](https://pytorch.org).",
            "See [there](https://pytorch.org).",
        ),
    ],
)
def test_marks_and_inner_links_leave_their_words(
    written: str, shown: str
) -> None:
    assert plain(written) == shown


def test_a_brief_first_sentence_takes_the_second_along() -> None:
    assert first_sentence("Why? Because of 2.5 parts. And more.") == (
        "Why? Because of 2.5 parts."
    )


def test_formulas_are_left_to_mathjax_and_code_is_escaped() -> None:
    (_, slide) = slides_of(
        text("## Of $a_i$\n\n$x_1 < y_1$ is so."), code("a < b")
    )
    page = slides.section(slide)
    assert r"Of <" in page
    assert r"\(x_1 &lt; y_1\)" in page
    assert "<em>" not in page


def test_a_deck_is_one_page_that_asks_no_other_host() -> None:
    page = slides.deck(slides_of(text("## One\n\nA."), text("### Two\n\nB.")))
    assert "<title>A title</title>" in page
    assert page.count("<section>") == 2  # the columns
    assert "http" not in page
    assert "{{" not in page


def test_a_missing_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = {"reveal": ("no_such_package", "static")}
    monkeypatch.setattr(slides, "CARRIED", gone)
    with pytest.raises(FileNotFoundError, match="make book"):
        slides.copy_scripts(tmp_path)
