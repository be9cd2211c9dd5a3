"""Plausible wrong answers to the exercises of chapter 12."""

DRAWN = "    means = []\n"
CHOOSE = "test[valid.mean(dim=1).argmax()]"

UNTRAINED = {"12.7": ("range(400)", "range(1)", {"shape"})}

WRONG = [
    ("12.1", "no root", ".mean().sqrt()", ".mean()"),
    ("12.1", "signed", "e.abs().mean()", "e.mean()"),
    ("12.1", "swapped", "    spread =", "    y = preds.double()\n    spread ="),
    ("12.1", "share", "1 - e.square()", "e.square()"),
    (
        "12.2",
        "absent as zero",
        "(2 * hits[seen] / both[seen]).mean()",
        "(2 * hits / both.clip(min=1)).mean()",
    ),
    ("12.2", "false alarms left out", "seen = both > 0", "seen = there > 0"),
    (
        "12.2",
        "weighted",
        "(2 * hits[seen] / both[seen]).mean()",
        "(2 * hits * there / both.clip(min=1)).sum() / len(targets)",
    ),
    (
        "12.2",
        "micro",
        "return (2 * hits[seen] / both[seen]).mean()",
        "return 2 * hits.sum() / both.sum()",
    ),
    (
        "12.2",
        "F1 of means",
        "return (2 * hits[seen] / both[seen]).mean()",
        "p = (hits[seen] / called[seen].clip(min=1)).mean()\n"
        "    r = (hits[seen] / there[seen].clip(min=1)).mean()\n"
        "    return 2 * p * r / (p + r)",
    ),
    (
        "12.3",
        "accuracy for kinds",
        "torch.tensor([macro_f1(m, y) for m in models]).argmax()",
        "right.float().mean(dim=1).argmax()",
    ),
    (
        "12.3",
        "kinds for rows",
        "right.float().mean(dim=1).argmax()",
        "torch.tensor([macro_f1(m, y) for m in models]).argmax()",
    ),
    (
        "12.3",
        "swapped",
        "    return {",
        "    recall, precision = precision, recall\n    return {",
    ),
    (
        "12.3",
        "accuracy for all",
        "    return {",
        "    best = right.float().mean(dim=1).argmax()\n"
        '    return {k: best for k in ("rows", "kinds", "misses", "alarms")}\n'
        "    return {",
    ),
    ("12.4", "padding", " & (gold != -100)", ""),
    (
        "12.4",
        "nothing mended",
        "        hits += (says_kind & (gold == kind)).sum()\n"
        "        called += says_kind.sum()\n",
        "        says_kind = said == kind\n"
        "        hits += (says_kind & (gold == kind)).sum() / says_kind.sum()\n"
        "        called += 1\n",
    ),
    (
        "12.4",
        "mean of batches",
        "        hits += (says_kind & (gold == kind)).sum()\n"
        "        called += says_kind.sum()\n",
        "        hits += (says_kind & (gold == kind)).sum() / says_kind.sum()\n"
        "        called += 1\n",
    ),
    (
        "12.4",
        "weighted",
        "        hits += (says_kind & (gold == kind)).sum()\n"
        "        called += says_kind.sum()\n",
        "        words = (gold != -100).sum()\n"
        "        score = (gold[says_kind] == kind).float().mean()\n"
        "        hits += words * score\n"
        "        called += words\n",
    ),
    (
        "12.4",
        "recall",
        "called += says_kind.sum()",
        "called += (gold == kind).sum()",
    ),
    (
        "12.5",
        "rows",
        DRAWN,
        "    gaps = [gap[None] for gap in a - b]\n" + DRAWN,
    ),
    (
        "12.5",
        "unpaired",
        f"{DRAWN}    for _ in range(4000):\n"
        "        drawn = torch.randint(len(gaps), (len(gaps),)).tolist()\n"
        "        means.append(torch.cat([gaps[k] for k in drawn]).mean())\n",
        "    one, two = ([x[weeks == week] for week in weeks.unique()]"
        " for x in (a, b))\n"
        f"{DRAWN}    for _ in range(4000):\n"
        "        drawn = torch.randint(len(gaps), (2, len(gaps))).tolist()\n"
        "        left = torch.cat([one[k] for k in drawn[0]]).mean()\n"
        "        right = torch.cat([two[k] for k in drawn[1]]).mean()\n"
        "        means.append(left - right)\n",
    ),
    (
        "12.5",
        "means of weeks",
        "torch.cat([gaps[k] for k in drawn])",
        "torch.stack([gaps[k].mean() for k in drawn])",
    ),
    ("12.5", "turned round", "(a - b)", "(b - a)"),
    ("12.6", "chosen on test", CHOOSE, "test[test.mean(dim=1).argmax()]"),
    ("12.6", "validation reported", "= test[", "= valid["),
    ("12.6", "lucky run", CHOOSE, "test[valid.amax(dim=1).argmax()]"),
    (
        "12.6",
        "one seed",
        '"score": runs.mean()',
        '"score": runs[valid[valid.mean(dim=1).argmax()].argmax()]',
    ),
    ("12.7", "shape", "nn.Linear(64, 12)", "nn.Linear(64, 13)"),
    ("12.7", "chance", "range(400)", "range(0)"),
    ("12.7", "baseline", "range(400)", "range(100)"),
    (
        "12.7",
        "accuracy",
        "cross_entropy(model(x[rows]), y[rows])",
        "cross_entropy(model(x[rows]), y[rows], weight=y.bincount() ** 0.8)",
    ),
    (
        "12.7",
        "by heart",
        "    model = nn",
        "    from helpers.data import rodents\n"
        '    y = torch.tensor(rodents()["train"]["species"][:])\n'
        "    model = nn",
    ),
]
