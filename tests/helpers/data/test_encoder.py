"""The encoder: loads offline, and knows which sentences are alike."""

import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from helpers.data.encoder import encoder_path


def test_like_sentences_have_like_vectors() -> None:
    tokenizer = AutoTokenizer.from_pretrained(encoder_path("shipped"))
    model = AutoModel.from_pretrained(encoder_path("shipped"))
    batch = tokenizer(
        [
            "A man eats food.",
            "Someone has a meal.",
            "The sky is full of stars.",
        ],
        padding=True,
        return_tensors="pt",
    )
    with torch.no_grad():
        states = model(**batch).last_hidden_state
    assert states.shape[-1] == 384
    mask = batch["attention_mask"].unsqueeze(-1)
    vectors = (states * mask).sum(1) / mask.sum(1)
    near, far = (
        torch.cosine_similarity(vectors[0], vectors[row], dim=0)
        for row in (1, 2)
    )
    assert near > far + 0.3


def test_it_is_the_documented_size() -> None:
    model = AutoModel.from_pretrained(encoder_path("shipped"))
    assert model.config.num_hidden_layers == 6
    weights = sum(weight.numel() for weight in model.parameters())
    assert weights == pytest.approx(22.7e6, rel=0.01)


def test_the_tokenizer_says_where_each_token_stood() -> None:
    tokenizer = AutoTokenizer.from_pretrained(encoder_path("shipped"))
    text = "Unbelievably good"
    tokens = tokenizer(text, return_offsets_mapping=True)
    assert tokens["offset_mapping"][-2] == (13, 17)
    assert len(tokenizer(text * 200)["input_ids"]) > 128


def test_the_hub_tier_names_a_model_of_the_hub() -> None:
    assert encoder_path("hub") == "google-bert/bert-base-uncased"
    assert encoder_path("hub", "some/model") == "some/model"
