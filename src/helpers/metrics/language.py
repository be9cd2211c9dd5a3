"""Perplexity of a language model: how many words it wavers between.

It is computed from the log-probability of every token that counts; a mean
over batches or sentences would weigh short ones too much.
"""

import math

from torch import Tensor
from torch.nn import functional

from helpers.metrics.checks import check_tensors

IGNORE_INDEX = -100


def token_log_probs(logits: Tensor, targets: Tensor) -> Tensor:
    """Return the log-probability that a model gave to each true token.

    Parameters
    ----------
    logits
        ``(..., vocabulary)``: scores for what stands at each place.
    targets
        ``(...)``: the tokens that stand there; -100 where none counts.

    Returns
    -------
    Tensor
        ``(...)`` of float32; 0 where none counts.

    Raises
    ------
    ValueError
        If the shapes do not fit, or a token is not in the vocabulary.
    """
    check_tensors(logits, targets)
    if logits.shape[:-1] != targets.shape:
        raise ValueError(
            f"logits {tuple(logits.shape)} and targets "
            f"{tuple(targets.shape)} do not fit; logits need one more "
            "dimension, the vocabulary"
        )
    if targets.is_floating_point():
        raise ValueError(
            f"targets must be tokens (whole numbers), got {targets.dtype}; "
            "convert with targets.long()"
        )
    targets = targets.long()  # in uint8, -100 would be 156
    counted = targets[targets != IGNORE_INDEX]
    if bool(((counted < 0) | (counted >= logits.shape[-1])).any()):
        raise ValueError(
            f"targets must be in [0, {logits.shape[-1] - 1}] or {IGNORE_INDEX}"
        )
    losses = functional.cross_entropy(
        logits.float().reshape(-1, logits.shape[-1]),
        targets.reshape(-1),
        ignore_index=IGNORE_INDEX,
        reduction="none",
    )
    return -losses.view(targets.shape)


def perplexity(log_probs: Tensor, targets: Tensor) -> float:
    """Return the exponential of the mean loss per token that counts.

    1 is a model that is always sure and right; a model that knows nothing has
    the size of its vocabulary. Scores compare only over the same tokens.

    Parameters
    ----------
    log_probs
        ``(rows, ...)``: what `token_log_probs` gives, of the whole split.
    targets
        Of the same shape: tokens, -100 where none counts.

    Raises
    ------
    ValueError
        If the shapes differ, no token counts, or a number is above 0 or nan.

    Notes
    -----
    A token that the model held impossible gives infinity, which is right.
    The sum and the exponential are in float64: in float32, as torchmetrics
    1.9 has it, a mean loss of 89 is infinity already.
    """
    check_tensors(log_probs, targets)
    if log_probs.shape != targets.shape:
        raise ValueError(
            f"log-probabilities {tuple(log_probs.shape)} and targets "
            f"{tuple(targets.shape)} must have one shape; token_log_probs "
            "makes them of logits"
        )
    counted = log_probs[targets.long() != IGNORE_INDEX].double()
    if len(counted) == 0:
        raise ValueError("no token counts; are all targets -100?")
    if not bool((counted <= 0).all()):
        raise ValueError(
            "log-probabilities must be at most 0 and not nan; pass "
            "token_log_probs(logits, targets), not probabilities or logits"
        )
    mean = -counted.mean().item()
    return math.exp(mean) if mean < 700 else math.inf
