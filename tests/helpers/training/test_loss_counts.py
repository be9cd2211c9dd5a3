"""The loss of a split is PyTorch's of all rows, in whatever form it comes."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import torch
from small_runs import CLASSES, FEATURES, linear, sgd, weights
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

from helpers.training import Trainer, supervised

Loss = Callable[[Tensor, Tensor], Tensor]
ROWS = 11
WEIGHT = torch.tensor([1.0, 5.0, 0.5, 2.0])
DRAW = torch.Generator().manual_seed(0)
X = torch.randn(ROWS, FEATURES, generator=DRAW)
LABELS = torch.randint(CLASSES, (ROWS,), generator=DRAW)
SHARES = torch.rand(ROWS, CLASSES, generator=DRAW).softmax(1)
NUMBERS = torch.rand(ROWS, CLASSES, generator=DRAW)

OPTIONS: dict[str, dict[str, Any]] = {
    "plain": {},
    "ignored": {"ignore_index": 0},
    "ignored, above": {"ignore_index": 2},
    "weights": {"weight": WEIGHT},
    "both": {"weight": WEIGHT, "ignore_index": 1},
    "smoothing": {"label_smoothing": 0.1},
    "all": {"weight": WEIGHT, "ignore_index": 3, "label_smoothing": 0.2},
}


def forms(options: dict[str, Any]) -> dict[str, Loss]:
    """Return cross-entropy as one may pass it."""
    module = nn.CrossEntropyLoss(**options)
    function: Any = partial(functional.cross_entropy, **options)

    class Own(nn.Module):
        def forward(self, preds: Tensor, targets: Tensor) -> Tensor:
            return functional.cross_entropy(preds, targets, **options)

    class Derived(nn.CrossEntropyLoss):
        def forward(self, *pair: Tensor) -> Tensor:
            loss: Tensor = function(*pair)
            return loss

    def named(preds: Tensor, targets: Tensor) -> Tensor:
        loss: Tensor = module(preds, targets)
        return 1.0 * loss

    return {
        "module": module,
        "partial": function,
        "partial of a partial": partial(function, reduction="mean"),
        "partial of a module": partial(module.__call__),
        "lambda": lambda p, q: function(p, q),
        "module in a lambda": lambda p, q: module(p, q),
        "module of one's own": Own(),
        "module derived": Derived(),
        "function": named,
        "compiled": torch.compile(named, backend="eager"),
    }


FORMS = tuple(forms({}))


def trainer(model: nn.Module, loss: Loss, **options: Any) -> Trainer:
    return Trainer(model, supervised(loss), sgd(model), **options)


def loader(targets: Tensor, size: int, x: Tensor = X) -> DataLoader[Any]:
    return DataLoader(TensorDataset(x, targets), size)


def evaluated(loss: Loss, targets: Tensor, size: int = 3) -> float:
    return trainer(linear(), loss).evaluate(loader(targets, size))["loss"]


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("form", FORMS)
def test_batches_leave_no_trace_in_the_loss(form: str, option: str) -> None:
    options = OPTIONS[option]
    loss = forms(options)[form]
    targets = LABELS.clone()
    targets[3:6] = options.get("ignore_index", -100)  # a batch of its own
    expected = functional.cross_entropy(linear()(X), targets, **options)
    for size in (1, 3, 4, ROWS):
        assert evaluated(loss, targets, size) == pytest.approx(
            expected.item(), rel=1e-5
        )


@pytest.mark.parametrize("form", FORMS)
def test_the_gradient_of_batches_is_that_of_all_rows(form: str) -> None:
    """With `accumulate`, the batches are one; so must be their weights."""
    options: dict[str, Any] = {"weight": WEIGHT, "ignore_index": 1}
    targets = LABELS.clone()
    targets[3:6] = 1
    whole, parts = linear(), linear()
    trainer(whole, nn.CrossEntropyLoss(**options)).fit(
        loader(targets, ROWS), epochs=1
    )
    trainer(parts, forms(options)[form], accumulate=4).fit(
        loader(targets, 3), epochs=1
    )
    for name, value in weights(whole).items():
        torch.testing.assert_close(weights(parts)[name], value)


@pytest.mark.parametrize("form", FORMS)
def test_labels_that_are_all_ignored_are_named(form: str) -> None:
    loss = forms({"ignore_index": 1})[form]
    model = linear()
    before = weights(model)
    for call in ("evaluate", "fit"):
        options = {"epochs": 1} if call == "fit" else {}
        with pytest.raises(ValueError, match="were all labels ignored"):
            getattr(trainer(model, loss), call)(
                loader(torch.ones_like(LABELS), 3), **options
            )
    for name, value in weights(model).items():
        assert torch.equal(value, before[name])


TOKENS = torch.randint(5, (4, 6), generator=DRAW)
OF_TOKENS: dict[str, Loss] = {
    "lambda": lambda p, q: functional.cross_entropy(p.transpose(1, 2), q),
    "flattened": lambda p, q: functional.cross_entropy(
        p.reshape(-1, 5), q.reshape(-1)
    ),
    "chosen": lambda p, q: functional.cross_entropy(p[q != -100], q[q != -100]),
    "a mean by hand": lambda p, q: (
        functional.cross_entropy(p.transpose(1, 2), q, reduction="none").sum()
        / (q != -100).sum()
    ),
    "a sum divided by hand": lambda p, q: (
        functional.cross_entropy(p.transpose(1, 2), q, reduction="sum")
        / (q != -100).sum()
    ),
    "without PyTorch's": lambda p, q: (
        -p.log_softmax(2)
        .gather(2, q.clamp(min=0)[..., None])[..., 0][q != -100]
        .mean()
    ),
}


@pytest.mark.parametrize("form", OF_TOKENS)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_tokens_that_are_ignored_count_in_no_form(form: str, size: int) -> None:
    torch.manual_seed(0)
    model, targets = nn.Embedding(5, 5), TOKENS.clone()
    targets[0], targets[1, 2:] = -100, -100
    expected = functional.cross_entropy(
        model(TOKENS).transpose(1, 2), targets
    ).item()
    found = trainer(model, OF_TOKENS[form]).evaluate(
        loader(targets, size, TOKENS)
    )
    assert found["loss"] == pytest.approx(expected, rel=1e-5)


OF_NUMBERS: dict[str, Loss] = {
    "module": nn.MSELoss(),
    "function": functional.mse_loss,
    "partial": partial(functional.huber_loss, delta=0.5),
    "lambda": lambda p, q: functional.l1_loss(p, q),
    "by hand": lambda p, q: ((p - q) ** 2).mean(),
    "weighted": lambda p, q: functional.mse_loss(
        p, q, weight=1 + 9 * q.round()
    ),
    "masked": lambda p, q: functional.mse_loss(p[q > 0.5], q[q > 0.5]),
    "shares": lambda p, q: functional.cross_entropy(p, q / q.sum(1)[:, None]),
    "divergence": lambda p, q: functional.kl_div(
        p.log_softmax(1), q.softmax(1), reduction="batchmean"
    ),
    "divergence, module": nn.KLDivLoss(reduction="batchmean"),
    "two of one kind": lambda p, q: (
        functional.mse_loss(p, q) + functional.l1_loss(p, q)
    ),
    "two of one batch": lambda p, q: (
        functional.mse_loss(p, q) + functional.cross_entropy(p, q.argmax(1))
    ),
    "a penalty": lambda p, q: functional.mse_loss(p, q) + 3.0,
}


@pytest.mark.parametrize("form", OF_NUMBERS)
@pytest.mark.parametrize("size", [1, 4])
def test_losses_of_numbers_count_numbers(form: str, size: int) -> None:
    loss = OF_NUMBERS[form]
    expected = loss(linear()(X), NUMBERS).item()
    found = evaluated(loss, NUMBERS, size)
    assert found == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("option", ["plain", "ignored", "weights", "both"])
def test_log_probabilities_count_as_scores_do(option: str) -> None:
    options = OPTIONS[option]
    nll = nn.NLLLoss(**options)
    expected = nll(linear()(X).log_softmax(1), LABELS).item()
    model = nn.Sequential(linear(), nn.LogSoftmax(1))
    for loss in (nll, partial(functional.nll_loss, **options)):
        found = trainer(model, loss).evaluate(loader(LABELS, 3))
        assert found["loss"] == pytest.approx(expected, rel=1e-5)


def test_a_whole_distribution_is_one_item() -> None:
    for loss in (
        nn.CrossEntropyLoss(weight=WEIGHT),
        partial(functional.cross_entropy, weight=WEIGHT, label_smoothing=0.1),
    ):
        expected = loss(linear()(X), SHARES).item()
        assert evaluated(loss, SHARES) == pytest.approx(expected, rel=1e-5)


def test_a_byte_of_156_is_not_the_label_minus_100() -> None:
    """In eight bits without a sign, that is what -100 becomes."""
    torch.manual_seed(0)
    model, bytes_ = nn.Linear(FEATURES, 256), torch.full((ROWS,), 156)
    expected = functional.cross_entropy(model(X), bytes_).item()
    for loss in (nn.CrossEntropyLoss(), partial(functional.cross_entropy)):
        found = trainer(model, loss).evaluate(loader(bytes_.byte(), 3))
        assert found["loss"] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("reduction", ["sum", "none"])
@pytest.mark.parametrize("form", ["module", "partial", "nested", "lambda"])
def test_a_loss_that_takes_no_mean_is_refused(
    form: str, reduction: str
) -> None:
    function = partial(functional.cross_entropy, reduction=reduction)
    losses: dict[str, Loss] = {
        "module": nn.CrossEntropyLoss(reduction=reduction),
        "partial": function,
        "nested": partial(partial(functional.mse_loss, reduction=reduction)),
        "lambda": lambda p, q: function(p, q),
    }
    with pytest.raises(
        ValueError, match=rf"mean.*{reduction}|{reduction}.*mean"
    ):
        evaluated(losses[form], LABELS)


@pytest.mark.filterwarnings("ignore:size_average and reduce")
def test_the_old_names_of_a_sum_are_refused_too() -> None:
    for old in ({"size_average": False}, {"reduce": False}):
        with pytest.raises(ValueError, match=r"with '(sum|none)'"):
            evaluated(
                lambda p, q, old=old: functional.cross_entropy(p, q, **old),  # type: ignore[misc]
                LABELS,
            )


def test_means_over_different_items_are_refused() -> None:
    """The one weighs a batch by its labels, the other by its rows."""

    def two(preds: Tensor, targets: Tensor) -> Tensor:
        kept = functional.cross_entropy(preds, targets, ignore_index=1)
        return kept + functional.cross_entropy(preds, targets)

    with pytest.raises(
        ValueError,
        match=r"two adds up means over different numbers of items.*"
        r"StepOutput\(loss, count\)",
    ):
        evaluated(two, LABELS)


# Sisters of a loss say what its module says.


def two_forms(module: nn.Module, function: Loss) -> list[Loss]:
    return [
        module,
        function,
        partial(function),
        lambda p, q: function(p, q),
        lambda p, q: module(p, q),
    ]


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("label", [CLASSES, -1])
def test_a_label_out_of_range_is_named(place: int, label: int) -> None:
    loss = two_forms(nn.CrossEntropyLoss(), functional.cross_entropy)[place]
    targets = LABELS.clone()
    targets[2] = label
    with pytest.raises(
        ValueError, match=rf"in \[0, 3\], got {label} at row 2 of the batch"
    ):
        evaluated(loss, targets)


def test_the_ignored_label_of_a_partial_is_no_wrong_one() -> None:
    targets = LABELS.clone()
    targets[0], targets[1] = 77, 78
    loss = partial(functional.cross_entropy, ignore_index=77)
    with pytest.raises(ValueError, match="got 78 at row 1"):
        evaluated(loss, targets)


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("kind", [torch.int32, torch.int8, torch.bool])
def test_labels_of_another_whole_type_are_named(
    place: int, kind: torch.dtype
) -> None:
    """As pandas' codes of categories have it, which are int8."""
    loss = two_forms(nn.CrossEntropyLoss(), functional.cross_entropy)[place]
    name = str(kind).removeprefix("torch.")
    with pytest.raises(
        ValueError, match=rf"must be int64, got {name} \(3,\).*targets.long\(\)"
    ):
        evaluated(loss, LABELS.to(kind))


