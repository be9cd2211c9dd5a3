"""Tests of `note`, with which a notebook records numbers."""

import subprocess
import sys
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import torch

from helpers.notes import note


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.934612, "0.9346"),
        (85_002, "85002"),
        (-3, "-3"),
        (1e-7, "1e-07"),
        (np.float32(0.5), "0.5"),
        (np.int64(7), "7"),
        (np.array(0.25), "0.25"),
        (torch.tensor(0.125), "0.125"),
        (torch.tensor(3), "3"),
        (np.float16(0.5), "0.5"),
        (np.longdouble(0.5), "0.5"),  # .item() leaves it as it is
        (np.uint8(200), "200"),
        (torch.tensor(0.5).bfloat16(), "0.5"),
        (torch.tensor(0.5, requires_grad=True), "0.5"),
        (pd.Series([0.25]), "0.25"),
        (Fraction(1, 4), "0.25"),
        (10**400, str(10**400)),
    ],
)
def test_outside_of_a_notebook_it_prints(
    value: float, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    note(a_number=value)
    assert capsys.readouterr().out == f"noted: a_number = {shown}\n"


def test_several_numbers_share_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    note(first=1, second=0.5)
    assert capsys.readouterr().out == "noted: first = 1, second = 0.5\n"


@pytest.mark.parametrize(
    "value",
    ["0.5", None, True, [0.5], 1j, np.True_, np.str_("1"), np.complex64(1j),
     torch.tensor(True), pd.NA, pd.NaT, pd.Timestamp(0), np.datetime64(0, "s")],
)  # fmt: skip
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match=r"note\(accuracy=.*number"):
        note(accuracy=value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [np.ones(2), torch.ones(2)])
def test_several_numbers_under_one_name_are_refused(value: object) -> None:
    with pytest.raises(TypeError, match="reduce it first"):
        note(loss=value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        torch.tensor(float("nan")),
        np.float32("nan"),
        np.longdouble("inf"),
    ],
)
def test_a_number_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match=r"note\(loss=.*got (nan|inf)"):
        note(loss=value)


def test_no_numbers_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="no numbers"):
        note()


def test_it_does_not_load_torch() -> None:
    code = "import sys, helpers.notes; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
