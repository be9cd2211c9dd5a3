"""Plausible wrong answers to the exercises of chapter 2."""

WRONG = [
    ("2.1", "rows", "span - len(different)", "span - len(hours)"),
    ("2.1", "last hour", "hours.min() + 1", "hours.min()"),
    (
        "2.1",
        "hours",
        "len(hours) - len(different)",
        "(hours.unique(return_counts=True)[1] > 1).sum()",
    ),
    ("2.2", "test copies", "set(test), []", "set(), []"),
    ("2.2", "own copies", "            seen.add(text)\n", ""),
    ("2.2", "order lost", "return kept", "return sorted(kept)"),
    (
        "2.2",
        "both thrown away",
        "if text not in seen:",
        "if text not in seen and train.count(text) == 1:",
    ),
    ("2.3", "as it comes", "hours.argsort()", "torch.arange(len(hours))"),
    ("2.3", "backwards", "hours.argsort()", "hours.argsort().flip(0)"),
    (
        "2.3",
        "first hours",
        "return demand[:-held_out], demand[-held_out:]",
        "return demand[held_out:], demand[:held_out]",
    ),
    (
        "2.3",
        "unsorted",
        "    demand = demand[order]\n"
        "    return demand[:-held_out], demand[-held_out:]",
        "    late = hours >= hours[order[-held_out]]\n"
        "    return demand[~late], demand[late]",
    ),
    ("2.4", "after the cut", "len(some) for", "len(some[:8]) for"),
    (
        "2.4",
        "letters",
        '" ".join(some[:8]) for some in words',
        'text[:8] for text in rows["text"]',
    ),
    ("2.4", "not cut", "some[:8]", "some"),
    (
        "2.4",
        "characters",
        "len(some) for some in words",
        'len(text) for text in rows["text"]',
    ),
    (
        "2.5",
        "mask by number",
        "pad_sequence(real, batch_first=True)",
        "(pad_sequence(ids, batch_first=True, padding_value=pad) != pad)",
    ),
    ("2.5", "zeros", ", padding_value=pad", ""),
    (
        "2.5",
        "left",
        "batch_first=True",
        'batch_first=True, padding_side="left"',
    ),
    (
        "2.5",
        "mask turned",
        "pad_sequence(real, batch_first=True)",
        "1 - pad_sequence(real, batch_first=True)",
    ),
    (
        "2.6",
        "whole stream",
        "    buffer = []\n",
        "    buffer = []\n    stream = list(stream)\n",
    ),
    ("2.6", "rows lost", "    yield from buffer", "    return"),
    (
        "2.6",
        "no chance",
        "    buffer = []\n",
        "    random.seed(0)\n    buffer = []\n",
    ),
    (
        "2.6",
        "blocks",
        "        if len(buffer) < size:\n"
        "            buffer.append(row)\n"
        "            continue\n"
        "        place = random.randrange(size)\n"
        "        row, buffer[place] = buffer[place], row\n"
        "        yield row\n",
        "        buffer.append(row)\n"
        "        if len(buffer) == size:\n"
        "            random.shuffle(buffer)\n"
        "            yield from buffer\n"
        "            buffer = []\n",
    ),
    ("2.6", "narrow", "randrange(size)", "randrange(2)"),
    ("2.6", "narrow", "    buffer = []\n", "    size, buffer = 2, []\n"),
    (
        "2.7",
        "shape",
        "for word in known[name]]",
        "for word in range(len(values) % 3990)]",
    ),
    (
        "2.7",
        "shape",
        "torch.cat([column(table, n) for n in known], dim=1)",
        "column(table, sorted(known)[0])[:, 0]",
    ),
    ("2.7", "not finite", "/ amounts.std()", "/ amounts.median().sub(37)"),
    (
        "2.7",
        "by others",
        "torch.tensor(train[name][:])",
        "torch.tensor(values)",
    ),
    ("2.7", "not scaled", "scaled[:, None]", "torch.tensor(values)[:, None]"),
    (
        "2.7",
        "baseline",
        "torch.tensor(hits).float()",
        "torch.zeros(len(hits), 1)",
    ),
    (
        "2.7",
        "baseline",
        "torch.tensor(hits).float()",
        "torch.tensor(hits).float().argmax(1, True) / 5",
    ),
]
