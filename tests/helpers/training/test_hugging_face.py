"""The step for dictionaries, with small models of transformers."""

import itertools
from collections.abc import Iterable
from typing import Any

import pytest
import torch
from small_runs import sgd, weights
from torch import Tensor, nn
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertForTokenClassification,
    BertModel,
)

from helpers.metrics import accuracy
from helpers.training import Trainer, hugging_face

ROWS, LENGTH, LABELS = 11, 5, 3
Batch = dict[str, Tensor]


def config(**options: Any) -> BertConfig:
    torch.manual_seed(0)
    small: dict[str, Any] = {
        "vocab_size": 20,
        "hidden_size": 8,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 8,
        "max_position_embeddings": 16,
        "num_labels": LABELS,
    }
    return BertConfig(**small, **options)


def words() -> Batch:
    draw = torch.Generator().manual_seed(0)
    ids = torch.randint(20, (ROWS, LENGTH), generator=draw)
    return {"input_ids": ids, "attention_mask": torch.ones_like(ids)}


def sentences() -> Batch:
    return words() | {"labels": torch.arange(ROWS) % LABELS}


def tokens() -> Batch:
    """Return labels of which row i scores one token more than row i - 1."""
    labels = torch.arange(ROWS * LENGTH).view(ROWS, LENGTH) % LABELS
    scored = torch.arange(LENGTH) <= (torch.arange(ROWS) % LENGTH)[:, None]
    return words() | {"labels": labels.where(scored, -100)}


def in_batches(split: Batch, size: int) -> list[Batch]:
    return [
        {key: value[start : start + size] for key, value in split.items()}
        for start in range(0, ROWS, size)
    ]


def trainer_of(model: nn.Module, **options: Any) -> Trainer:
    return Trainer(model, hugging_face(), sgd(model), **options)


def sequence_model(**options: Any) -> nn.Module:
    return BertForSequenceClassification(config(**options))


def token_model(**options: Any) -> nn.Module:
    return BertForTokenClassification(config(**options))


CASES = [(sequence_model, sentences), (token_model, tokens)]


@pytest.mark.parametrize(("make_model", "make_split"), CASES)
@pytest.mark.parametrize("size", [1, 4, 11])
def test_the_loss_is_that_of_the_whole_split(
    make_model: Any, make_split: Any, size: int
) -> None:
    model, split = make_model(), make_split()
    with torch.no_grad():
        expected = model.eval()(**split).loss.item()
    found = trainer_of(model).evaluate(in_batches(split, size))
    assert found["loss"] == pytest.approx(expected, rel=1e-5)


def test_tokens_are_counted_and_not_rows() -> None:
    """The trap itself: weighing by rows gives another number."""
    model, loader = token_model(), in_batches(tokens(), 4)
    with torch.no_grad():
        by_rows = sum(
            model.eval()(**batch).loss.item() * len(batch["labels"])
            for batch in loader
        )
    found = trainer_of(model).evaluate(loader)["loss"]
    assert found != pytest.approx(by_rows / ROWS, rel=1e-4)


@pytest.mark.parametrize(("make_model", "make_split"), CASES)
def test_accumulated_batches_equal_one_big_batch(
    make_model: Any, make_split: Any
) -> None:
    still = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    big, small = make_model(**still), make_model(**still)
    trainer_of(big).fit(in_batches(make_split(), ROWS), epochs=2)
    trainer_of(small, accumulate=3).fit(in_batches(make_split(), 4), epochs=2)
    torch.testing.assert_close(
        weights(small), weights(big), rtol=1e-4, atol=1e-6
    )


def test_a_batch_with_all_labels_ignored_changes_no_score() -> None:
    model, split = token_model(), tokens()
    loader = in_batches(split, 4)
    nothing = split | {"labels": torch.full_like(split["labels"], -100)}
    expected = trainer_of(model).evaluate(loader)["loss"]
    found = trainer_of(model).evaluate([*loader, nothing])["loss"]
    assert found == pytest.approx(expected)


def test_a_split_with_all_labels_ignored_is_refused() -> None:
    split = words() | {"labels": torch.full((ROWS, LENGTH), -100)}
    with pytest.raises(ValueError, match="were all labels ignored"):
        trainer_of(token_model()).evaluate([split])


def test_predictions_and_metrics_are_of_logits_and_labels() -> None:
    model, loader = sequence_model(), in_batches(sentences(), 4)
    preds, targets = trainer_of(model).predict(loader)
    with torch.no_grad():
        logits = model.eval()(**sentences()).logits
    torch.testing.assert_close(preds, logits)
    assert torch.equal(targets, sentences()["labels"])
    score = trainer_of(model).evaluate(loader, {"accuracy": accuracy})
    right = (logits.argmax(1) == targets).double().mean().item()
    assert score["accuracy"] == pytest.approx(right)


def test_regression_counts_rows() -> None:
    model = sequence_model(problem_type="regression")
    split = words() | {"labels": torch.randn(ROWS, LABELS)}
    with torch.no_grad():
        expected = model.eval()(**split).loss.item()
    found = trainer_of(model).evaluate(in_batches(split, 4))
    assert found["loss"] == pytest.approx(expected, rel=1e-5)


def padded_to_other_lengths() -> list[Batch]:
    """Return two batches as a collator that pads each by itself makes them."""
    short, long = in_batches(tokens(), 6)
    return [{key: part[:, :3].clone() for key, part in short.items()}, long]


def test_batches_padded_to_other_lengths_give_the_loss() -> None:
    short, long = padded_to_other_lengths()
    model = token_model()
    total = count = 0.0
    with torch.no_grad():
        for batch in (short, long):
            scored = int((batch["labels"] != -100).sum())
            total += model.eval()(**batch).loss.item() * scored
            count += scored
    found = trainer_of(model).evaluate([short, long])["loss"]
    assert found == pytest.approx(total / count, rel=1e-5)


def test_predictions_of_other_lengths_are_refused_with_a_reason() -> None:
    short, long = padded_to_other_lengths()
    with pytest.raises(ValueError, match=r"length|pad"):
        trainer_of(token_model()).predict([short, long])


@pytest.mark.parametrize(
    ("batch", "got"),
    [
        (words(), r"\{'input_ids': int64 \(11, 5\) on cpu"),
        ((torch.zeros(2, 3), torch.zeros(2)), r"\(float32 \(2, 3\) on cpu"),
    ],
)
def test_a_batch_without_labels_is_refused(batch: Any, got: str) -> None:
    with pytest.raises(
        ValueError, match=rf"dictionary with 'labels', got {got}.*collator"
    ):
        hugging_face()(sequence_model(), batch)


class Bodyless(nn.Module):
    """Takes labels and gives no loss, as a model without a head."""

    def __init__(self) -> None:
        super().__init__()
        self.body = BertModel(config())

    def forward(self, labels: Tensor, **inputs: Tensor) -> Any:
        return self.body(**inputs)


def test_a_model_without_a_head_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"Bodyless gave no loss; use a model with a head"
    ):
        hugging_face()(Bodyless(), sentences())


def test_a_label_out_of_range_tells_the_shapes() -> None:
    split = sentences()
    split["labels"][3] = LABELS
    with pytest.raises(Exception, match=r"[Tt]arget 3|labels must") as caught:
        hugging_face()(sequence_model(), split)
    told: Iterable[str] = getattr(caught.value, "__notes__", [])
    said = " ".join(itertools.chain([str(caught.value)], told))
    assert "(11,)" in said or "row 3" in said