ELEMENTWISE: list[tuple[nn.Module, Any]] = [
    (nn.MSELoss(), functional.mse_loss),
    (nn.L1Loss(), functional.l1_loss),
    (nn.SmoothL1Loss(), functional.smooth_l1_loss),
    (nn.HuberLoss(), functional.huber_loss),
    (nn.BCEWithLogitsLoss(), functional.binary_cross_entropy_with_logits),
    (nn.PoissonNLLLoss(), functional.poisson_nll_loss),
    (nn.KLDivLoss(), functional.kl_div),
    (nn.SoftMarginLoss(), functional.soft_margin_loss),
    (nn.HingeEmbeddingLoss(), functional.hinge_embedding_loss),
]


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("pair", ELEMENTWISE, ids=lambda pair: str(pair[0]))
@pytest.mark.filterwarnings("ignore:.*:UserWarning")
def test_a_column_against_a_row_is_refused_in_every_form(
    place: int, pair: tuple[nn.Module, Any]
) -> None:
    loss = two_forms(*pair)[place]
    model = nn.Linear(FEATURES, 1)
    with pytest.raises(
        ValueError, match=r"\(3, 1\) and the targets \(3,\);.*squeeze\("
    ):
        trainer(model, loss).evaluate(loader(NUMBERS[:, 0], 3))


