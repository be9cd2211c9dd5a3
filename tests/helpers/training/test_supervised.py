"""The step for tuples of tensors: what it computes and what it refuses."""

from typing import Any

import pytest
import torch
from small_runs import CLASSES, FEATURES, batches, build, linear, rows, sgd
from torch import Tensor, nn

from helpers.training import StepOutput, Trainer, supervised

X, Y = rows(4).tensors
CROSS_ENTROPY = nn.CrossEntropyLoss()


def take(
    model: nn.Module, batch: Any, loss_fn: Any = CROSS_ENTROPY
) -> StepOutput:
    return supervised(loss_fn)(model, batch)


def test_it_gives_the_mean_loss_with_its_graph_and_the_rest_without() -> None:
    model = linear()
    output = take(model, (X, Y))
    expected = nn.functional.cross_entropy(model(X), Y)
    torch.testing.assert_close(output.loss, expected)
    assert output.loss.requires_grad
    assert output.count == 4
    assert output.preds is not None
    assert output.targets is Y
    assert not output.preds.requires_grad
    torch.testing.assert_close(output.preds, model(X).detach())


class Tabular(nn.Module):
    """Takes numbers and categories, as a tabular model does."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(5, 2)
        self.head = nn.Linear(FEATURES + 2, CLASSES)

    def forward(self, numbers: Tensor, kind: Tensor) -> Tensor:
        row: Tensor = self.head(torch.cat([numbers, self.embedding(kind)], 1))
        return row


def test_all_parts_but_the_last_are_arguments_in_order() -> None:
    torch.manual_seed(0)
    model, kind = Tabular(), torch.tensor([0, 4, 2, 1])
    output = take(model, (X, kind, Y))
    torch.testing.assert_close(output.preds, model(X, kind).detach())


@pytest.mark.parametrize("reduction", ["none", "sum"])
def test_a_loss_that_does_not_average_is_refused(reduction: str) -> None:
    with pytest.raises(ValueError, match=r"needs a loss with reduction='mean'"):
        supervised(nn.MSELoss(reduction=reduction))


@pytest.mark.parametrize(
    ("batch", "got"),
    [
        ({"x": X, "y": Y}, r"\{'x': float32 \(4, 3\) on cpu"),
        (X, r"float32 \(4, 3\) on cpu"),
        ((X,), r"\(float32 \(4, 3\) on cpu\)"),
        ("text", "str"),
        (None, "NoneType"),
    ],
)
def test_another_container_is_refused(batch: Any, got: str) -> None:
    with pytest.raises(
        ValueError,
        match=rf"needs batches \(inputs, ..., targets\), got {got}.*"
        r"hugging_face\(\)",
    ):
        take(linear(), batch)


@pytest.mark.parametrize(
    ("batch", "got"),
    [
        ((X, [0, 1, 2, 3]), r"float32 \(4, 3\) on cpu, \(int, int"),
        ((X.numpy(), Y), "ndarray"),
        ((X, torch.tensor(1)), r"int64 \(\) on cpu"),
    ],
)
def test_a_part_that_is_no_tensor_of_rows_is_refused(
    batch: Any, got: str
) -> None:
    with pytest.raises(
        ValueError, match=rf"must be a tensor.*{got}.*torch.as_tensor"
    ):
        take(linear(), batch)


def test_parts_of_other_lengths_are_refused() -> None:
    with pytest.raises(
        ValueError,
        match=r"differ in length: \(float32 \(4, 3\) on cpu, int64 \(3,\) on "
        r"cpu\); inputs and targets must have one row per item",
    ):
        take(linear(), (X, Y[:3]))


@pytest.mark.parametrize(
    ("x", "kind"), [(X.double(), "float64"), (X.long(), "int64")]
)
def test_inputs_of_another_dtype_are_refused(x: Tensor, kind: str) -> None:
    with pytest.raises(
        ValueError,
        match=rf"computes in float32 but the batch is \({kind} \(4, 3\) on cpu"
        r"\); convert it in the Dataset, for instance with x.to\(torch.float32",
    ):
        take(linear(), (x, Y))


def test_another_number_of_features_is_refused() -> None:
    with pytest.raises(
        ValueError,
        match=r"Linear cannot take inputs \(float32 \(4, 2\) on cpu\):.*"
        r"first parameter is \(4, 3\)",
    ):
        take(linear(), (X[:, :2], Y))


@pytest.mark.parametrize("label", [CLASSES, 12, -1])
def test_a_label_out_of_range_is_named_with_its_row(label: int) -> None:
    wrong = Y.clone()
    wrong[2] = label
    with pytest.raises(
        ValueError,
        match=rf"labels must be in \[0, 3\], got {label} at row 2 of the batch;"
        r" the model has 4 outputs: give it one per class",
    ):
        take(linear(), (X, wrong))


def test_a_label_that_is_ignored_is_not_taken_for_a_wrong_one() -> None:
    wrong = torch.tensor([-100, 0, 12, 1])
    with pytest.raises(ValueError, match=r"got 12 at row 2"):
        take(linear(), (X, wrong))


def test_labels_that_are_floats_are_refused() -> None:
    with pytest.raises(
        ValueError,
        match=r"whole numbers, got float32 \(4,\) on cpu;.*targets.long\(\)",
    ):
        take(linear(), (X, Y.float()))


@pytest.mark.parametrize("loss_fn", [nn.BCEWithLogitsLoss(), nn.BCELoss()])
def test_a_binary_loss_with_whole_numbers_is_refused(loss_fn: Any) -> None:
    model = nn.Sequential(linear(), nn.Sigmoid())
    targets = torch.ones(4, CLASSES, dtype=torch.long)
    with pytest.raises(
        ValueError, match=r"needs float targets, got torch.int64;.*\.float\(\)"
    ):
        take(model, (X, targets), loss_fn)


def one_column() -> nn.Module:
    return nn.Linear(FEATURES, 1)


@pytest.mark.parametrize(
    "loss_fn",
    [
        nn.MSELoss(),
        nn.L1Loss(),
        nn.HuberLoss(),
        nn.BCEWithLogitsLoss(),
        nn.functional.mse_loss,
        nn.functional.l1_loss,
        nn.functional.smooth_l1_loss,
        nn.functional.huber_loss,
        nn.functional.binary_cross_entropy_with_logits,
    ],
)
@pytest.mark.filterwarnings("ignore:Using a target size")
def test_a_column_against_a_row_is_not_broadcast(loss_fn: Any) -> None:
    with pytest.raises(
        ValueError,
        match=r"predictions are \(4, 1\) and the targets \(4,\);.*squeeze\(",
    ):
        take(one_column(), (X, Y.float()), loss_fn)


def test_a_model_that_gives_a_tuple_is_refused() -> None:
    recurrent = nn.GRU(FEATURES, CLASSES)
    with pytest.raises(
        ValueError,
        match=r"model that returns one tensor, got \(float32.*step of your own",
    ):
        take(recurrent, (X, Y))


def test_a_batch_on_another_device_is_refused() -> None:
    with pytest.raises(
        ValueError,
        match=r"model is on meta but the batch is \(float32 \(4, 3\) on cpu\);"
        r" move the whole model to one device",
    ):
        take(linear().to("meta"), (X, Y))


def test_an_error_of_the_models_own_passes_with_the_shapes_noted() -> None:
    class Broken(nn.Linear):
        def forward(self, x: Tensor) -> Tensor:
            raise RuntimeError("no luck today")

    with pytest.raises(RuntimeError, match="no luck today") as caught:
        take(Broken(FEATURES, CLASSES), (X, Y))
    assert caught.value.__notes__ == [
        "Broken was called with (float32 (4, 3) on cpu)"
    ]


def test_the_error_underneath_is_kept_as_the_cause() -> None:
    with pytest.raises(ValueError, match="float64") as caught:
        take(linear(), (X.double(), Y))
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_the_loop_reports_these_errors_too() -> None:
    with pytest.raises(ValueError, match="hugging_face"):
        build(linear()).fit([{"x": X}], epochs=1)


# Steps that a learner writes.


def run(step: Any, metrics: Any = None) -> None:
    model = linear()
    Trainer(model, step, sgd(model)).fit(
        batches(4, 4), epochs=1, metrics=metrics
    )


def bare_loss(model: nn.Module, batch: list[Tensor]) -> Tensor:
    return nn.functional.cross_entropy(model(batch[0]), batch[1])


@pytest.mark.parametrize(
    ("step", "got"),
    [(lambda model, batch: None, "NoneType"), (bare_loss, "Tensor")],
)
def test_a_step_that_returns_something_else_is_refused(
    step: Any, got: str
) -> None:
    with pytest.raises(
        TypeError,
        match=rf"must return StepOutput\(loss, count, .*\), got {got}",
    ):
        run(step)


def test_a_step_with_a_loss_for_each_row_is_refused() -> None:
    def step(model: nn.Module, batch: list[Tensor]) -> StepOutput:
        x, y = batch
        loss = nn.functional.cross_entropy(model(x), y, reduction="none")
        return StepOutput(loss, len(y))

    with pytest.raises(
        ValueError, match=r"must be one number, got shape \(4,\); use reduction"
    ):
        run(step)


def without_predictions(model: nn.Module, batch: list[Tensor]) -> StepOutput:
    return StepOutput(bare_loss(model, batch), len(batch[1]))


def test_metrics_need_a_step_that_gives_predictions() -> None:
    with pytest.raises(ValueError, match=r"this one left out the last two"):
        run(without_predictions, {"rows": lambda p, t: len(p)})


def test_a_step_without_predictions_is_enough_for_the_loss() -> None:
    run(without_predictions)


def test_predicting_needs_a_step_that_gives_predictions() -> None:
    model = linear()
    trainer = Trainer(model, without_predictions, sgd(model))
    with pytest.raises(ValueError, match=r"predict\(\) need a step"):
        trainer.predict(batches(4, 4))


def test_a_category_without_a_row_in_the_embedding_is_explained() -> None:
    model = nn.Sequential(nn.Embedding(5, 2), nn.Flatten(), nn.Linear(2, 1))
    batch = (torch.tensor([[0], [7]]), torch.zeros(2, 1))
    with pytest.raises(ValueError, match=r"from 0 to 7.*\[5\] rows.*unseen"):
        supervised(nn.MSELoss())(model, batch)
