"""The data sets: what they hold, and that their splits share nothing."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import torch
from sklearn import datasets
from torch import Tensor
from torch.utils.data import DataLoader, TensorDataset

from helpers.data import (
    Examples,
    RotatedDigits,
    Splits,
    diabetes,
    digit_forms,
    digits,
)

LOADERS = [digits, diabetes]
Loader = Callable[[], Splits]
SOURCES: dict[Loader, Callable[..., Any]] = {
    digits: datasets.load_digits,
    diabetes: datasets.load_diabetes,
}


def source(load: Loader) -> tuple[Tensor, Tensor]:
    """Return scikit-learn's own rows, in the units of our loader."""
    options = {"scaled": False} if load is diabetes else {}
    x, y = SOURCES[load](return_X_y=True, **options)
    scale = 16 if load is digits else 1
    return torch.from_numpy(x / scale).float(), torch.from_numpy(y)


def told_apart(x: Tensor, y: Tensor) -> Counter[tuple[float, ...]]:
    """Count the rows by their contents."""
    return Counter(map(tuple, torch.cat([x, y[:, None]], 1).tolist()))


@pytest.mark.parametrize(
    ("load", "sizes", "features", "dtype"),
    [
        (digits, (1020, 386, 391), 64, torch.int64),
        (diabetes, (265, 88, 89), 10, torch.float32),
    ],
)
def test_sizes_and_dtypes(
    load: Loader, sizes: tuple[int, ...], features: int, dtype: torch.dtype
) -> None:
    for (x, y), rows in zip(load(), sizes, strict=True):
        assert x.shape == (rows, features)
        assert y.shape == (rows,)
        assert (x.dtype, y.dtype) == (torch.float32, dtype)
        assert x.isfinite().all()


@pytest.mark.parametrize("load", LOADERS)
def test_the_parts_together_are_the_whole_set(load: Loader) -> None:
    x, y = (torch.cat(splits) for splits in zip(*load(), strict=True))
    assert told_apart(x, y) == told_apart(*source(load))


@pytest.mark.parametrize("load", LOADERS)
def test_no_row_is_in_two_parts(load: Loader) -> None:
    """By contents, so that a row that stands twice would be found too."""
    splits = [set(told_apart(x, x[:, 0])) for x, _ in load()]
    assert not splits[0] & splits[1]
    assert not splits[0] & splits[2]
    assert not splits[1] & splits[2]


@pytest.mark.parametrize("load", LOADERS)
def test_a_second_call_gives_the_same_rows(load: Loader) -> None:
    first = load()
    torch.manual_seed(99)
    for part, again in zip(first, load(), strict=True):
        assert torch.equal(part.x, again.x)
        assert torch.equal(part.y, again.y)


@pytest.mark.parametrize("load", LOADERS)
def test_changing_what_was_returned_changes_no_later_call(load: Loader) -> None:
    before = load().train.y[0].item()
    load().train.y[0] = 77
    assert load().train.y[0].item() == before


def test_no_form_is_in_two_splits_of_the_digits() -> None:
    forms = digit_forms()
    x, _ = source(digits)
    assert forms.shape == (len(x),)
    rows = map(tuple, x.tolist())
    of_row = dict(zip(rows, forms.tolist(), strict=True))
    assert len(of_row) == len(x)
    splits = [{of_row[tuple(row)] for row in x.tolist()} for x, _ in digits()]
    assert [len(part) for part in splits] == [8, 3, 3]
    assert len(set.union(*splits)) == 14


def test_forms_that_look_alike_are_in_one_split() -> None:
    """One person may have written two of the forms; nobody says which."""
    x, classes = source(digits)
    forms = digit_forms()
    style = torch.stack(
        [
            torch.cat(
                [x[(forms == form) & (classes == k)].mean(0) for k in range(10)]
            )
            for form in range(14)
        ]
    )
    alike = torch.corrcoef(style - style.mean(dim=0))
    of_row = {
        tuple(row): form
        for row, form in zip(x.tolist(), forms.tolist(), strict=True)
    }
    splits = [{of_row[tuple(row)] for row in x.tolist()} for x, _ in digits()]
    for one in splits:
        others = sorted(set(range(14)) - one)
        assert alike[sorted(one)][:, others].max() < 0.15


