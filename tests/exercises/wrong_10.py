"""Plausible wrong answers to the exercises of chapter 10."""

COST = '"cost": cost(test_p, test_y, best)'
MEANS = "[s.mean(), s[t == 1].mean(), s[t == 0].mean()]"

UNTRAINED = {"10.8": ("range(6)", "range(1)", {"shape"})}

WRONG = [
    ("10.1", "fitted on new", "level in train", "level in train + new"),
    ("10.1", "rare kept", " if counts[level] >= min_count", ""),
    ("10.1", "missing is unseen", "    number_of[None] = 1\n", ""),
    (
        "10.1",
        "by frequency",
        "sorted(level for level in counts if counts[level] >= min_count)",
        "[k for k, n in counts.most_common() if n >= min_count]",
    ),
    (
        "10.2",
        "codes as numbers",
        "[x_num, *vectors]",
        "[x_num, x_cat]",
    ),
    ("10.2", "no numbers", "[x_num, *vectors]", "vectors"),
    ("10.2", "numbers last", "[x_num, *vectors]", "[*vectors, x_num]"),
    (
        "10.2",
        "one table",
        "table(x_cat[:, k])",
        "tables[0](x_cat[:, k] % len(tables[0].weight))",
    ),
    ("10.3", "reserved rows", "known + 2", "known"),
    ("10.3", "no limit", "min(16, (size + 1) // 2)", "(size + 1) // 2"),
    (
        "10.3",
        "no bias",
        "(width + 1) * hidden + (hidden + 1) * 1",
        "width * hidden + hidden",
    ),
    ("10.3", "codes", "numbers + sum(dims)", "numbers + len(dims)"),
    ("10.4", "not clipped", "filled.clamp(0, 1)", "filled"),
    ("10.4", "below zero", "filled.clamp(0, 1)", "filled.clamp(max=1)"),
    ("10.4", "steps", "filled.clamp(0, 1)", "filled.clamp(0, 1).floor()"),
    (
        "10.4",
        "one bin",
        "filled.clamp(0, 1)",
        "((filled >= 0) & (filled < 1)).double()",
    ),
    ("10.4", "equal widths", "edges.diff()", "edges.diff().mean()"),
    (
        "10.5",
        "fitted again",
        "(full_new - mean) / spread",
        "(lambda x: (x - x.mean(0)) / x.std(0, correction=0))("
        "torch.where(new.isnan(), new.nanmean(dim=0), new))",
    ),
    (
        "10.5",
        "all rows",
        "train.nanmean(dim=0)\n"
        "    full = torch.where(train.isnan(), fill, train)\n"
        "    mean, spread = full.mean(dim=0), full.std(dim=0, correction=0)",
        "torch.cat([train, new]).nanmean(dim=0)\n"
        "    full = torch.where(train.isnan(), fill, train)\n"
        "    both = torch.cat([full, torch.where(new.isnan(), fill, new)])\n"
        "    mean, spread = both.mean(dim=0), both.std(dim=0, correction=0)",
    ),
    (
        "10.5",
        "zero",
        "train.nanmean(dim=0)",
        "torch.zeros_like(train[0])",
    ),
    (
        "10.6",
        "chosen on test",
        "cost(valid_p, valid_y, t)",
        "cost(test_p, test_y, t)",
    ),
    ("10.6", "validation cost", COST, COST.replace("test", "valid")),
    (
        "10.6",
        "swapped",
        "key=lambda t: cost(valid_p, valid_y, t)",
        "key=lambda t: (wrong * ((valid_y == 1) & (valid_p <= t))"
        " + missed * ((valid_y == 0) & (valid_p > t))).sum()",
    ),
    (
        "10.6",
        "most right",
        "key=lambda t: cost(valid_p, valid_y, t)",
        "key=lambda t: ((valid_p > t) != valid_y).sum()",
    ),
    (
        "10.6",
        "one half",
        "min(grid, key=lambda t: cost(valid_p, valid_y, t))",
        "0.5",
    ),
    (
        "10.7",
        "of the called",
        MEANS,
        "[s.mean(), (t[s == 1] == 1).float().mean(),"
        " (t[s == 1] == 0).float().mean()]",
    ),
    (
        "10.7",
        "of all rows",
        MEANS,
        "[s.mean(), (s * (t == 1)).mean(), (s * (t == 0)).mean()]",
    ),
    (
        "10.7",
        "of all the called",
        MEANS,
        MEANS.replace("s.mean()", "s.sum() / says.sum()", 1),
    ),
    ("10.8", "shape", "return model", "return lambda *x: model(*x)[:, None]"),
    (
        "10.8",
        "numbers only",
        "self.body(fuse(x_num, x_cat, self.tables))",
        "self.body(fuse(x_num, x_cat * 0, self.tables))",
    ),
    ("10.8", "turned round", "BCEWithLogitsLoss()(", "BCEWithLogitsLoss()(-"),
    ("10.8", "baseline", "for _ in range(6)", "for _ in range(1)"),
    ("10.8", "not finite", "0.01, 6 * 47", "1e12, 6 * 47"),
]
