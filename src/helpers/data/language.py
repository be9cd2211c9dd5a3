"""Text to model and to translate: WikiText-2, and pairs of sentences.

The rows are texts as people wrote them; nothing is tokenized yet.
"""

import numpy as np
from datasets import DatasetDict, Features, Value

from helpers.data.sources import load_from_hub, pick_source
from helpers.data.splits import (
    shipped_only,
    shipped_table,
    split_by_group,
    split_shipped,
)

TEXT = Value("string")


def wikitext2(source: str | None = None) -> DatasetDict:
    r"""Return 720 good articles of the English Wikipedia, line by line.

    ``text`` is a line with its line end: a paragraph, a title such as
    ``" = Title = \n"``, or nothing. The splits are the original ones:
    600 articles for training, 60 for validation and 60 for test.

    Parameters
    ----------
    source
        ``"shipped"`` or ``"hub"``, for ``Salesforce/wikitext`` with
        ``wikitext-2-raw-v1``: the same rows. By default what the environment
        variable COURSE_SOURCE says, or ``"shipped"``.

    References
    ----------
    Merity, Xiong, Bradbury and Socher (2016), "Pointer sentinel mixture
    models", arXiv:1609.07843; CC BY-SA 3.0.
    """
    if pick_source(source) == "hub":
        raw = load_from_hub(
            "Salesforce/wikitext",
            "wikitext-2-raw-v1",
            splits=("train", "validation", "test"),
            columns=("text",),
        )
        return DatasetDict(
            {split: raw[split] for split in ("train", "validation", "test")}
        )
    table = shipped_table("wikitext2")
    split = table["split"].to_numpy().astype(str)
    return split_shipped("wikitext2", table, Features({"text": TEXT}), split)


def english_spanish(source: str | None = None) -> DatasetDict:
    """Return 29,998 sentences in English and in Spanish.

    A sentence may come with several translations. No sentence, in either
    language, is in two splits, also if case and punctuation differ: pairs
    are split at random in groups that share sentences, 70 %, 15 % and 15 %.
    ``attribution`` names the authors; keep it with the text.

    Parameters
    ----------
    source
        The Hub has no twin: anything but ``"shipped"`` is an error.

    References
    ----------
    Tatoeba, https://tatoeba.org, CC BY 2.0 FR; pairs selected by
    https://www.manythings.org/anki/.
    """
    shipped_only("english_spanish", source)
    table = shipped_table("english_spanish")
    features = Features({"english": TEXT, "spanish": TEXT, "attribution": TEXT})
    split = split_by_group(np.asarray(table["group"]))
    return split_shipped("english_spanish", table, features, split)