FLOATS = [pair for pair in ELEMENTWISE if "KLDiv" not in str(pair[0])]


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("pair", FLOATS, ids=lambda pair: str(pair[0]))
def test_targets_in_float64_train_or_are_explained(
    place: int, pair: tuple[nn.Module, Any]
) -> None:
    """As NumPy and pandas give them; the Huber loss alone cannot."""
    loss = two_forms(*pair)[place]
    data = loader(NUMBERS.double().round(), 3)
    model = linear()
    if isinstance(pair[0], nn.HuberLoss):
        for precision in (None, torch.bfloat16):
            run = trainer(model, loss, autocast=precision)
            with pytest.raises(
                ValueError,
                match=r"and torch.float64 targets; convert .*to\(torch.float32",
            ):
                run.fit(data, epochs=1)
            assert math.isfinite(run.evaluate(data)["loss"])
        run.fit(loader(NUMBERS, 3), epochs=1)
    else:
        trainer(model, loss).fit(data, epochs=1)
    assert model.weight.isfinite().all()


def test_one_may_still_compare_several_guesses_with_one_number() -> None:
    def nearest(preds: Tensor, targets: Tensor) -> Tensor:
        each = targets[:, None].expand_as(preds)
        return functional.mse_loss(preds, each, reduction="none").amin(1).mean()

    found = evaluated(nearest, NUMBERS[:, 0])
    expected = nearest(linear()(X), NUMBERS[:, 0]).item()
    assert found == pytest.approx(expected, rel=1e-5)


