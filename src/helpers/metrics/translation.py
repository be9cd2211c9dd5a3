"""BLEU of translations, as sacrebleu computes it.

The score depends on how texts are cut into words, so a library that everybody
uses, with one way of cutting, is the only sensible choice.
"""

from collections.abc import Sequence
from itertools import zip_longest

from sacrebleu.metrics.bleu import BLEU


def bleu(preds: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """Return the BLEU of a whole text, from 0 to 100.

    The share of words, pairs, triples and quadruples of the translations that
    occur in a reference, as a geometric mean, times a penalty for brevity.
    sacrebleu's defaults: tokenizer 13a, case counts, exponential smoothing.
    It is a score of a corpus: a mean of sentences' scores is another number.

    Parameters
    ----------
    preds
        A translation for each sentence, as plain text.
    references
        The reference translations of each sentence, one or more.

    Raises
    ------
    ValueError
        If there are no sentences, the lengths differ, a translation is no
        text, or a sentence has no reference.

    Notes
    -----
    If two references are equally near in length, the shorter one counts, in
    whatever order they come. torchmetrics 1.9 takes the first of them.

    References
    ----------
    Papineni, Roukos, Ward and Zhu (2002), "BLEU: a method for automatic
    evaluation of machine translation", ACL; Post (2018), "A call for clarity
    in reporting BLEU scores", WMT.
    """
    if isinstance(preds, str) or any(
        isinstance(one, str) for one in references
    ):
        raise ValueError(
            "translations must come in a list, and the references of each "
            'sentence in a list of their own, as in [["Hola.", "Buenas."]]'
        )
    if len(preds) != len(references) or len(references) == 0:
        raise ValueError(
            f"{len(preds)} translations and {len(references)} sentences; there "
            "must be as many of both, and at least one"
        )
    for row, (pred, accepted) in enumerate(zip(preds, references, strict=True)):
        if not any(isinstance(one, str) and one for one in accepted):
            raise ValueError(f"sentence {row} has no reference")
        if not isinstance(pred, str):
            raise ValueError(
                f"the translation of sentence {row} must be a text, got "
                f'{pred!r}; a sentence that was not translated has ""'
            )
    streams = [list(stream) for stream in zip_longest(*references)]
    return float(BLEU().corpus_score(list(preds), streams).score)
