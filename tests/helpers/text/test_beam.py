"""Beam search against greedy decoding and against trying every text."""

from itertools import product
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from helpers.text import beam_search
from helpers.text.beam import Advance, State

BEGIN, END, WORDS, LONGEST = 0, 1, 4, 3
seeds = st.integers(0, 2**32 - 1)


def chain(scores: Tensor) -> Advance:
    """Make a model: next scores by row, place in the text, and last token."""

    def advance(last: Tensor, state: State) -> tuple[Tensor, State]:
        row, place = state
        return scores[row, place, last], (row, place + 1)

    return advance


def start(rows: int) -> State:
    return torch.arange(rows), torch.zeros(rows, dtype=torch.long)


def drawn(seed: int, rows: int) -> Tensor:
    draw = torch.Generator().manual_seed(seed)
    return 2 * torch.randn(rows, LONGEST, WORDS, WORDS, generator=draw)


def found(scores: Tensor, width: int) -> list[list[int]]:
    texts = beam_search(
        chain(scores), start(len(scores)), BEGIN, END, width, LONGEST
    )
    return [row[: length_of(row)] for row in texts.tolist()]


def length_of(text: list[int]) -> int:
    return text.index(END) + 1 if END in text else len(text)


def mean_log_prob(scores: Tensor, text: list[int]) -> float:
    """Return the mean log-probability a token of one row's text."""
    last, total = BEGIN, 0.0
    for place, token in enumerate(text):
        total += scores[place, last].log_softmax(0)[token].item()
        last = token
    return total / len(text)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_width_one_is_greedy(seed: int) -> None:
    scores = drawn(seed, 3)
    for row, text in zip(scores, found(scores, 1), strict=True):
        last, greedy = BEGIN, []
        for place in range(LONGEST):
            last = int(row[place, last].argmax())
            greedy.append(last)
            if last == END:
                break
        assert text == greedy


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_a_wide_beam_finds_the_best_of_all_texts(seed: int) -> None:
    scores = drawn(seed, 2)
    every = {
        tuple(text[: length_of(list(text))])
        for text in product(range(WORDS), repeat=LONGEST)
    }
    for row, text in zip(scores, found(scores, WORDS**LONGEST), strict=True):
        best = max(mean_log_prob(row, list(one)) for one in every)
        assert mean_log_prob(row, text) == pytest.approx(best, abs=1e-5)


@given(seeds, st.integers(1, 5))
@settings(max_examples=25, deadline=None)
def test_rows_do_not_meddle_with_each_other(seed: int, width: int) -> None:
    scores = drawn(seed, 4)
    alone = [found(one[None], width)[0] for one in scores]
    assert found(scores, width) == alone


def test_it_finds_what_greedy_misses() -> None:
    """The best first token leads to a dead end of even chances."""
    scores = torch.full((1, LONGEST, WORDS, WORDS), -20.0)
    scores[0, 0, BEGIN, 2], scores[0, 0, BEGIN, 3] = 1.0, 0.9
    scores[0, 1:, 2] = 0.0
    scores[0, 1:, 3, END] = 20.0
    assert found(scores, 1)[0][0] == 2
    assert found(scores, 2) == [[3, END]]


def test_after_the_end_there_are_only_ends() -> None:
    scores = drawn(0, 2)
    scores[0, :, :, END] = 30.0  # ends at once
    scores[1, :, :, END] = -30.0  # never ends
    texts = beam_search(chain(scores), start(2), BEGIN, END, 2, LONGEST)
    assert texts[0].tolist() == [END] * LONGEST
    assert END not in texts[1].tolist()


@pytest.mark.parametrize(
    ("rows", "width", "longest", "message"),
    [
        (1, 0, 3, "beam_width must be at least 1, got 0"),
        (1, 2, 0, "max_tokens must be at least 1, got 0"),
        (0, 2, 3, "at least one row"),
    ],
)
def test_what_cannot_be_searched_is_refused(
    rows: int, width: int, longest: int, message: str
) -> None:
    model = chain(drawn(0, 1))
    with pytest.raises(ValueError, match=message):
        beam_search(model, start(rows), BEGIN, END, width, longest)


@pytest.mark.parametrize("option", [float("nan"), 2.0, True, "2"])
def test_options_that_are_no_whole_numbers_are_refused(option: Any) -> None:
    model = chain(drawn(0, 1))
    with pytest.raises(ValueError, match="beam_width must be a whole number"):
        beam_search(model, start(1), BEGIN, END, option, 3)
    with pytest.raises(ValueError, match="max_tokens must be a whole number"):
        beam_search(model, start(1), BEGIN, END, 2, option)


@pytest.mark.parametrize("width", [1, 3])
@pytest.mark.parametrize("wrong", [torch.nan, torch.inf])
@pytest.mark.parametrize("place", range(LONGEST))
def test_scores_without_an_order_are_refused(
    width: int, wrong: float, place: int
) -> None:
    """A nan would be the largest of all, and its token the best."""
    scores = drawn(0, 3)
    scores[..., END] = -torch.inf  # so that the text is as long as can be
    scores[1, place, :, 2] = wrong
    with pytest.raises(ValueError, match="scores of row 1 hold nan or inf"):
        found(scores, width)


def test_what_is_said_after_the_end_does_not_matter() -> None:
    scores = drawn(0, 2)
    scores[0, 0, :, END] = 30.0
    expected = found(scores, 1)
    scores[0, 1:, END] = torch.nan
    assert found(scores, 1) == expected


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_a_beginning_that_leads_nowhere_is_given_up(seed: int) -> None:
    """The best text is that of a model without the forbidden way."""
    scores = drawn(seed, 1)
    scores[0, 0, BEGIN, 2] = 9.0  # the best first token, but a dead end
    scores[0, 1:, 2] = -torch.inf
    texts = found(scores, WORDS)
    assert 2 not in texts[0][:-1]
    assert all(0 <= token < WORDS for token in texts[0])


def test_a_row_in_which_nothing_is_possible_is_named() -> None:
    scores = drawn(0, 3)
    scores[2, 1] = -torch.inf
    scores[2, 0, :, END] = -torch.inf
    with pytest.raises(ValueError, match="no token is possible in row 2"):
        found(scores, 2)


@pytest.mark.parametrize("kind", [torch.bfloat16, torch.float16])
def test_half_precision_is_added_up_in_full(kind: torch.dtype) -> None:
    """In bfloat16 a log-probability of 3.01 would be 3.02."""
    scores = drawn(0, 20).to(kind)
    assert found(scores, 2) == found(scores.float(), 2)