def test_a_loss_of_one_s_own_is_not_changed_by_being_watched() -> None:
    def own(preds: Tensor, targets: Tensor) -> Tensor:
        return functional.cross_entropy(preds, targets)

    first, second = linear(), linear()
    trainer(first, own).fit(loader(LABELS, 3), epochs=3)
    trainer(second, nn.CrossEntropyLoss()).fit(loader(LABELS, 3), epochs=3)
    for name, value in weights(first).items():
        assert torch.equal(value, weights(second)[name])


def test_the_error_of_a_loss_of_ones_own_passes() -> None:
    def broken(preds: Tensor, targets: Tensor) -> Tensor:
        functional.cross_entropy(preds, targets)
        raise RuntimeError("no luck today")

    with pytest.raises(RuntimeError, match="no luck today") as caught:
        evaluated(broken, LABELS)
    assert "the loss was called with" in caught.value.__notes__[0]


def test_a_loss_that_cannot_be_hashed_is_no_obstacle() -> None:
    class Unhashable:
        __hash__ = None  # type: ignore[assignment]

        def __call__(self, preds: Tensor, targets: Tensor) -> Tensor:
            return functional.cross_entropy(preds, targets, ignore_index=1)

    expected = functional.cross_entropy(linear()(X), LABELS, ignore_index=1)
    found = evaluated(Unhashable(), LABELS)
    assert math.isclose(found, expected.item(), rel_tol=1e-5)
