"""Every score is that of the whole split: the batches leave no trace."""

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from small_runs import CLASSES, FEATURES, batches, build, linear, net, rows
from torch import Tensor, nn
from torch.optim import SGD
from torch.utils.data import DataLoader, TensorDataset

from helpers.metrics import accuracy, rmse
from helpers.training import StepOutput, Trainer, supervised

sizes = st.integers(1, 40)
batch_sizes = st.integers(1, 45)


@given(sizes, batch_sizes)
def test_evaluate_equals_one_pass_over_all_rows(
    count: int, batch_size: int
) -> None:
    model = net(dropout=0.5)
    scores = build(model).evaluate(
        batches(count, batch_size), {"accuracy": accuracy}
    )
    x, y = rows(count).tensors
    with torch.no_grad():
        logits = model.eval()(x)
    expected = nn.functional.cross_entropy(logits, y).item()
    assert scores["loss"] == pytest.approx(expected, rel=1e-5)
    right = int((logits.argmax(1) == y).sum())
    assert scores["accuracy"] == pytest.approx(right / count)


@given(sizes, batch_sizes)
def test_train_scores_are_those_of_the_whole_split(
    count: int, batch_size: int
) -> None:
    model = linear()
    trainer = build(model, lambda m: SGD(m.parameters(), lr=0.0))
    train, valid = batches(count, batch_size), batches(2 * count, batch_size)
    history = trainer.fit(
        train, valid, epochs=1, metrics={"accuracy": accuracy}
    )
    for split, size in (("train", count), ("valid", 2 * count)):
        x, y = rows(size).tensors
        expected = nn.functional.cross_entropy(model(x), y).item()
        assert history[f"{split}_loss"] == pytest.approx([expected], rel=1e-5)
        right = int((model(x).argmax(1) == y).sum())
        assert history[f"{split}_accuracy"] == pytest.approx([right / size])


@given(sizes, batch_sizes)
def test_a_root_is_taken_once_and_not_in_each_batch(
    count: int, batch_size: int
) -> None:
    model = nn.Sequential(nn.Linear(FEATURES, 1), nn.Flatten(0))
    x, classes = rows(count).tensors
    y = classes.float()
    trainer = Trainer(
        model, supervised(nn.MSELoss()), SGD(model.parameters(), 0.1)
    )
    loader = DataLoader(TensorDataset(x, y), batch_size)
    scores = trainer.evaluate(loader, {"rmse": rmse})
    with torch.no_grad():
        expected = nn.functional.mse_loss(model(x), y).sqrt().item()
    assert scores["rmse"] == pytest.approx(expected, rel=1e-5)
    assert scores["loss"] == pytest.approx(expected**2, rel=1e-5)


@given(st.integers(2, 40), st.integers(2, 45))
def test_the_mean_of_batch_means_is_another_number(
    count: int, batch_size: int
) -> None:
    """The trap itself, so that the tests above are known to see it."""
    assume(batch_size < count and count % batch_size)
    model = linear()
    loader = batches(count, batch_size)
    with torch.no_grad():
        means = [
            nn.functional.cross_entropy(model(x), y).item() for x, y in loader
        ]
    trap = sum(means) / len(means)
    assert build(model).evaluate(loader)["loss"] != pytest.approx(trap, 1e-5)


def test_predict_gives_all_rows_in_order_without_a_graph() -> None:
    model = net(dropout=0.5)
    preds, targets = build(model).predict(batches(10, 4))
    x, y = rows(10).tensors
    with torch.no_grad():
        torch.testing.assert_close(preds, model.eval()(x))
    assert torch.equal(targets, y)
    assert not preds.requires_grad


def test_predictions_are_a_named_pair() -> None:
    found = build(net()).predict(batches(10, 4))
    assert found.preds.shape == (10, CLASSES)
    assert found.targets.shape == (10,)


def test_metrics_see_the_whole_split_once_for_each_epoch() -> None:
    seen: list[tuple[int, int]] = []

    def count_rows(preds: Tensor, targets: Tensor) -> float:
        seen.append((len(preds), len(targets)))
        return 0.0

    build(net()).fit(
        batches(10, 4), batches(7, 3), epochs=2, metrics={"rows": count_rows}
    )
    assert seen == [(10, 10), (7, 7)] * 2


def test_counts_of_a_step_of_ones_own_weigh_the_batches() -> None:
    def step(model: nn.Module, batch: list[Tensor]) -> StepOutput:
        return StepOutput(batch[0].mean(), 10 * len(batch[0]))

    model = linear()
    trainer = Trainer(model, step, SGD(model.parameters(), 0.1))
    x = torch.arange(5.0).view(5, 1).expand(5, FEATURES)
    loader = DataLoader(TensorDataset(x, x), 2)
    assert trainer.evaluate(loader)["loss"] == pytest.approx(2.0)


IMBALANCED = torch.tensor([1.0, 5.0, 0.5, 2.0])


@pytest.mark.parametrize(
    "loss_fn",
    [
        nn.CrossEntropyLoss(weight=IMBALANCED),
        nn.CrossEntropyLoss(ignore_index=0),
        nn.CrossEntropyLoss(weight=IMBALANCED, ignore_index=0),
        nn.CrossEntropyLoss(label_smoothing=0.1),
    ],
    ids=["class weights", "ignored label", "both", "smoothing"],
)
def test_a_loss_with_weights_is_that_of_the_whole_split(
    loss_fn: nn.CrossEntropyLoss,
) -> None:
    """The mean of such a loss is over weights, not over rows."""
    model = linear()
    trainer = Trainer(model, supervised(loss_fn), SGD(model.parameters(), 0.1))
    x, y = rows(11).tensors
    with torch.no_grad():
        expected = loss_fn(model(x), y).item()
    found = trainer.evaluate(batches(11, 3))["loss"]
    assert found == pytest.approx(expected, rel=1e-5)


def test_a_loss_per_token_counts_tokens() -> None:
    """Batches of other lengths, as a collator that pads makes them."""
    torch.manual_seed(0)
    model = nn.Conv1d(1, CLASSES, 1)
    lengths = (2, 7, 3)
    loader = [
        (torch.randn(2, 1, n), torch.randint(CLASSES, (2, n))) for n in lengths
    ]
    loss_fn = nn.CrossEntropyLoss()
    trainer = Trainer(model, supervised(loss_fn), SGD(model.parameters(), 0.1))
    with torch.no_grad():
        total = sum(loss_fn(model(x), y).item() * y.numel() for x, y in loader)
    expected = total / sum(y.numel() for _, y in loader)
    assert trainer.evaluate(loader)["loss"] == pytest.approx(expected, rel=1e-5)


def test_predict_keeps_the_rows_whose_labels_are_all_ignored() -> None:
    torch.manual_seed(0)
    x, y = torch.randn(4, 3), torch.tensor([0, 1, -100, -100])
    model = nn.Linear(3, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    trainer = Trainer(model, supervised(nn.CrossEntropyLoss()), optimizer)
    loader = DataLoader(TensorDataset(x, y), batch_size=2)
    preds, targets = trainer.predict(loader)
    assert torch.equal(preds, model(x).detach())
    assert torch.equal(targets, y)
