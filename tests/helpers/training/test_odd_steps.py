"""What steps, metrics and options may be made of, and what is refused."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from small_runs import FEATURES, batches, build, linear, sgd
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from helpers.metrics import roc_auc
from helpers.training import StepOutput, Trainer, hugging_face, supervised

HALVES = [torch.bfloat16, torch.float16]


def run(step: Any, metrics: Any = None) -> dict[str, float]:
    model = linear()
    trainer = Trainer(model, step, sgd(model))
    return trainer.evaluate(batches(8, 4), metrics)


# Half precision.


def test_predictions_of_a_bfloat16_run_can_be_taken_by_numpy() -> None:
    trainer = build(linear(), autocast=torch.bfloat16)
    preds, targets = trainer.predict(batches(8, 4))
    assert preds.dtype == torch.float32
    assert preds.numpy().shape == (8, 4)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        expected = trainer.model(batches(8, 8).dataset.tensors[0])  # type: ignore[attr-defined]
    assert expected.dtype == torch.bfloat16
    assert torch.equal(preds, expected.float())  # the same numbers
    assert targets.dtype == torch.int64


@pytest.mark.parametrize("kind", HALVES)
def test_a_model_in_half_precision_predicts_in_float32(
    kind: torch.dtype,
) -> None:
    model = nn.Linear(FEATURES, 1).to(kind)
    x = torch.randn(6, FEATURES).to(kind)
    data = DataLoader(TensorDataset(x, x[:, :1]), 4)
    trainer = Trainer(model, supervised(nn.MSELoss()), sgd(model))
    preds, targets = trainer.predict(data)
    assert preds.numpy().dtype == targets.numpy().dtype == np.float32
    assert torch.equal(targets, x[:, :1].float())


@pytest.mark.parametrize("kind", [torch.float32, torch.float64])
def test_other_precisions_come_as_they_are(kind: torch.dtype) -> None:
    model = nn.Linear(FEATURES, 1).to(kind)
    x = torch.randn(6, FEATURES, dtype=kind)
    trainer = Trainer(model, supervised(nn.MSELoss()), sgd(model))
    preds, targets = trainer.predict([(x, x[:, :1])])
    assert preds.dtype == targets.dtype == kind


def test_metrics_see_float32() -> None:
    seen: list[torch.dtype] = []

    def note_type(preds: Tensor, targets: Tensor) -> float:
        seen.append(preds.dtype)
        return roc_auc(preds[:, 0], (targets > 1).long())

    trainer = build(linear(), autocast=torch.bfloat16)
    trainer.fit(
        batches(16, 4), batches(8, 4), epochs=1, metrics={"a": note_type}
    )
    assert seen == [torch.float32] * 2


# Options.


@pytest.mark.parametrize(
    "number", [float("nan"), 2.0, True, "2", np.float64(2)]
)
def test_options_that_are_no_whole_numbers_are_refused(number: Any) -> None:
    """A nan is not below 1, and no number of epochs is up to it."""
    with pytest.raises(ValueError, match="accumulate must be a whole number"):
        build(linear(), accumulate=number)
    with pytest.raises(ValueError, match="epochs must be a whole number"):
        build(linear()).fit(batches(4, 4), epochs=number)


def test_numpys_whole_numbers_are_whole_numbers() -> None:
    two: Any = np.int64(2)
    trainer = build(linear(), accumulate=two)
    assert len(trainer.fit(batches(8, 2), epochs=two)) == 2
    with pytest.raises(ValueError, match="epochs must be at least 1, got 0"):
        trainer.fit(batches(8, 2), epochs=np.int64(0))  # type: ignore[arg-type]


# Counts.


@pytest.mark.parametrize(
    "kind", [int, float, np.int64, np.float32, torch.tensor]
)
def test_a_count_may_come_from_any_library(kind: Any) -> None:
    def step(model: nn.Module, batch: list[Tensor]) -> StepOutput:
        return StepOutput(model(batch[0]).mean(), kind(len(batch[0])))

    scores = run(step)
    assert type(scores["loss"]) is float
    model = linear()
    history = Trainer(model, step, sgd(model)).fit(batches(8, 3), epochs=1)
    assert type(history["train_loss"][0]) is float


@pytest.mark.parametrize("count", [float("nan"), float("inf"), -1, -0.5])
def test_a_count_that_is_none_is_refused(count: float) -> None:
    def step(model: nn.Module, batch: list[Tensor]) -> StepOutput:
        return StepOutput(model(batch[0]).mean(), count)

    with pytest.raises(ValueError, match=f"counted {count} items; the count"):
        run(step)


def test_a_loss_that_has_lost_its_graph_is_named() -> None:
    def step(model: nn.Module, batch: list[Tensor]) -> StepOutput:
        return StepOutput(model(batch[0]).mean().item(), 4)

    with pytest.raises(TypeError, match=r"tensor, got float; leave out .item"):
        run(step)


# Predictions and metrics.


@pytest.mark.parametrize("part", ["preds", "targets"])
@pytest.mark.parametrize("rows", [np.zeros(4), [0] * 4, "abcd"])
def test_predictions_that_are_no_tensors_are_named(
    part: str, rows: Any
) -> None:
    def step(model: nn.Module, batch: list[Tensor]) -> StepOutput:
        parts = {"preds": batch[1], "targets": batch[1]} | {part: rows}
        return StepOutput(model(batch[0]).mean(), 4, **parts)

    kind = type(rows).__name__
    with pytest.raises(
        ValueError, match=rf"the {part} of a step must be a tensor .*got {kind}"
    ):
        run(step, {"rows": lambda p, t: len(p)})


@pytest.mark.parametrize(
    "score",
    [0.5, 1, np.float32(0.5), np.bool_(True), torch.tensor(0.5).bfloat16()],
)
def test_a_score_may_come_from_any_library(score: Any) -> None:
    step = supervised(nn.CrossEntropyLoss())
    found = run(step, {"mine": lambda p, t: score})["mine"]
    assert type(found) is float
    assert found == float(score)


@pytest.mark.parametrize(
    "score", [None, pd.NA, "high", np.zeros(2), torch.zeros(2), {"a": 1}]
)
def test_a_metric_that_gives_no_number_is_named(score: Any) -> None:
    step = supervised(nn.CrossEntropyLoss())
    with pytest.raises(ValueError, match="the metric 'mine' must give one num"):
        run(step, {"mine": lambda p, t: score})


def test_an_error_inside_a_metric_passes_as_it_is() -> None:
    def broken(preds: Tensor, targets: Tensor) -> float:
        raise ValueError("no luck today")

    step = supervised(nn.CrossEntropyLoss())
    with pytest.raises(ValueError, match=r"^no luck today$"):
        run(step, {"mine": broken})


def test_metrics_see_the_same_rows_in_training_and_evaluation() -> None:
    """Those of a batch whose labels are all ignored, too."""
    x, y = torch.randn(6, FEATURES), torch.tensor([0, 1, -100, -100, 2, 3])
    data = DataLoader(TensorDataset(x, y), 2)
    seen: list[list[int]] = []

    def note_rows(preds: Tensor, targets: Tensor) -> float:
        seen.append(targets.tolist())
        return float(len(preds))

    build(linear()).fit(data, data, epochs=1, metrics={"rows": note_rows})
    assert seen == [y.tolist()] * 2


def test_labels_that_are_no_tensor_are_named_for_hugging_face() -> None:
    with pytest.raises(ValueError, match=r"labels must be a tensor, got \(int"):
        hugging_face()(linear(), {"x": torch.zeros(2, 3), "labels": [0, 1]})
