"""Plausible wrong answers to the exercises of chapter 13."""

PERPLEXITY = "(-log_probs[targets != -100].mean()).exp()"
MEANS = "(-(log_probs * (targets != -100)).sum(1) / (targets != -100).sum(1))"

UNTRAINED = {
    "13.7": (
        ".split(256):",
        ".split(256)[:1]:",
        {"shape", "scores", "impossible"},
    ),
}

WRONG = [
    ("13.1", "padding", "[targets != -100]", ""),
    ("13.1", "mean of exponentials", PERPLEXITY, f"{MEANS}.exp().mean()"),
    ("13.1", "mean of means", PERPLEXITY, f"{MEANS}.mean().exp()"),
    ("13.1", "no exponential", ".exp()", ""),
    ("13.1", "base 2", ".exp()", ".exp2()"),
    (
        "13.2",
        "times",
        "(perplexities.log() * tokens / words).exp()",
        "perplexities * tokens / words",
    ),
    ("13.2", "upside down", "* tokens / words", "* words / tokens"),
    ("13.2", "per token", " * tokens / words", ""),
    ("13.2", "no exponential", ".exp()", ""),
    (
        "13.3",
        "new start",
        "share = runs.sum() / starts.sum()",
        "share = runs.sum() / starts.sum().clamp(min=1)\n"
        "        starts = torch.ones(1)",
    ),
    (
        "13.3",
        "joint",
        "/ starts.sum()",
        "/ len(starts)\n        starts = torch.ones(1)",
    ),
    (
        "13.3",
        "turned",
        "runs = starts & (tokens[1:] == two)",
        "runs = (tokens[:-1] == two) & (tokens[1:] == one)",
    ),
    (
        "13.3",
        "weights",
        "weight * share + (1 - weight) * low",
        "(1 - weight) * share + weight * low",
    ),
    (
        "13.3",
        "last",
        "share = runs.sum() / starts.sum()",
        "starts = tokens == one\n        share = runs.sum() / starts.sum()",
    ),
    ("13.4", "next", "triu(1)", "triu(2)"),
    ("13.4", "all", 'fit.masked_fill(later, float("-inf"))', "fit"),
    ("13.4", "not itself", "triu(1)", "triu(0)"),
    ("13.4", "zero", 'float("-inf")', "0.0"),
    (
        "13.4",
        "after",
        'fit.masked_fill(later, float("-inf")).softmax(dim=2)',
        "fit.softmax(dim=2).masked_fill(later, 0.0)",
    ),
    ("13.4", "no scale", " / size**0.5", ""),
    ("13.5", "always", "[:, :place].abs()", ".abs()"),
    ("13.5", "never", "return True", "return False"),
    (
        "13.5",
        "far unseen",
        "        other[:, place:] = (other[:, place:] + 1) % 20\n"
        "        moved = (model(other) - scores)[:, :place]",
        "        other[:, place] = (other[:, place] + 1) % 20\n"
        "        moved = (model(other) - scores)[:, place - 1]",
    ),
    ("13.5", "start only", "[:, :place].abs()", "[:, : min(place, 6)].abs()"),
    ("13.5", "start only", "range(1, tokens.shape[1])", "range(1, 10)"),
    (
        "13.5",
        "end only",
        "range(1, tokens.shape[1])",
        "[tokens.shape[1] - 1]",
    ),
    (
        "13.5",
        "near unseen",
        "[:, :place].abs().max()",
        "[:, : place - 1].abs().sum()",
    ),
    ("13.6", "times", "top.values / temperature", "top.values * temperature"),
    (
        "13.6",
        "no sum",
        "(top.values / temperature).softmax(dim=0)",
        "(scores / temperature).softmax(dim=0)[top.indices]",
    ),
    ("13.6", "everything", "topk(k)", "topk(len(scores))"),
    (
        "13.6",
        "too late",
        "(top.values / temperature)",
        "(scores.softmax(dim=0)[top.indices] / temperature)",
    ),
    ("13.6", "no temperature", "top.values / temperature", "top.values"),
    ("13.7", "shape", "nn.Linear(128, 48)", "nn.Linear(128, 49)"),
    (
        "13.7",
        "scores",
        "return model",
        "return model[:-1]",
    ),
    (
        "13.7",
        "impossible",
        "return model",
        "return lambda x: nn.functional.one_hot(\n"
        "        model(x).argmax(dim=1), 48).log()",
    ),
    ("13.7", "chance", "lr=0.004", "lr=0.0"),
    (
        "13.7",
        "baseline",
        "    adam =",
        "    x = x * (torch.arange(8) == 7)\n    adam =",
    ),
]
