"""Plausible wrong answers to the exercises of chapter 5."""

UNTRAINED = {
    "5.8": ("range(20)", "range(1)", {"shape", "sequences know of each other"}),
}

WRONG = [
    ("5.1", "forgets", " + h @ w_hidden.T", " + 0 * h @ w_hidden.T"),
    ("5.1", "no tanh", "torch.tanh", "torch.clone"),
    ("5.1", "no bias", " + b)", ")"),
    ("5.1", "last alone", "torch.stack(states, dim=1)", "h"),
    ("5.2", "order", "i, f, g, o", "f, i, g, o"),
    ("5.2", "content as a share", "g.tanh()", "g.sigmoid()"),
    ("5.2", "nothing forgotten", "f.sigmoid() * c", "c"),
    ("5.2", "cell state shown as it is", "c.tanh(), c", "c, c"),
    (
        "5.2",
        "swapped",
        "o.sigmoid() * c.tanh(), c",
        "c, o.sigmoid() * c.tanh()",
    ),
    (
        "5.3",
        "batch first",
        "(ways * layers, batch, hidden)",
        "(batch, ways * layers, hidden)",
    ),
    ("5.3", "one way", "steps, ways * hidden", "steps, hidden"),
    ("5.3", "layers", "(ways * layers", "(layers"),
    ("5.3", "time first", "output = (batch, steps", "output = (steps, batch"),
    ("5.4", "end", "output[rows, lengths - 1]", "output[:, -1]"),
    ("5.4", "too early", "lengths - 1", "lengths - 2"),
    ("5.4", "one sequence", "output[rows, lengths - 1]", "output[-1]"),
    (
        "5.4",
        "mean",
        "output[rows, lengths - 1]",
        "torch.stack([o[:n].mean(0) for o, n in zip(output, lengths)])",
    ),
    ("5.5", "view", ".transpose(0, 1).flatten(1)", ".view(h_n.shape[1], -1)"),
    ("5.5", "last layer alone", "h_n.transpose(0, 1).flatten(1)", "h_n[-1]"),
    (
        "5.5",
        "hidden numbers shuffled",
        "transpose(0, 1)",
        "permute(1, 2, 0)",
    ),
    ("5.5", "sum", "transpose(0, 1).flatten(1)", "sum(dim=0)"),
    (
        "5.6",
        "input gate",
        "slice(layer.hidden_size, 2 * layer.hidden_size)",
        "slice(0, layer.hidden_size)",
    ),
    (
        "5.6",
        "twice",
        "bias_hh_l0[second_quarter] = 0",
        "bias_hh_l0[second_quarter] = bias",
    ),
    ("5.6", "one of two", "        layer.bias_hh_l0[second_quarter] = 0\n", ""),
    (
        "5.6",
        "all gates",
        "slice(layer.hidden_size, 2 * layer.hidden_size)",
        "slice(None)",
    ),
    ("5.7", "first step first", ".flip(0)", ""),
    ("5.7", "all steps", "output[:, -1].sum()", "output.sum()"),
    ("5.7", "mean of gradients", "norm(dim=2)", "mean(dim=2)"),
    ("5.7", "sum over the batch", "norm(dim=2).mean", "norm(dim=2).sum"),
    ("5.8", "shape", "nn.Linear(48, 10)", "nn.Linear(48, 11)"),
    (
        "5.8",
        "sequences know of each other",
        "return self.head(output[:, -1])",
        "scores = self.head(output[:, -1])\n"
        "        return scores - scores.mean(dim=0)",
    ),
    (
        "5.8",
        "by heart",
        "    model = Reader()",
        "    from helpers.data import digits\n"
        "    y = digits()[0].y\n"
        "    model = Reader()",
    ),
    ("5.8", "chance", "nn.LSTM(8, 48, batch_first=True)", "nn.LSTM(8, 48)"),
    ("5.8", "chance", "            optimizer.step()\n", ""),
    ("5.8", "baseline", "lr=0.01", "lr=0.001"),
    ("5.8", "baseline", "range(20)", "range(3)"),
]
