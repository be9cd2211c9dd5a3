"""What the steps must know of a loss: its shape rules, and what it averages.

PyTorch's losses take their mean over rows, over tokens that are not ignored,
or over weights; a split is scored right only if each batch counts the same way.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from torch import Tensor, nn
from torch.nn import functional

LossFunction = Callable[[Tensor, Tensor], Tensor]

IGNORE_INDEX = -100  # PyTorch's and Hugging Face's "do not score this"
MEANS = ("mean", "batchmean")

_BINARY: dict[type[nn.Module], Callable[..., Tensor]] = {
    nn.BCELoss: functional.binary_cross_entropy,
    nn.BCEWithLogitsLoss: functional.binary_cross_entropy_with_logits,
}
_ELEMENTWISE: dict[type[nn.Module], Callable[..., Tensor]] = {
    nn.MSELoss: functional.mse_loss,
    nn.L1Loss: functional.l1_loss,
    nn.SmoothL1Loss: functional.smooth_l1_loss,
    nn.HuberLoss: functional.huber_loss,
    nn.PoissonNLLLoss: functional.poisson_nll_loss,
    nn.KLDivLoss: functional.kl_div,
    nn.SoftMarginLoss: functional.soft_margin_loss,
    nn.HingeEmbeddingLoss: functional.hinge_embedding_loss,
    nn.MultiLabelSoftMarginLoss: functional.multilabel_soft_margin_loss,
    **_BINARY,
}
_OVER_CLASSES: dict[type[nn.Module], Callable[..., Tensor]] = {
    nn.CrossEntropyLoss: functional.cross_entropy,
    nn.NLLLoss: functional.nll_loss,
}
_KNOWN = {**_ELEMENTWISE, **_OVER_CLASSES}
_BINARY_FUNCTIONS = frozenset(_BINARY.values())
_ELEMENTWISE_FUNCTIONS = frozenset(_ELEMENTWISE.values())
_CLASS_FUNCTIONS = frozenset(_OVER_CLASSES.values())
KNOWN_FUNCTIONS = _ELEMENTWISE_FUNCTIONS | _CLASS_FUNCTIONS
_OPTIONS = ("weight", "ignore_index", "reduction")
_OVER_WEIGHTS = (  # they divide by the sum of the weights of the elements
    functional.mse_loss,
    functional.l1_loss,
    functional.huber_loss,
)


class LossCall(NamedTuple):
    """One call of a loss.

    Attributes
    ----------
    name
        What to call it in a message.
    function
        One of PyTorch's functions, or a loss of one's own.
    preds, targets
        What it was called with.
    options
        The keywords of a function of PyTorch, such as ``ignore_index``.
    """

    name: str
    function: Callable[..., Tensor]
    preds: Tensor
    targets: Tensor
    options: Mapping[str, Any]

    @property
    def is_elementwise(self) -> bool:
        """Whether predictions and targets must have one shape."""
        return self.function in _ELEMENTWISE_FUNCTIONS

    @property
    def is_binary(self) -> bool:
        """Whether the targets are 0.0 or 1.0."""
        return self.function in _BINARY_FUNCTIONS

    @property
    def is_over_classes(self) -> bool:
        """Whether the targets name classes, or give a share to each."""
        return self.function in _CLASS_FUNCTIONS

    @property
    def needs_one_type(self) -> bool:
        """Whether it has no gradient for targets of another type."""
        return self.function is functional.huber_loss

    @property
    def ignored(self) -> int:
        """The label that a loss over classes leaves out."""
        return int(self.options.get("ignore_index", IGNORE_INDEX))

    @property
    def reduction(self) -> str:
        """What it makes of the losses of the items."""
        if _is_off(self.options.get("reduce")):  # both were deprecated in
            return "none"
        if _is_off(self.options.get("size_average")):  # favour of reduction
            return "sum"
        return str(self.options.get("reduction", "mean"))

    @property
    def names_classes(self) -> bool:
        """Whether each target is the number of one class."""
        return self.is_over_classes and not self.targets.is_floating_point()

    @property
    def weight(self) -> Tensor | None:
        """The weights that its mean is over: of classes, or of elements."""
        weighs = self.names_classes or self.function in _OVER_WEIGHTS
        if self.reduction != "mean" or not weighs:
            return None
        weight: Tensor | None = self.options.get("weight")
        return weight

    def items(self) -> float:
        """Return how many items the mean is over, as PyTorch counts them.

        That is the number of targets; without the ignored ones, and weighed,
        for a loss over classes; the number of rows if a target is a whole
        distribution, or for ``"batchmean"``. A call that takes no mean counts
        what a mean without weights would be over.
        """
        if self.names_classes:
            return self._labels()
        if self.weight is not None:
            return float(self.weight.sum())
        if self.reduction == "batchmean":
            return len(self.preds)
        classes = self.preds.shape[1] if self.is_over_classes else 1
        return self.targets.numel() // classes

    def _labels(self) -> float:
        """Count the labels that are not ignored, or add up their weights."""
        if self.weight is None:
            return scored_labels(self.targets, self.ignored)
        labels = self.targets.long()
        scored = labels[labels != self.ignored]
        return float(self.weight.to(scored.device)[scored].sum())

    @property
    def is_uneven(self) -> bool:
        """Whether some of its items count more than others, or nothing."""
        return self.weight is not None or (
            self.names_classes and self.items() != self.targets.numel()
        )


def _is_off(option: object) -> bool:
    return option is not None and not option


def call_maker(
    loss_fn: LossFunction,
) -> Callable[[Tensor, Tensor], LossCall] | None:
    """Return what describes each call of a PyTorch loss; None for any other.

    A module whose ``forward`` is one's own counts as any other. What depends
    on the loss alone is found out once, not in every step.
    """
    if any(loss_fn is function for function in KNOWN_FUNCTIONS):
        return partial(_call, name_of(loss_fn), loss_fn, loss_fn, ())
    for kind, function in _KNOWN.items():
        if isinstance(loss_fn, kind) and type(loss_fn).forward is kind.forward:
            names = [name for name in _OPTIONS if hasattr(loss_fn, name)]
            return partial(_call, name_of(loss_fn), function, loss_fn, names)
    return None


def _call(
    name: str,
    function: Callable[..., Tensor],
    holder: object,
    options: Sequence[str],
    preds: Tensor,
    targets: Tensor,
) -> LossCall:
    values = {option: getattr(holder, option) for option in options}
    return LossCall(name, function, preds, targets, values)


def scored_labels(targets: Tensor, ignored: int = IGNORE_INDEX) -> int:
    """Return how many whole numbers are not the ignored one."""
    if targets.numel() and ignored < 0 <= int(targets.min()):
        return targets.numel()  # none is ignored: the quick way to know
    return int((targets != ignored).sum())


def reduction_of(loss_fn: LossFunction) -> str:
    """Return the reduction that a loss was made with, as far as it is told."""
    if isinstance(loss_fn, partial):
        told: str = loss_fn.keywords.get("reduction", "")
        return told or reduction_of(loss_fn.func)
    return str(getattr(loss_fn, "reduction", "mean"))


def name_of(loss_fn: Callable[..., Tensor]) -> str:
    """Return what to call the loss in a message."""
    if isinstance(loss_fn, partial):
        return name_of(loss_fn.func)
    return getattr(loss_fn, "__name__", type(loss_fn).__name__)
