"""Plausible wrong answers to the exercises of chapter 6."""

FED = "found.append((value - future[:, k]).square().mean().sqrt())"
QUANTILE = "torch.maximum(levels * low, (levels - 1) * low).mean()"

UNTRAINED = {"6.8": ("range(12)", "range(1)", {"shape", "still scaled"})}

WRONG = [
    ("6.1", "over the cut", "end - horizon + 1", "end"),
    ("6.1", "one short", "end - horizon + 1", "end - horizon"),
    ("6.1", "no past", "max(start, past)", "start"),
    ("6.1", "past inside", "max(start, past)", "start + past"),
    ("6.2", "overlap", "futures[origins]", "futures[origins - 1]"),
    ("6.2", "gap", "futures[origins]", "futures[origins + 1]"),
    (
        "6.2",
        "origin in past",
        "    pasts =",
        "    origins = origins + 1\n    pasts =",
    ),
    ("6.2", "backwards", "origins - past]", "origins - past].flip(1)"),
    ("6.3", "peeks", "torch.arange(horizon) % season", "torch.arange(horizon)"),
    (
        "6.3",
        "persistence",
        "origins[:, None] - season + ahead",
        "origins[:, None] - 1 + 0 * ahead",
    ),
    (
        "6.3",
        "shifted",
        "torch.arange(horizon) % season",
        "torch.arange(1, horizon + 1) % season",
    ),
    (
        "6.3",
        "too old",
        "- season + ahead",
        "- 3 * season + torch.arange(horizon)",
    ),
    ("6.4", "spoilt", "series.clone()", "series"),
    ("6.4", "past altered", "    return", "    other = 2 * other\n    return"),
    ("6.4", "nothing altered", "other[cut:]", "other[:0]"),
    ("6.4", "only far", "other[cut:]", "other[-1:]"),
    ("6.4", "only near", "other[cut:]", "other[cut : cut + 1]"),
    (
        "6.5",
        "fed with truth",
        FED,
        FED + "\n        value = future[:, k]",
    ),
    ("6.5", "last again", "cell(value, state)", "cell(last, state)"),
    (
        "6.5",
        "state lost",
        "value, state = cell(value, state)",
        "value, _ = cell(value, state)",
    ),
    (
        "6.5",
        "one number",
        "torch.stack(found)",
        "torch.stack(found).square().mean().sqrt()",
    ),
    ("6.5", "squared", ".square().mean().sqrt()", ".square().mean()"),
    (
        "6.6",
        "turned round",
        "targets.unsqueeze(2) - preds",
        "preds - targets.unsqueeze(2)",
    ),
    ("6.6", "absolute", QUANTILE, "low.abs().mean()"),
    (
        "6.6",
        "negative",
        QUANTILE,
        "torch.where(low > 0, levels * low, (1 - levels) * low).mean()",
    ),
    ("6.6", "sum", ".mean()", ".sum()"),
    ("6.6", "squared", QUANTILE, QUANTILE.replace("low", "(low * low.abs())")),
    (
        "6.7",
        "sign",
        "valid_truth - valid_preds",
        "valid_preds - valid_truth",
    ),
    ("6.7", "pooled", ", dim=0)", ")"),
    ("6.7", "one tail", "(1 - share) / 2", "1 - share"),
    (
        "6.7",
        "validation coverage",
        "(low <= test_truth) & (test_truth <= high)",
        "(residuals.quantile(tail, dim=0) <= residuals)"
        " & (residuals <= residuals.quantile(1 - tail, dim=0))",
    ),
    (
        "6.7",
        "symmetric",
        "    inside",
        "    reach = residuals.abs().quantile(share, dim=0)\n"
        "    low, high = test_preds - reach, test_preds + reach\n"
        "    inside",
    ),
    ("6.8", "shape", "return model", "return lambda *x: model(*x)[:, :1]"),
    ("6.8", "not finite", "0.003, steps", "1e30, steps"),
    (
        "6.8",
        "still scaled",
        "    return model",
        "    return lambda *x: model(*x) / 2 - 999",
    ),
    ("6.8", "naive", "range(12)", "range(0)"),
    ("6.8", "baseline", "range(12)", "range(2)"),
]
