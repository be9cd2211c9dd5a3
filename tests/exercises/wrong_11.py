"""Plausible wrong answers to the exercises of chapter 11."""

PREDS = "(outputs * logs.std() + logs.mean()).exp()"
DONE = "tries[tries[:, 0].cumsum(dim=0) <= seconds]"

UNTRAINED = {
    "11.7": ("range(8)", "range(1)", {"shape", "gaps", "the middle"}),
}

WRONG = [
    (
        "11.1",
        "no flags",
        "torch.cat([filled, new.isnan()[:, flagged].double()], dim=1)",
        "filled",
    ),
    ("11.1", "flags for all", "new.isnan()[:, flagged]", "new.isnan()"),
    ("11.1", "mean", "train.nanmedian(dim=0).values", "train.nanmean(dim=0)"),
    ("11.1", "fitted on new", "train.nanmedian", "new.nanmedian"),
    (
        "11.2",
        "frequency",
        "counts.sum() / (len(counts) * counts)",
        "counts / counts.sum()",
    ),
    ("11.2", "no weights", ", weight=weights", ""),
    (
        "11.2",
        "by rows",
        "weight=weights)",
        'weight=weights, reduction="none").mean()',
    ),
    (
        "11.2",
        "softmax",
        "cross_entropy(scores,",
        "cross_entropy(scores.softmax(1),",
    ),
    ("11.3", "own scale", "train_y.log()", "y.log()"),
    ("11.3", "in logarithms", "(preds - y)", "(preds.log() - y.log())"),
    ("11.3", "no logarithm", PREDS, "outputs * train_y.std() + train_y.mean()"),
    ("11.3", "not standardised", PREDS, "outputs.exp()"),
    ("11.3", "squared", ".abs().mean()", ".square().mean().sqrt()"),
    ("11.4", "own fold", "fold != fold[row]", "fold >= 0"),
    ("11.4", "own row", "fold != fold[row]", "torch.arange(len(y)) != row"),
    (
        "11.4",
        "no pull",
        "(y[same].sum() + pull) / (same.sum() + strength)",
        "y[same].mean() if same.any() else y[others].mean()",
    ),
    ("11.4", "middle of all", "y[others].mean()", "y.mean()"),
    ("11.5", "a table of errors", ".squeeze(1)", ""),
    ("11.5", "a sum", ".mean()", ".sum()"),
    ("11.5", "absolute", "((outputs - y) ** 2)", "(outputs - y).abs()"),
    ("11.6", "no clock", DONE, "tries"),
    (
        "11.6",
        "same count",
        DONE,
        "tries[: min((t[:, 0].cumsum(0) <= seconds).sum() for t in (a, b))]",
    ),
    ("11.6", "chosen on test", "done[:, 1].argmax()", "done[:, 2].argmax()"),
    (
        "11.6",
        "validation gap",
        "done[:, 1].argmax(), 2",
        "done[:, 1].argmax(), 1",
    ),
    ("11.7", "shape", ".exp()\n\n", ".exp()[:, None]\n\n"),
    ("11.7", "gaps", "x_num.nan_to_num(0)", "x_num"),
    ("11.7", "logarithm", "self.mean).exp()", "self.mean)"),
    (
        "11.7",
        "standardised",
        "(self.scores(x_num, x_cat) * self.std + self.mean).exp()",
        "self.scores(x_num, x_cat)",
    ),
    (
        "11.7",
        "the middle",
        "(self.scores(x_num, x_cat) * self.std + self.mean).exp()",
        "(self.scores(x_num, x_cat) * 0 + self.mean).exp()",
    ),
    ("11.7", "baseline", "nn.ReLU()", "nn.Identity()"),
]
