"""Anything may lie in a folder of submissions, under any name."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from graded_class import SOLUTION, STUB
from hypothesis import given
from hypothesis import strategies as st

from grading.submission import (
    UnreadableError,
    examine,
    read_submission,
)
from grading.submission_paths import common_folder, is_linked, learner_of

CELL = {"cell_type": "code", "source": "x", "metadata": {}, "outputs": []}
PLAIN = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CELL]}


def test_a_notebook_is_read(tmp_path: Path) -> None:
    assert read_submission(STUB).cells
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {},
        "worksheets": [
            {"cells": [{"cell_type": "code", "input": "x = 1", "outputs": []}]}
        ],
    }
    path = tmp_path / "a.ipynb"
    for text in (json.dumps(old), "\ufeff" + json.dumps(PLAIN)):
        path.write_text(text, encoding="utf-8")
        assert read_submission(path).cells[0].source


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"PK\x03\x04", "not JSON"),
        (b"[" * 100_000, "no notebook"),
        (b"null", "no notebook"),
        (b"{}", "no notebook"),
        (json.dumps({**PLAIN, "cells": 3}).encode(), "its "),
        (json.dumps({**PLAIN, "cells": [3]}).encode(), "its "),
        (
            json.dumps({**PLAIN, "cells": [{**CELL, "source": 3}]}).encode(),
            "its ",
        ),
        (
            json.dumps({**PLAIN, "cells": [{**CELL, "id": []}]}).encode(),
            "its ",
        ),
    ],
)
def test_other_files_are_refused_with_a_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=reason):
        read_submission(path)


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read_submission(tmp_path / "gone.ipynb")


json_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda part: (
        st.lists(part)
        | st.dictionaries(
            st.sampled_from(
                ["cells", "nbformat", "nbformat_minor", "metadata", "source"]
            )
            | st.text(),
            part,
        )
    ),
)


@given(json_data, json_data)
def test_no_json_brings_the_judge_down(
    tmp_path_factory: pytest.TempPathFactory, one: Any, other: Any
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.ipynb"
    for data in (one, {**PLAIN, "cells": one}, {**PLAIN, "cells": [other]}):
        path.write_text(json.dumps(data))
        examine(path, linked=False)


def test_what_cannot_be_graded_has_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(PLAIN))
    assert "holds no exercises" in examine(path, linked=False).trouble
    assert "a link" in examine(SOLUTION, linked=True).trouble
    solved = examine(SOLUTION, linked=False)
    assert [one.name for one in solved.releases] == ["02_training"]
    assert not solved.trouble


@pytest.mark.parametrize("start", ["", "class", "class/ann", "elsewhere"])
def test_names_do_not_depend_on_where_the_command_is_given(
    tmp_path: Path, start: str
) -> None:
    for name in ("class/ann", "class/ben", "elsewhere"):
        (tmp_path / name).mkdir(parents=True)
    folder = tmp_path / "class"
    for arguments in (
        [str(folder)],
        [str(folder / "ann"), str(folder / "ben")],
        [f"{folder}/ann/a.ipynb::check 1.1", str(folder / "b.ipynb")],
    ):
        common = common_folder(arguments, tmp_path / start)
        assert learner_of(folder / "ann" / "hw" / "a.ipynb", common) == (
            "ann",
            "ann/hw/a.ipynb",
        )
        assert learner_of(folder / "eve.ipynb", common) == ("eve", "eve.ipynb")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_with_accents_is_one_name(tmp_path: Path, form: str) -> None:
    name = unicodedata.normalize(form, "Zoë Müller")  # type: ignore[arg-type]
    for path in (tmp_path / name / "a.ipynb", tmp_path / f"{name}.ipynb"):
        learner, file = learner_of(path, tmp_path)
        assert learner == "Zo\u00eb M\u00fcller"
        assert tmp_path / file == path


@pytest.mark.parametrize(
    ("name", "learner"),
    [
        ("j.doe", "j.doe"),
        ("j.doe/a.ipynb", "j.doe"),
        ("j.doe.ipynb", "j.doe"),
        ("j.doe.IPYNB", "j.doe"),
        ("../class/ann/a.ipynb", "ann"),
        ("../other/b.ipynb", "b"),
    ],
)
def test_whose_a_file_is(name: str, learner: str) -> None:
    assert learner_of(Path("/class") / name, Path("/class"))[0] == learner


def test_relative_arguments_mean_the_same(tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    for start, argument in (
        (tmp_path, "class"),
        (tmp_path, "./class/../class/"),
        (tmp_path / "class", "."),
    ):
        assert common_folder([argument], start) == tmp_path / "class"


def test_a_file_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "ann.ipynb"
    path.touch()
    assert common_folder([str(path)], Path("/")) == tmp_path
    assert common_folder([], tmp_path) == tmp_path


def test_links_within_the_class_are_found(tmp_path: Path) -> None:
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "a.ipynb").touch()
    (tmp_path / "eve").symlink_to(tmp_path / "ann")
    (tmp_path / "eve.ipynb").symlink_to(tmp_path / "ann" / "a.ipynb")
    assert is_linked(tmp_path / "eve" / "a.ipynb", tmp_path)
    assert is_linked(tmp_path / "eve.ipynb", tmp_path)
    assert not is_linked(tmp_path / "ann" / "a.ipynb", tmp_path)
    assert not is_linked(tmp_path / "eve" / "a.ipynb", tmp_path / "eve")