def test_every_form_has_about_as_many_of_each_digit() -> None:
    """Were the boundaries shifted by a dozen rows, these would be uneven."""
    _, classes = source(digits)
    forms = digit_forms()
    assert forms.diff().unique().tolist() == [0, 1]
    for form in range(14):
        counts = classes[forms == form].bincount(minlength=10)
        assert counts.min() >= 9
        assert counts.max() <= 15


def test_pixels_are_ink_from_none_to_full() -> None:
    x = torch.cat([part.x for part in digits()])
    assert (x.min().item(), x.max().item()) == (0, 1)
    assert torch.equal((x * 16).round() / 16, x)


def test_every_digit_is_in_every_part() -> None:
    assert all(set(part.y.tolist()) == set(range(10)) for part in digits())


def test_measurements_are_in_their_own_units() -> None:
    train = diabetes().train
    assert 19 <= train.x[:, 0].min() < train.x[:, 0].max() <= 79  # years
    assert 25 <= train.y.min() < train.y.max() <= 346


def test_examples_make_a_dataset_and_can_be_cut() -> None:
    train = digits().train
    assert len(TensorDataset(*train)) == 1020
    cut = train.first(5)
    assert torch.equal(cut.x, train.x[:5])
    assert torch.equal(cut.y, train.y[:5])


def rotated_digits(size: int) -> RotatedDigits:
    x = torch.zeros(6, 64)
    x[:, 27] = 1  # one dot near the middle
    return RotatedDigits(Examples(x, torch.arange(6)), size)


@pytest.mark.parametrize("size", [8, 32])
def test_a_rotated_digit_is_an_image_of_the_size_asked_for(size: int) -> None:
    rotated = rotated_digits(size)
    assert len(rotated) == 6
    x, y = rotated[3]
    assert (x.shape, x.dtype, int(y)) == ((1, size, size), torch.float32, 3)
    assert x.min() == 0
    assert 0.5 < x.max() <= 1


def test_a_digit_is_rotated_anew_each_time_and_a_seed_repeats_it() -> None:
    rotated = rotated_digits(32)
    torch.manual_seed(0)
    first, second = rotated[0][0], rotated[0][0]
    torch.manual_seed(0)
    assert torch.equal(rotated[0][0], first)
    assert not torch.equal(first, second)


def test_the_digit_stays_where_it_was() -> None:
    x, _ = RotatedDigits(digits().train, 64)[0]
    small = torch.nn.functional.adaptive_avg_pool2d(x, 8).flatten()
    likeness = torch.corrcoef(torch.stack([small, digits().train.x[0]]))
    assert likeness[0, 1] > 0.8


def test_digits_in_half_precision_can_be_rotated_too() -> None:
    x = digits().train.x[:1]
    half = RotatedDigits(Examples(x.bfloat16(), torch.zeros(1)), 16)
    whole = RotatedDigits(Examples(x, torch.zeros(1)), 16)
    torch.manual_seed(0)
    found, _ = half[0]
    torch.manual_seed(0)
    expected, _ = whole[0]
    # Sixteenths have no rounding in bfloat16, so nothing may differ.
    assert torch.equal(found, expected)


def test_two_workers_give_every_row_once_and_in_order() -> None:
    found = [y for _, y in DataLoader(rotated_digits(16), 2, num_workers=2)]
    assert torch.cat(found).tolist() == [0, 1, 2, 3, 4, 5]


def test_workers_turn_each_row_by_an_angle_of_its_own() -> None:
    images = torch.cat(
        [x for x, _ in DataLoader(rotated_digits(32), 3, num_workers=2)]
    )
    assert len({tuple(x.flatten().tolist()) for x in images}) == 6
