"""Plausible wrong answers to the exercises of chapter 7."""

MASKED = 'masked_fill(~real[:, None, None], float("-inf"))'
SOFTMAX = "weights = fit.softmax(dim=-1)"
MEANS = "(encode(ids, mask) * real).sum(dim=1) / real.sum(dim=1)"
CUT = "(x @ w).view(texts, tokens, heads, size // heads).transpose(1, 2)"
GOES = 'not missing or (head_only and purpose == "train")'

UNTRAINED = {
    "7.7": (
        "texts[first : first + 40]",
        "[text[:20] for text in texts[first : first + 40]]",
        {"shape", "padding", "chance"},
    ),
}

WRONG = [
    ("7.1", "no end", "[*row[: longest - 1], 102]", "row[:longest]"),
    ("7.1", "longer", "row[: longest - 1]", "row[:longest]"),
    ("7.1", "not cut", "[*row[: longest - 1], 102]", "row"),
    (
        "7.1",
        "fixed",
        "        for row in rows\n    ]",
        "        for row in rows\n    ]\n"
        "    cut = [row + [0] * (longest - len(row)) for row in cut]",
    ),
    ("7.1", "in front", "batch_first=True", 'True, 0, "left"'),
    ("7.1", "all real", "(ids != 0).long()", "torch.ones_like(ids)"),
    ("7.1", "turned", "ids != 0", "ids == 0"),
    ("7.2", "edge", "(over > 0)", "(lengths >= limits[:, None])"),
    (
        "7.2",
        "text by text",
        "over.sum(dim=1) / lengths.sum()",
        "(over / lengths).mean(dim=1)",
    ),
    (
        "7.2",
        "whole texts",
        "over.sum(dim=1) / lengths",
        "(lengths * (over > 0)).sum(dim=1) / lengths",
    ),
    ("7.2", "kept", "return cut, lost,", "return cut, 1 - lost,"),
    (
        "7.2",
        "by texts",
        "limits[lost < allowed][0]",
        "([*limits[cut < allowed], limits[-1]])[0]",
    ),
    ("7.2", "longest", "allowed][0]", "allowed][-1]"),
    ("7.3", "no mask", f"fit.{MASKED}", "fit"),
    ("7.3", "zero", 'float("-inf")', "0.0"),
    (
        "7.3",
        "after",
        f"fit = fit.{MASKED}\n    {SOFTMAX}",
        f"{SOFTMAX} * real[:, None, None]",
    ),
    ("7.3", "scale", "q.shape[-1] ** 0.5", "size**0.5"),
    ("7.3", "no scale", " / q.shape[-1] ** 0.5", ""),
    ("7.3", "mixed", CUT, "(x @ w).view(texts, heads, tokens, -1)"),
    (
        "7.3",
        "mixed twice",
        SOFTMAX,
        "q, k, v = (\n"
        "        (x @ w).view(texts, heads, tokens, -1) for w in (wq, wk, wv)\n"
        "    )\n"
        "    fit = q @ k.transpose(2, 3) / q.shape[-1] ** 0.5\n"
        f"    fit = fit.{MASKED}\n"
        "    return (fit.softmax(dim=-1) @ v).reshape(x.shape)",
    ),
    ("7.3", "not joined", ".transpose(1, 2).flatten(2)", ".reshape(x.shape)"),
    (
        "7.3",
        "one head",
        "texts, tokens, size =",
        "heads = 1\n    texts, tokens, size =",
    ),
    ("7.4", "order", "zip(some, means)", "zip(range(first, first + 4), means)"),
    ("7.4", "all tokens", MEANS, "(encode(ids, mask) * real).mean(dim=1)"),
    ("7.4", "batch", "/ real.sum(dim=1)", "/ real.sum() * len(ids)"),
    ("7.4", "padding", MEANS, "encode(ids, mask).mean(dim=1)"),
    ("7.4", "no mask", "encode(ids, mask)", "encode(ids, ids >= 0)"),
    ("7.4", "first", MEANS, "encode(ids, mask)[:, 0]"),
    ("7.5", "both", "hidden = words &", "hidden ="),
    ("7.5", "special", "(ids != 0) & (ids != 101) & (ids != 102)", "ids != 0"),
    ("7.5", "padding", "(ids != 0) & ", ""),
    ("7.5", "all asked", "torch.where(hidden, ids, -100)", "ids"),
    ("7.5", "words asked", "(hidden, ids, -100)", "(words, ids, -100)"),
    ("7.5", "zero", "-100", "0"),
    (
        "7.5",
        "too late",
        "inputs = torch.where(hidden, 103, ids)",
        "inputs = ids.masked_fill_(hidden, 103)",
    ),
    ("7.5", "in sight", "torch.where(hidden, 103, ids)", "ids"),
    ("7.5", "turned", "draws < share", "draws > share"),
    (
        "7.6",
        "all new",
        "for n in weights}",
        'for n in weights} | {name: "new" for name, _ in report}',
    ),
    (
        "7.6",
        "too many",
        "for n in weights",
        "for n in [*weights, *(name for name, _ in report)]",
    ),
    ("7.6", "only new", "for n in weights", "for n in missing"),
    (
        "7.6",
        "turned",
        '"new" if n in missing else "file"',
        '"file" if n in missing else "new"',
    ),
    ("7.6", "purpose", GOES, "not missing or head_only"),
    ("7.6", "body", "(head_only and purpose", "(purpose"),
    ("7.6", "never", GOES, "not missing"),
    (
        "7.6",
        "unexpected",
        GOES,
        f"len(missing) == len(report) and ({GOES})",
    ),
    ("7.6", "not empty", "not missing or ", ""),
    ("7.7", "shape", "head.predict_proba", "head.predict"),
    (
        "7.7",
        "padding",
        "encoder(**batch)",
        'encoder(batch["input_ids"])',
    ),
    (
        "7.7",
        "padding",
        "(states * real).sum(dim=1) / real.sum(dim=1)",
        "states.mean(dim=1)",
    ),
    (
        "7.7",
        "chance",
        "vectors(texts), y",
        "vectors(texts), y[torch.randperm(len(y))]",
    ),
    (
        "7.7",
        "baseline",
        "encoder(**batch).last_hidden_state",
        'encoder.embeddings.word_embeddings(batch["input_ids"])',
    ),
]
