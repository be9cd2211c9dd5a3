"""Beam search: keeps the best few beginnings of a text, not only the best one.

A beam of width one is greedy decoding; many texts are searched at once.
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
    bos_id: int,
    eos_id: int,
    beam_width: int = 4,
    max_tokens: int = 30,
) -> Tensor:
    """Return a text of high probability for each row.

    Of the texts that end, the one with the highest mean log-probability per
    token is taken: a sum would favour short texts.

    Parameters
    ----------
    advance
        ``advance(tokens, state) -> (scores, state)``: the last tokens,
        ``(rows,)``, to scores of the next ones, ``(rows, vocabulary)``.
    state
        What the model remembers of each row: tensors ``(rows, ...)``.
    bos_id, eos_id
        The ids of the tokens that open and close a text.
    beam_width
        How many hypotheses (beginnings of a text) are kept per row.
    max_tokens
        How many tokens a text may have, with the closing one.

    Returns
    -------
    Tensor
        ``(rows, tokens)``, without `bos_id`; `eos_id` from where a text ends.

    Raises
    ------
    ValueError
        If ``beam_width`` or ``max_tokens`` is below 1, there are no rows, a
        score is nan, or no token is possible in any of a row's beginnings.

    References
    ----------
    Sutskever, Vinyals and Le (2014), "Sequence to sequence learning with
    neural networks"; the mean per token follows Wu et al. (2016).
    """
    beam_width = whole_number("beam_width", beam_width)
    max_tokens = whole_number("max_tokens", max_tokens)
    if not state or len(state[0]) == 0:
        raise ValueError(
            "the state must hold a tensor (rows, ...) with at least one row"
        )
    rows, device = len(state[0]), state[0].device
    state = tuple(one.repeat_interleave(beam_width, dim=0) for one in state)
    last = torch.full((rows * beam_width,), bos_id, device=device)
    texts = last.new_empty(rows * beam_width, 0)
    # At first all beginnings of a row are the same: only one may go on.
    totals = torch.full((rows, beam_width), -torch.inf, device=device)
    totals[:, 0] = 0.0
    lengths = torch.zeros(rows * beam_width, device=device)
    ended = torch.zeros(rows * beam_width, dtype=torch.bool, device=device)
    for _ in range(max_tokens):
        scores, state = advance(last, state)
        steps = _only_end(_log_probs(scores), ended, eos_id)
        _check_steps(steps, totals)
        totals, parents, last = _best(totals, steps)
        state = tuple(one[parents] for one in state)
        texts = torch.cat([texts[parents], last[:, None]], dim=1)
        lengths = lengths[parents] + ~ended[parents]
        ended = ended[parents] | (last == eos_id)
        if bool(ended.all()):
            break
    best = (totals / lengths.view(rows, beam_width)).argmax(dim=1)
    return texts.view(rows, beam_width, -1)[torch.arange(rows), best]


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


def _only_end(steps: Tensor, ended: Tensor, eos_id: int) -> Tensor:
    """Let texts that ended go on with `eos_id` alone, at no cost."""
    closed = torch.full_like(steps[0], -torch.inf)
    closed[eos_id] = 0.0
    return torch.where(ended[:, None], closed, steps)


def _best(totals: Tensor, steps: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Choose what each row keeps, of all ways to go on by one token.

    Parameters
    ----------
    totals
        ``(rows, beam_width)``: the log-probability of each beginning.
    steps
        ``(rows * beam_width, vocabulary)``: what each next token would add.

    Returns
    -------
    tuple
        The new totals ``(rows, beam_width)``, and ``(rows * beam_width,)``
        each: which beginnings are continued, and with which tokens.
    """
    rows, beam_width = totals.shape
    words = steps.shape[1]
    ways = (totals.view(-1, 1) + steps).view(rows, beam_width * words)
    ways = ways.masked_fill(ways.isnan(), -torch.inf)  # of what is dead already
    totals, places = ways.topk(beam_width, dim=1)
    dead = (totals[:, 0] == -torch.inf).nonzero()
    if len(dead):
        raise ValueError(
            f"no token is possible in row {int(dead[0])}: all scores are -inf; "
            "let at least the closing token be possible"
        )
    first = beam_width * torch.arange(rows, device=places.device)[:, None]
    parents = (first + places // words).flatten()
    return totals, parents, (places % words).flatten()
