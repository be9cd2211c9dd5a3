"""Scores of classes against scikit-learn's, and what they refuse."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as theirs
from torch import Tensor

from helpers.metrics import accuracy, confusion_matrix, f1, precision, recall
from helpers.metrics.classification import Average

pairs_of_classes = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=50
)
sizes, seeds = st.integers(1, 200), st.integers(0, 2**32 - 1)
PAIRS = (
    (precision, theirs.precision_score),
    (recall, theirs.recall_score),
    (f1, theirs.f1_score),
)


@given(pairs_of_classes)
def test_accuracy_of_classes_is_scikit_learns(
    pairs: list[tuple[int, int]],
) -> None:
    preds, targets = map(torch.tensor, zip(*pairs, strict=True))
    assert accuracy(preds, targets) == pytest.approx(
        theirs.accuracy_score(targets, preds)
    )


@given(sizes, seeds)
def test_accuracy_of_scores_takes_the_largest(count: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    scores, targets = draw.normal(size=(count, 3)), draw.integers(3, size=count)
    assert accuracy(
        torch.from_numpy(scores), torch.from_numpy(targets)
    ) == pytest.approx(theirs.accuracy_score(targets, scores.argmax(axis=1)))


def test_accuracy_of_pixels_counts_pixels() -> None:
    scores = torch.zeros(2, 3, 4)  # (rows, classes, pixels)
    scores[:, 1] = 1.0
    targets = torch.tensor([[1, 1, 1, 1], [1, 0, 0, 0]])
    assert accuracy(scores, targets) == pytest.approx(5 / 8)


@given(pairs_of_classes)
def test_confusion_matrix_is_scikit_learns(
    pairs: list[tuple[int, int]],
) -> None:
    preds, targets = map(torch.tensor, zip(*pairs, strict=True))
    found = confusion_matrix(preds, targets, classes=5)
    wanted = theirs.confusion_matrix(targets, preds, labels=range(5))
    assert found.tolist() == wanted.tolist()


@pytest.mark.parametrize("average", ["macro", "micro", "weighted"])
@given(pairs=pairs_of_classes)
def test_averages_are_scikit_learns_also_with_absent_classes(
    average: Average, pairs: list[tuple[int, int]]
) -> None:
    preds, targets = map(torch.tensor, zip(*pairs, strict=True))
    for ours, reference in PAIRS:
        wanted = reference(targets, preds, average=average, zero_division=0)
        assert ours(preds, targets, average) == pytest.approx(wanted, abs=1e-12)


@given(pairs_of_classes)
def test_each_class_is_scored_and_absent_ones_are_nan(
    pairs: list[tuple[int, int]],
) -> None:
    preds, targets = map(torch.tensor, zip(*pairs, strict=True))
    occurring = set(preds.tolist()) | set(targets.tolist())
    labels = range(max(occurring) + 1)
    for ours, reference in PAIRS:
        found = ours(preds, targets, None)
        wanted = reference(
            targets, preds, labels=labels, average=None, zero_division=0
        )
        for label in labels:
            if label in occurring:
                assert found[label] == pytest.approx(wanted[label], abs=1e-12)
            else:
                assert found[label].isnan()


def test_scores_name_all_classes_of_the_matrix() -> None:
    scores = torch.eye(4)[:2]
    assert confusion_matrix(scores, torch.tensor([0, 1])).shape == (4, 4)


@pytest.mark.parametrize(
    ("preds", "targets", "classes", "wrong"),
    [([0, 1], [0, 3], 3, "3"), ([0, 1], [0, -100], None, "-100")],
)
def test_confusion_matrix_refuses_what_is_no_class(
    preds: list[int], targets: list[int], classes: int | None, wrong: str
) -> None:
    with pytest.raises(ValueError, match=rf"classes must be.*got {wrong}"):
        confusion_matrix(torch.tensor(preds), torch.tensor(targets), classes)


def test_an_unknown_average_is_refused() -> None:
    same = torch.tensor([0, 1])
    with pytest.raises(ValueError, match="got 'binary'"):
        f1(same, same, "binary")  # type: ignore[call-overload]


CLASSES = torch.tensor([0, 1, 2])


@pytest.mark.parametrize(
    ("preds", "targets", "message"),
    [
        (CLASSES, CLASSES[:2], "3 predictions but 2 targets"),
        (CLASSES[:0], CLASSES[:0], "no rows to score; is the split empty"),
        (CLASSES, CLASSES.float(), r"got torch.float32; convert.*\.long\(\)"),
        (CLASSES / 3, CLASSES, r"scores of shape \(3,\); choose a threshold"),
        (
            torch.tensor([[0.0, 1.0], [torch.nan, 1.0]]),
            CLASSES[:2],
            r"scores hold nan.*look for the batch",
        ),
        # Shapes that would be broadcast to every pair, or have one answer only.
        (CLASSES, CLASSES[:, None], r"\(3,\).*\(3, 1\)"),
        (CLASSES[:, None], CLASSES, r"\(3, 1\).*\(3,\)"),
        (torch.rand(3, 4), CLASSES[:, None], r"\(3,\).*\(3, 1\)"),
        (torch.rand(3, 1), CLASSES, r"\(3, 1\)"),
    ],
)
def test_accuracy_refuses(preds: Tensor, targets: Tensor, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        accuracy(preds, targets)
