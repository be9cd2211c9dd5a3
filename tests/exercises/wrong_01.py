"""Plausible wrong answers to the exercises of chapter 1."""

WRONG = [
    ("1.1", "no zero_grad", "    optimizer.zero_grad()\n", ""),
    ("1.1", "no step", "    optimizer.step()\n", ""),
    ("1.1", "no step", "    loss.backward()\n", ""),
    ("1.1", "softmax first", "model(x)", "model(x).softmax(1)"),
    ("1.2", "no eval", "    model.eval()\n", ""),
    ("1.2", "not back", "    model.train()\n", ""),
    ("1.2", "a count", ".float().mean()", ".float().sum()"),
    (
        "1.3",
        "softmax",
        "nn.CrossEntropyLoss()",
        "lambda s, y: nn.functional.cross_entropy(s.softmax(1), y)",
    ),
    (
        "1.3",
        "sigmoid",
        "nn.BCEWithLogitsLoss()",
        "lambda s, y: nn.BCEWithLogitsLoss()(s.sigmoid(), y)",
    ),
    ("1.3", "absolute", "nn.MSELoss()", "nn.L1Loss()"),
    (
        "1.4",
        "mean of means",
        "(losses * sizes).sum() / sizes.sum()",
        "losses.mean()",
    ),
    ("1.4", "batches", "/ sizes.sum()", "/ len(sizes)"),
    ("1.4", "last", "(losses * sizes).sum() / sizes.sum()", "losses[-1]"),
    ("1.5", "all rows", "= train.mean(dim=0), train.std", "= x.mean(0), x.std"),
    (
        "1.5",
        "own scaler",
        "(test - mean) / spread",
        "(test - test.mean(0)) / test.std(0)",
    ),
    (
        "1.5",
        "not scaled",
        "return (train - mean) / spread, (test - mean) / spread",
        "return train, test",
    ),
    ("1.6", "shape", "nn.Linear(128, 10)", "nn.Linear(128, 11)"),
    ("1.6", "chance", "range(100)", "range(0)"),
    (
        "1.6",
        "by heart",
        "    model =",
        "    from helpers.data import digits\n"
        "    y = digits()[0].y\n    model =",
    ),
    ("1.6", "baseline", "range(100)", "range(10)"),
]
