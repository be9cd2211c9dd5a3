"""Perplexity against PyTorch's loss, BLEU against sacrebleu's own calls."""

import math

import pytest
import sacrebleu
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor
from torch.nn import functional

from helpers.metrics import bleu, perplexity, token_log_probs

seeds = st.integers(0, 2**32 - 1)
words = st.sampled_from(["the", "cat", "sat", "Cat", ".", "on", "mat", ""])
texts = st.lists(words, max_size=8).map(" ".join)


@given(seeds, st.integers(1, 6), st.integers(2, 30))
def test_it_is_the_exponential_of_pytorchs_loss(
    seed: int, length: int, vocabulary: int
) -> None:
    draw = torch.Generator().manual_seed(seed)
    logits = 3 * torch.randn(5, length, vocabulary, generator=draw)
    targets = torch.randint(vocabulary, (5, length), generator=draw)
    targets[1:, length // 2 :] = -100
    loss = functional.cross_entropy(
        logits.double().flatten(0, 1), targets.flatten()
    )
    found = perplexity(token_log_probs(logits, targets), targets)
    assert found == pytest.approx(math.exp(loss), rel=1e-6)


def test_who_knows_nothing_has_the_size_of_the_vocabulary() -> None:
    targets = torch.arange(50).view(5, 10)
    logits = torch.zeros(5, 10, 50)
    assert perplexity(
        token_log_probs(logits, targets), targets
    ) == pytest.approx(50)


def test_many_and_very_bad_tokens_do_not_overflow() -> None:
    """A sum in float32, or exp of it, would be lost."""
    count = 2_000_000
    log_probs = torch.full((count,), -12.5)
    targets = torch.zeros(count, dtype=torch.long)
    assert perplexity(log_probs, targets) == pytest.approx(math.exp(12.5))
    assert perplexity(log_probs - math.inf, targets) == math.inf


TARGETS = torch.tensor([[1, 2], [0, -100]])


@pytest.mark.parametrize(
    ("log_probs", "targets", "message"),
    [
        (torch.zeros(2, 3), TARGETS, "must have one shape"),
        (torch.zeros(2, 2), torch.full((2, 2), -100), "no token counts"),
        (torch.ones(2, 2), TARGETS, "not probabilities or logits"),
        (torch.full((2, 2), math.nan), TARGETS, "not nan"),
    ],
)
def test_perplexity_refuses(
    log_probs: Tensor, targets: Tensor, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        perplexity(log_probs, targets)


@pytest.mark.parametrize(
    ("logits", "message"),
    [
        (torch.zeros(2, 2), "one more dimension"),
        (torch.zeros(2, 2, 2), r"must be in \[0, 1\] or -100"),
    ],
)
def test_token_log_probs_refuses(logits: Tensor, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        token_log_probs(logits, TARGETS)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=6))
def test_bleu_of_one_reference_is_sacrebleus(
    pairs: list[tuple[str, str]],
) -> None:
    preds = [pred for pred, _ in pairs]
    references = [f"{reference} end" for _, reference in pairs]
    wanted = sacrebleu.corpus_bleu(preds, [references]).score
    assert bleu(
        preds, [[reference] for reference in references]
    ) == pytest.approx(wanted)


def test_bleu_takes_the_best_of_several_references_unevenly_many() -> None:
    preds = ["the cat sat on the mat .", "a dog barks loudly at night ."]
    references = [["a cat sat on a mat .", preds[0]], [preds[1]]]
    assert bleu(preds, references) == pytest.approx(100)


def test_bleu_is_of_the_corpus_not_a_mean_of_sentences() -> None:
    preds = ["the cat sat on the mat .", "dog"]
    references = [
        ["the cat sat on the mat ."],
        ["a dog barks loudly at night ."],
    ]
    each = [bleu([p], [g]) for p, g in zip(preds, references, strict=True)]
    assert abs(bleu(preds, references) - sum(each) / 2) > 2


@pytest.mark.parametrize(
    ("preds", "references", "message"),
    [
        ([], [], "at least one"),
        (["a"], [["a"], ["b"]], "1 translations and 2 sentences"),
        (["a"], [[]], "sentence 0 has no reference"),
        (["a"], ["a"], "a list of their own"),
    ],
)
def test_bleu_refuses(
    preds: list[str], references: list[list[str]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        bleu(preds, references)


def test_bleu_minds_no_order_of_equally_near_references() -> None:
    longer, shorter = "a b c d e f g h", "a b c d"
    scores = [
        bleu(["a b c d e f"], [references])
        for references in ([longer, shorter], [shorter, longer])
    ]
    assert scores == [pytest.approx(100), pytest.approx(100)]
