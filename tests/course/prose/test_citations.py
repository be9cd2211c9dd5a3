"""What a chapter cites has one entry in BibTeX and one in its list."""

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.prose import citations as command
from course.prose.works import (
    BIBLIOGRAPHY,
    Work,
    citations,
    linked,
    read_works,
)
from course.repository.notebooks import write_notebook

ENTRIES = """@article{efron1993bootstrap,
  author = {Efron, Bradley and Tibshirani, Robert J.},
  title  = {An introduction to the bootstrap},
  year   = {1993}
}

@article{srivastava2014dropout,
  author  = {Srivastava, Nitish and Hinton, Geoffrey and
             Krizhevsky, Alex},
  title   = {{Dropout}: a way, said of the author = year},
  year    = {2014},
  doi     = {10.1/2}
}

@misc{popovic2015chrf,
  author = {Popovi{\\'c}, Maja},
  year = {2015}
}

@misc{cho2014gru,
  author = {van Merri{\\"e}nboer, Bart and Tjong Kim Sang, Erik and Kaiser,
            {\\L}ukasz},
  year = {2014}
}
"""
LIST = """## References

- Efron and Tibshirani (1993). *An introduction to the
  bootstrap*.
- Srivastava, Hinton
  and Krizhevsky (2014). Dropout.
- Data: [Tatoeba](https://tatoeba.org).

[The next chapter](02_b.ipynb) goes on.
"""
TEXT = """Draw (Efron and Tibshirani, 1993). Drop (Srivastava et
al., 2014)."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a course with a bibliography of four works."""
    (tmp_path / "book").mkdir()
    (tmp_path / "notebooks").mkdir()
    path = tmp_path / BIBLIOGRAPHY
    path.write_text(ENTRIES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def works(root: Path) -> list[Work]:
    return read_works(root)


def write_chapter(root: Path, *texts: str) -> Path:
    path = root / "notebooks" / "01_a.ipynb"
    markdown = [new_markdown_cell(text) for text in texts]
    code = new_code_cell("x = 'a string, (Nobody, 1900)'")
    write_notebook(path, new_notebook(cells=[code, *markdown]))
    return path


def test_works_are_named_as_in_a_chapter(works: list[Work]) -> None:
    assert [work.label for work in works] == [
        "Efron and Tibshirani, 1993",
        "Srivastava et al., 2014",
        "Popović, 2015",
        "van Merriënboer et al., 2014",
    ]
    assert [work.listed for work in works[1:3]] == [
        (
            "Srivastava, Hinton and Krizhevsky (2014)",
            "Srivastava et al. (2014)",
        ),
        ("Popović (2015)", "Popović (2015)"),
    ]
    assert works[3].authors == ("van Merriënboer", "Tjong Kim Sang", "Kaiser")


def test_a_work_without_an_author_is_refused(root: Path) -> None:
    path = root / BIBLIOGRAPHY
    path.write_text("@misc{onnx,\n  year = {2017}\n}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="onnx needs the fields author and"):
        read_works(root)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("so (Smith, 2017).", ["Smith, 2017"]),
        ("(Micci-Barreca, 2001)", ["Micci-Barreca, 2001"]),
        (
            "(Smith, 2017; Goyal\net al., 2017b)",
            ["Smith, 2017", "Goyal et al., 2017b"],
        ),
        (
            "(Tjong Kim Sang and De Meulder, 2003)",
            ["Tjong Kim Sang and De Meulder, 2003"],
        ),
        (
            "(van der Maaten and Hinton, 2008)",
            ["van der Maaten and Hinton, 2008"],
        ),
        ("`(Smith, 2017)`", []),
        ("```\n(Smith, 2017)\n```", []),
        ("(in the summer, 2017)", []),
        ("from 2012 to 2014 (see chapter 3)", []),
    ],
)
def test_where_a_citation_is_seen(text: str, labels: list[str]) -> None:
    found = [label for _, some in citations(text) for label in some]
    assert found == labels


def test_links_for_the_book(works: list[Work]) -> None:
    assert linked(f"{TEXT} `(Popović, 2015)`", works) == (
        "Draw ({cite:alp}`efron1993bootstrap`). "
        "Drop ({cite:alp}`srivastava2014dropout`). `(Popović, 2015)`"
    )
    both = "(Popović, 2015; Efron and Tibshirani, 1993)"
    assert linked(both, works) == (
        "({cite:alp}`popovic2015chrf`; {cite:alp}`efron1993bootstrap`)"
    )
    unknown = "(Popović, 2015; Nobody, 1900) (Nobody, 1900)"
    assert linked(unknown, works) == unknown


def test_links_in_a_list(works: list[Work]) -> None:
    short = "- Srivastava et al. (2014). Dropout.\n- Nobody (1900). None.\n"
    changed = LIST.replace(
        "- Efron and Tibshirani (1993)", "- {cite:t}`efron1993bootstrap`"
    )
    changed = changed.replace(
        "- Srivastava, Hinton\n  and Krizhevsky (2014)",
        "- {cite:ts}`srivastava2014dropout`",
    )
    assert linked(LIST, works) == changed
    assert linked(f"## References\n\n{short}", works) == (
        "## References\n\n- {cite:t}`srivastava2014dropout`. Dropout.\n"
        "- Nobody (1900). None.\n"
    )


def test_a_right_chapter(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_chapter(root, "# A", TEXT, LIST)
    assert command.main(["--root", str(root)]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("text", "items", "message"),
    [
        ("(Nobody, 1900)", "", "cell 3: (Nobody, 1900) is not in book/refer"),
        ("(Popović, 2015)", "", "cell 3: (Popović, 2015) is cited but not li"),
        ("", "- Popović (2015). chrF.\n", "cell 4: (Popović, 2015) is listed"),
        ("", "- Nobody (1900). No.\n", "cell 4: no work of book/references"),
        ("", "- A survey, 1972.\n", "is listed as 'A survey, 1972.'"),
        ("", "- Srivastava and Hinton (2014). A.\n", "is listed as 'Srivast"),
        ("{cite}`efron1993bootstrap`", "", "'{cite}' is not the form of a"),
        ("So says Popović (2015).", "", "'Popović (2015)' is not the form"),
        ("(Popović and others, 2015)", "", "'and others, 2015' is not the"),
        ("(Srivastava et al. 2014)", "", "'et al' is not the form"),
    ],
)
def test_a_fault_is_named(
    root: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    items: str,
    message: str,
) -> None:
    changed = LIST.replace("- Data", f"{items}- Data")
    path = write_chapter(root, TEXT, text or "Nothing.", changed)
    assert command.main(["--root", str(root), str(path)]) == 1
    found = capsys.readouterr().err.splitlines()
    assert len(found) == 1
    assert message in found[0]


def test_works_that_read_the_same(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / BIBLIOGRAPHY
    twin = ENTRIES.replace("{popovic2015chrf", "{popovic2015other")
    other = twin[twin.index("@misc") : twin.index("@misc{cho")]
    path.write_text(f"{ENTRIES}\n{other}")
    assert command.main(["--root", str(root)]) == 1
    assert "(Popović, 2015) names 2 works" in capsys.readouterr().err
