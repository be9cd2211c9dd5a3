"""Plausible wrong answers to the exercises of chapter 8."""

SPAN_LOSS = (
    "    scores = scores.masked_fill(~real[:, :, None], float('-inf'))\n"
    "    return nn.functional.cross_entropy(scores, spans)"
).replace("'", '"')

UNTRAINED = {
    "8.7": (
        "range(12)",
        "range(1)",
        {"shape", "not finite", "deaf", "chance"},
    ),
}

WRONG = [
    (
        "8.1",
        "set",
        "(Counter(said) & Counter(gold)).total()\n"
        "        found.append(2 * shared / (len(said) + len(gold)))",
        "len(set(said) & set(gold))\n"
        "        sizes = len(set(said)) + len(set(gold))\n"
        "        found.append(2 * shared / sizes)",
    ),
    ("8.1", "mean", "max(found)", "sum(found) / len(found)"),
    ("8.1", "first", "max(found)", "found[0]"),
    (
        "8.1",
        "arithmetic",
        "2 * shared / (len(said) + len(gold))",
        "(shared / len(said) + shared / len(gold)) / 2",
    ),
    ("8.2", "special", "- question - 3", "- question"),
    ("8.2", "step", "found[-1][1] - stride", "found[-1][0] + stride"),
    (
        "8.2",
        "tail",
        "while found[-1][1] < context:",
        "while found[-1][0] + 2 * room - stride <= context:",
    ),
    (
        "8.2",
        "extra",
        "    found = [(0, min(room, context))]\n"
        "    while found[-1][1] < context:\n"
        "        start = found[-1][1] - stride\n",
        "    found = []\n    for start in range(0, context, room - stride):\n",
    ),
    (
        "8.2",
        "past",
        "min(start + room, context)))",
        "start + room))\n    if room > context:\n        return [(0, room)]",
    ),
    ("8.3", "touch end", "offsets[k][0] < end", "offsets[k][0] <= end"),
    (
        "8.3",
        "touch start",
        "offsets[k][1] > start)",
        "offsets[k][1] >= start)",
    ),
    (
        "8.3",
        "half",
        "offsets[first][0] > start or offsets[last][1] < end",
        "offsets[first][0] >= end or offsets[last][1] <= start",
    ),
    (
        "8.3",
        "shift",
        "return begins, ends",
        "return begins - first, ends - first",
    ),
    (
        "8.4",
        "apart",
        "    start, end = start[first : last + 1], end[first : last + 1]\n",
        "    return start.argmax(), end.argmax()\n",
    ),
    (
        "8.4",
        "apart inside",
        "    table = start",
        "    return first + start.argmax(), first + end.argmax()\n"
        "    table = start",
    ),
    (
        "8.4",
        "question",
        "    start, end = start[first : last + 1], end[first : last + 1]\n",
        "    first = 0\n",
    ),
    ("8.4", "longer", "tril(longest - 1)", "tril(longest)"),
    ("8.4", "any length", ".tril(longest - 1)", ""),
    (
        "8.4",
        "shift",
        "return first + place // len(start), first + place",
        "return place // len(start), place",
    ),
    ("8.5", "padding", "    scores = scores", "    _ = scores"),
    (
        "8.5",
        "axis",
        SPAN_LOSS,
        "    shares = scores.log_softmax(dim=2)\n"
        "    rows = torch.arange(len(spans))[:, None]\n"
        "    return -shares[rows, spans, torch.arange(2)].mean()",
    ),
    ("8.5", "sum", "(scores, spans)", "(scores, spans) * 2"),
    (
        "8.5",
        "start",
        "(scores, spans)",
        "(scores[:, :, 0], spans[:, 0])",
    ),
    ("8.6", "first", "== golds)", "== golds[:, :1])"),
    (
        "8.6",
        "pair",
        ".any(dim=1)  # (questions, 2)",
        ".all(dim=2).any(dim=1)[:, None].expand(-1, 2)",
    ),
    ("8.6", "swapped", "start_off, end_off =", "end_off, start_off ="),
    (
        "8.7",
        "shape",
        "    adam =",
        "    return lambda x: x[..., 0]\n    adam =",
    ),
    (
        "8.7",
        "shape",
        "return lambda x: layers(seen(x))",
        "return lambda x: layers(seen(x)).transpose(1, 2)",
    ),
    (
        "8.7",
        "not finite",
        "return lambda x: layers(seen(x))",
        "return lambda x: layers(seen(x)) / 0",
    ),
    (
        "8.7",
        "deaf",
        "return lambda x: layers(seen(x))",
        "return lambda x: layers(seen(x * 0))",
    ),
    (
        "8.7",
        "chance",
        "return lambda x: layers(seen(x))",
        "return lambda x: torch.randn(*x.shape[:2], 2)",
    ),
    ("8.7", "baseline", "lr=0.005", "lr=0.0001"),
    ("8.7", "baseline", "x.roll(k, dims=1)", "x"),
]
