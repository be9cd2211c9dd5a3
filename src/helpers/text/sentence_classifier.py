"""A sentence encoder with a head: token ids in, scores out.

The vector of a sentence is the mean of its tokens' vectors, as the encoder of
the course was trained to give it.
"""

from typing import Any

from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from helpers.data import encoder_path


class SentenceClassifier(nn.Module):
    """Name what a text is about.

    Parameters
    ----------
    encoder
        A model of `transformers` with ``last_hidden_state``.
    classes
        How many scores come out.
    """

    def __init__(self, encoder: Any, classes: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(encoder.config.hidden_size, classes)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return scores (batch, classes) of tokens (batch, seq)."""
        vectors = self.encode(input_ids, attention_mask)
        scores: Tensor = self.head(vectors)
        return scores

    def encode(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return one vector per text, (batch, hidden)."""
        states: Tensor = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask
        ).last_hidden_state  # (batch, seq, hidden)
        real = attention_mask.unsqueeze(-1).to(states.dtype)
        return (states * real).sum(1) / real.sum(1).clamp(min=1)


def load_sentence_classifier(classes: int) -> tuple[SentenceClassifier, Any]:
    """Return the course's encoder with a new head, and its tokenizer.

    Parameters
    ----------
    classes
        How many scores come out; the head starts at random.
    """
    path = encoder_path()
    encoder = AutoModel.from_pretrained(path)
    model = SentenceClassifier(encoder, classes).eval()
    return model, AutoTokenizer.from_pretrained(path)
