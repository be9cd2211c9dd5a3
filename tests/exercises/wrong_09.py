"""Plausible wrong answers to the exercises of chapter 9."""

UNTRAINED = {"9.7": ("range(3)", "range(1)", {"shape"})}

WRONG = [
    ("9.1", "inclusive", "(start, place, kind)", "(start, place - 1, kind)"),
    (
        "9.1",
        "no begin",
        "start, kind = place, tag[2:]",
        "start, kind = place, tag[2:] if tag[0] == 'B' else ''",
    ),
    (
        "9.1",
        "merged",
        'tag[0] == "I" and tag[2:] == kind',
        'tag != "O" and tag[2:] == kind',
    ),
    (
        "9.1",
        "kinds joined",
        'tag[0] == "I" and tag[2:] == kind',
        'tag[0] == "I" and kind',
    ),
    ("9.1", "last lost", '[*tags, "O"]', "tags"),
    (
        "9.2",
        "mean",
        "    hits = sum(",
        "    if len(said) > 1:\n"
        "        each = [scores([a], [b]) for a, b in zip(said, golds)]\n"
        "        return torch.tensor(each).mean(dim=0)\n"
        "    if not said[0] or not golds[0]:\n"
        "        return 0.0, 0.0, 0.0\n"
        "    hits = sum(",
    ),
    (
        "9.2",
        "kind",
        "len(a & b) for",
        "len({n[:2] for n in a} & {n[:2] for n in b}) for",
    ),
    (
        "9.2",
        "pooled",
        "    hits = sum(",
        "    said, golds = [set().union(*said)], [set().union(*golds)]\n"
        "    hits = sum(",
    ),
    (
        "9.2",
        "swapped",
        "hits / called, hits / true,",
        "hits / true, hits / called,",
    ),
    (
        "9.2",
        "arithmetic",
        "2 * hits / (called + true)",
        "(hits / called + hits / true) / 2",
    ),
    ("9.3", "all", " and word != before", ""),
    (
        "9.3",
        "last",
        "    return labels",
        "    return align(word_ids[::-1], tags)[::-1] if word_ids[1] == 0 "
        "else labels",
    ),
    (
        "9.3",
        "shifted",
        "    return labels",
        "    return [-100, *tags, *[-100] * 40][: len(labels)]",
    ),
    ("9.3", "zero", "else -100", "else 0"),
    (
        "9.4",
        "padding",
        "right = logits[asked].argmax(dim=1) == labels[asked]",
        "right = logits.argmax(dim=2) == labels",
    ),
    (
        "9.4",
        "sentences",
        "return loss, right.float().mean()",
        "right = logits.argmax(dim=2) == labels\n"
        "    return loss, (right.sum(1) / asked.sum(1)).mean()",
    ),
    ("9.4", "count", "right.float().mean()", "right.sum()"),
    (
        "9.4",
        "loss",
        "cross_entropy(logits[asked], labels[asked])",
        "cross_entropy(logits[asked], labels[asked], reduction='sum')"
        " / asked.numel()",
    ),
    (
        "9.5",
        "padding unseen",
        'return "padding"',
        'return "fine"',
    ),
    (
        "9.5",
        "by number",
        "if labels == align(word_ids, tags)",
        "if sum(label != -100 for label in labels) == len(tags)",
    ),
    ("9.5", "pieces for shifted", 'return "pieces"', 'return "shifted"'),
    (
        "9.6",
        "precision",
        "for said, wanted in zip(found, true)",
        "for said, wanted in zip(true, found)",
    ),
    (
        "9.6",
        "kind",
        "hits[old] += name in said",
        "hits[old] += name[::2] in {one[::2] for one in said}",
    ),
    (
        "9.6",
        "together",
        "return hits[1] / asked[1], hits[0] / asked[0]",
        "return hits[1] / sum(asked), hits[0] / sum(asked)",
    ),
    (
        "9.6",
        "once",
        "        for name in wanted:\n",
        "        for name in sorted(wanted, key=lambda name: name[2]):\n"
        "            if name[0] in asked[2:]:\n"
        "                continue\n"
        "            asked.append(name[0])\n",
    ),
    ("9.7", "shape", "nn.EmbeddingBag(2**14, 9", "nn.EmbeddingBag(2**14, 10"),
    ("9.7", "one tag", "range(3)", "range(0)"),
    (
        "9.7",
        "chance",
        "table(x[rows]), y[rows]",
        "table(x[rows]), y[rows.flip(0)]",
    ),
    (
        "9.7",
        "baseline",
        "    adam =",
        "    x = x[:, :1].expand(-1, 7)\n    adam =",
    ),
]
