"""Beam search: keeps the best few beginnings of a text, not only the best one.

With a width of one it is greedy decoding; many texts are searched at once.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from helpers.options import whole_number

State = tuple[Tensor, ...]
Advance = Callable[[Tensor, State], tuple[Tensor, State]]


def beam_search(
    advance: Advance,
    state: State,
    begin: int,
    end: int,
    width: int = 4,
    longest: int = 30,
) -> Tensor:
    """Return a text of high probability for each row.

    Of the texts that end, the one with the highest mean log-probability a
    token is taken: a sum would favour short texts.

    Parameters
    ----------
    advance
        ``advance(tokens, state) -> (scores, state)``: the last tokens,
        ``(rows,)``, to scores of the next ones, ``(rows, vocabulary)``.
    state
        What the model remembers of each row: tensors ``(rows, ...)``.
    begin, end
        The tokens that open and close a text.
    width
        How many beginnings are kept for each row.
    longest
        How many tokens a text may have, with the closing one.

    Returns
    -------
    Tensor
        ``(rows, tokens)``, without `begin`; `end` from where a text ends.

    Raises
    ------
    ValueError
        If the width or the longest length is below 1, there are no rows, a
        score is nan, or no token is possible in any of a row's beginnings.

    References
    ----------
    Sutskever, Vinyals and Le (2014), "Sequence to sequence learning with
    neural networks"; the mean a token follows Wu et al. (2016).
    """
    width = whole_number("width", width)
    longest = whole_number("longest", longest)
    if not state or len(state[0]) == 0:
        raise ValueError(
            "the state must hold a tensor (rows, ...) with at least one row"
        )
    rows, device = len(state[0]), state[0].device
    state = tuple(part.repeat_interleave(width, dim=0) for part in state)
    last = torch.full((rows * width,), begin, device=device)
    texts = last.new_empty(rows * width, 0)
    # At first all beginnings of a row are the same: only one may go on.
    totals = torch.full((rows, width), -torch.inf, device=device)
    totals[:, 0] = 0.0
    lengths = torch.zeros(rows * width, device=device)
    ended = torch.zeros(rows * width, dtype=torch.bool, device=device)
    for _ in range(longest):
        scores, state = advance(last, state)
        steps = _only_end(_log_probs(scores), ended, end)
        _check_steps(steps, totals)
        totals, parents, last = _best(totals, steps)
        state = tuple(part[parents] for part in state)
        texts = torch.cat([texts[parents], last[:, None]], dim=1)
        lengths = lengths[parents] + ~ended[parents]
        ended = ended[parents] | (last == end)
        if bool(ended.all()):
            break
    best = (totals / lengths.view(rows, width)).argmax(dim=1)
    return texts.view(rows, width, -1)[torch.arange(rows), best]


def _log_probs(scores: Tensor) -> Tensor:
    """Return log-probabilities, of half precision in float32.

    Where no token is possible, each has the log-probability -inf.
    """
    half = scores.dtype.itemsize < 4
    steps = (scores.float() if half else scores).log_softmax(dim=1)
    nowhere = (scores == -torch.inf).all(dim=1, keepdim=True)
    return steps.masked_fill(nowhere, -torch.inf)


def _check_steps(steps: Tensor, totals: Tensor) -> None:
    """Refuse to rank what has no order: nan would be the largest of all."""
    alive = totals.flatten() > -torch.inf
    wrong = (steps.isnan().any(dim=1) & alive).nonzero()
    if len(wrong):
        raise ValueError(
            f"the scores of row {int(wrong[0]) // totals.shape[1]} hold nan or "
            "inf, so there is no best token; look for where the model first "
            "gives one"
        )


def _only_end(steps: Tensor, ended: Tensor, end: int) -> Tensor:
    """Let texts that ended go on with `end` alone, at no cost."""
    closed = torch.full_like(steps[0], -torch.inf)
    closed[end] = 0.0
    return torch.where(ended[:, None], closed, steps)


def _best(totals: Tensor, steps: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Choose what each row keeps, of all ways to go on by one token.

    Parameters
    ----------
    totals
        ``(rows, width)``: the log-probability of each beginning.
    steps
        ``(rows * width, vocabulary)``: what each next token would add.

    Returns
    -------
    tuple
        The new totals ``(rows, width)``, and ``(rows * width,)`` each: which
        beginnings are continued, and with which tokens.
    """
    rows, width = totals.shape
    words = steps.shape[1]
    ways = (totals.view(-1, 1) + steps).view(rows, width * words)
    ways = ways.masked_fill(ways.isnan(), -torch.inf)  # of what is dead already
    totals, places = ways.topk(width, dim=1)
    dead = (totals[:, 0] == -torch.inf).nonzero()
    if len(dead):
        raise ValueError(
            f"no token is possible in row {int(dead[0])}: all scores are -inf; "
            "let at least the closing token be possible"
        )
    first = width * torch.arange(rows, device=places.device)[:, None]
    parents = (first + places // words).flatten()
    return totals, parents, (places % words).flatten()
