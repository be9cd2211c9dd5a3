"""A small language model that was trained already, to start from.

It is a path that ``from_pretrained`` of `transformers` takes, offline or not.
"""

from helpers.data.fetched.store import fetched_path
from helpers.data.sources import pick_source


def encoder_path(
    source: str | None = None,
    hub_model: str = "google-bert/bert-base-uncased",
) -> str:
    """Return what ``AutoModel`` and ``AutoTokenizer`` load an encoder from.

    Offline it is the folder of all-MiniLM-L6-v2, a BERT of 6 layers, 384
    numbers per token and 22.7 million weights, lower case, trained to give
    sentences of similar meaning similar vectors. It has no head: the classes
    ``AutoModelFor...`` add a new one, with a warning.

    Parameters
    ----------
    source
        ``"shipped"`` or ``"hub"``, see
        :func:`helpers.data.sources.pick_source`.
    hub_model
        The model of the Hub to name where ``source`` is ``"hub"``, for instance
        ``"sentence-transformers/all-MiniLM-L6-v2"``, the same as offline.

    References
    ----------
    Reimers and Gurevych (2019), "Sentence-BERT", EMNLP; Wang et al. (2020),
    "MiniLM", NeurIPS. Apache-2.0.
    """
    if pick_source(source) == "hub":
        return hub_model
    return str(fetched_path("encoder"))
