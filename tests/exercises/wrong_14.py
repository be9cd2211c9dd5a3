"""Plausible wrong answers to the exercises of chapter 14."""

WRONG = [
    (
        "14.1",
        "not clipped",
        "(pieces(said, n) & best).total()",
        "sum(c for p, c in pieces(said, n).items() if p in best)",
    ),
    ("14.1", "sum", "best |= pieces", "best += pieces"),
    ("14.1", "first", "in golds:", "in golds[:1]:"),
    (
        "14.1",
        "kinds",
        "return (pieces(said, n) & best).total(), pieces(said, n).total()",
        "return len(pieces(said, n) & best), len(pieces(said, n))",
    ),
    (
        "14.2",
        "mean",
        "    total = rows",
        "    if len(rows) > 1:\n"
        "        return torch.stack([bleu(row[None]) for row in rows]).mean()\n"
        "    total = rows",
    ),
    (
        "14.2",
        "ratios",
        "total[:4] / total[4:8]",
        "(rows[:, :4] / rows[:, 4:8]).mean(dim=0)",
    ),
    ("14.2", "no penalty", "100 * penalty", "100"),
    ("14.2", "reward", ".clamp(max=1)", ""),
    ("14.2", "upside down", "total[9] / total[8]", "total[8] / total[9]"),
    ("14.2", "arithmetic", "precision.log().mean().exp()", "precision.mean()"),
    ("14.3", "zero", 'float("-inf")', "0.0"),
    (
        "14.3",
        "no mask",
        'fit.masked_fill(padding[:, None], float("-inf"))',
        "fit",
    ),
    (
        "14.3",
        "after",
        'fit = fit.masked_fill(padding[:, None], float("-inf"))\n'
        "    weights = fit.softmax(dim=2)",
        "weights = fit.softmax(dim=2)\n"
        "    weights = weights.masked_fill(padding[:, None], 0.0)",
    ),
    ("14.3", "turned", "padding[:, None]", "~padding[:, None]"),
    ("14.3", "axis", "softmax(dim=2)", "softmax(dim=1)"),
    ("14.3", "no scale", " / q.shape[2] ** 0.5", ""),
    (
        "14.4",
        "no shift",
        "    wanted = y[:, 1:]\n    scores = decode(y[:, :-1])",
        "    wanted = y\n    scores = decode(y)",
    ),
    (
        "14.4",
        "turned",
        "    wanted = y[:, 1:]\n    scores = decode(y[:, :-1])",
        "    wanted = y[:, :-1]\n    scores = decode(y[:, 1:])",
    ),
    (
        "14.4",
        "padding",
        ", ignore_index=0)\n    return loss, (wanted != 0).sum()",
        ")\n    return loss, wanted.numel()",
    ),
    ("14.4", "count", "(wanted != 0).sum()", "wanted.numel()"),
    ("14.4", "sum", "ignore_index=0", "ignore_index=0, reduction='sum'"),
    ("14.5", "end kept", ".index(end)]", ".index(end) + 1]"),
    ("14.5", "begin kept", "return [row[:", "return [[begin] + row[:"),
    (
        "14.5",
        "no stop",
        "row[: [*row, end].index(end)]",
        "[token for token in row if token != end]",
    ),
    ("14.5", "state", "scores, state =", "scores, _ ="),
    (
        "14.5",
        "begin",
        "        last = scores.argmax(dim=1)\n        columns.append(last)",
        "        columns.append(scores.argmax(dim=1))",
    ),
    ("14.5", "longer", "range(longest)", "range(longest + 1)"),
    (
        "14.6",
        "unpaired",
        "bleu(ours[rows]) - bleu(theirs[rows]) for rows in draws",
        "bleu(ours[a]) - bleu(theirs[b]) for a, b in zip(draws, draws.flip(0))",
    ),
    (
        "14.6",
        "apart",
        "    leads = [",
        "    one = torch.stack([bleu(ours[rows]) for rows in draws])\n"
        "    two = torch.stack([bleu(theirs[rows]) for rows in draws])\n"
        "    low, high = one.quantile(0.025), one.quantile(0.975)\n"
        "    return low - two.quantile(0.975), high - two.quantile(0.025)\n"
        "    leads = [",
    ),
    (
        "14.6",
        "turned",
        "bleu(ours[rows]) - bleu(theirs[rows])",
        "bleu(theirs[rows]) - bleu(ours[rows])",
    ),
    ("14.6", "ends", "[0.025, 0.975]", "[0.0, 1.0]"),
    ("14.7", "shape", "return best", "return best.float()"),
    ("14.7", "shape", "return best", "return best[1:]"),
    ("14.7", "one word", "best[one // spanish] =", "_ ="),
    ("14.7", "chance", "return best", "return best.flip(0)"),
    ("14.7", "baseline", "range(5)", "range(1)"),
    (
        "14.7",
        "baseline",
        "chance = count / origin.bincount(count)[origin]",
        "chance = kind.bincount().float()",
    ),
]
