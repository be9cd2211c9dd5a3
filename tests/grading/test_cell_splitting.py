"""Cells that hold several answers are cut into them, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.cell_splitting import ANSWER, LONGEST, Part, cut

KEYS = ("1.1", "1.2", "1.10")
ONE = "# ANSWER 1.1\ndef f():\n    return 1\n"
TWO = "# ANSWER 1.2\ng = 2\n"


@pytest.mark.parametrize(
    "line",
    [
        "# ANSWER 1.1",
        "#ANSWER 1.1",
        "# ANSWER 1.1   ",
        "# ANSWER 1.1\r",
        "#  ANSWER\t1.1 ",
        "#\u00a0ANSWER\u00a01.1",
        "## ANSWER 1.1",
        "# ANSWER: 1.1",
        "# ANSWER 1.1: my words",
        "# Answer 1.1",
        "# answer: 1.1.",
        "   # ANSWER 1.1",
    ],
)
def test_first_lines_as_they_are_written(line: str) -> None:
    source = f"{line}\nf = 1"
    assert cut(source, KEYS) == [Part("1.1", source)]
    assert cut(f"{source}\n{TWO}", KEYS)[1] == Part("1.2", TWO)


@pytest.mark.parametrize(
    "line",
    [
        "# ANSWERS 1.1",
        "# ANSWER 1",
        "# ANSWER 1.1a",
        "# MY ANSWER 1.1",
        "# ANSWER 9.9",
        "# answer 1.1 was harder than this one",
        "x = 1  # ANSWER 1.1",
        "'# ANSWER 1.1'",
    ],
)
def test_lines_that_mean_no_answer(line: str) -> None:
    assert cut(f"{line}\nf = 1", KEYS) == [Part("", f"{line}\nf = 1")]
    whole = f"{TWO}{line}\nf = 1"
    assert cut(whole, KEYS) == [Part("1.2", whole)]


def test_a_number_is_read_to_its_end() -> None:
    assert [found[1] for found in ANSWER.finditer("# ANSWER 1.10")] == ["1.10"]


@pytest.mark.parametrize("order", [(ONE, TWO), (TWO, ONE), (ONE, TWO, ONE)])
def test_a_cell_is_cut_above_each_answer(order: tuple[str, ...]) -> None:
    keys = {ONE: "1.1", TWO: "1.2"}
    parts = [Part(keys[one], one) for one in order]
    assert cut("".join(order), KEYS) == parts
    above = "import math\n\n"
    assert cut(above + "".join(order), KEYS) == [Part("", above), *parts]
    assert cut("\n\n" + "".join(order), KEYS)[0].key == keys[order[0]]


@pytest.mark.parametrize(
    "inside",
    [
        "def g():\n    # ANSWER 1.2\n    return 2\n",
        'old = """\n# ANSWER 1.2\ng = 2\n"""\n',
        "g = [\n# ANSWER 1.2\n2]\n",
        "g = 1 + \\\n# ANSWER 1.2\n2\n",
        "if f:\n    g = 1\n# ANSWER 1.2\nelse:\n    g = 2\n",
        "try:\n    g = 1\n# ANSWER 1.2\nfinally:\n    h = 2\n",
        "if True:\n    g = 1\n    # ANSWER 1.2\n    h = 2\n",
    ],
)
def test_no_statement_is_cut_in_two(inside: str) -> None:
    assert cut(ONE + inside, KEYS) == [Part("1.1", ONE + inside)]
    assert cut(inside, KEYS) == [Part("1.2", inside)]


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n    return 1\n    # the end\n",
        "if True:\n    if True:\n        f = 1\n",
        "%time f = 1\n!echo (\n%matplotlib inline\n",
        "f = ''' it's '''\n",
        "f? \n",
        "",
    ],
)
def test_code_of_every_kind_may_stand_between(code: str) -> None:
    source = f"# ANSWER 1.1\n{code}"
    assert cut(source + TWO, KEYS) == [Part("1.1", source), Part("1.2", TWO)]


def test_code_that_cannot_be_read_is_cut_as_far_as_it_can_be() -> None:
    broken = "# ANSWER 1.1\nf = (\n"
    found = cut(TWO + broken + TWO, KEYS)
    assert found == [Part("1.2", TWO), Part("1.1", broken + TWO)]


def test_a_cell_without_end_stays_whole() -> None:
    source = ONE + "#\n" * LONGEST + TWO
    assert cut(source, KEYS) == [Part("1.1", source)]


@given(st.lists(st.sampled_from([ONE, TWO, "x(", "'''", "\n", "  ", "%", "é"])))
def test_nothing_is_lost_and_nothing_raised(pieces: list[str]) -> None:
    source = "".join(pieces)
    parts = "".join(part.source for part in cut(source, KEYS))
    assert source.endswith(parts)
    assert not source.removesuffix(parts).strip()
