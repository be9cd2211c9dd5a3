"""Plausible wrong answers to the exercises of chapter 16."""

COUNT = "int((part != -100).sum())"
SCALE = "self.scale = x.mean(dim=0), x.std(dim=0)"
SCALED = "(torch.tensor(rows) - self.scale[0]) / self.scale[1]"
CLOSE = "((scores - wanted).abs() < 1e-5).all()"
NUMBERS = "any(type(n) not in (int, float) for row in rows for n in row)"
PART = "[part[rank::processes] for part in order.split(batch)]"
KEEPING = """\
        learn(self.net, (x - self.scale[0]) / self.scale[1], y, epochs=4)

    def save(self):
        file = io.BytesIO()
        torch.save([self.net.state_dict(), self.scale], file)
        return file.getvalue()

    def load(self, content):
        state = torch.load(io.BytesIO(content), weights_only=True)
        self.net.load_state_dict(state[0])
"""

UNTRAINED = {
    "16.9": (
        "epochs=4",
        "epochs=1",
        {
            "no bytes", "program", "too large", "shape", "one row",
            "no probability", "alone", "answered", "other error",
            "not in the bytes",
        },
    ),
}  # fmt: skip

WRONG = [
    ("16.1", "failed counted", "statuses == 200", "statuses > 0"),
    (
        "16.1",
        "one after another",
        "(ends.max() - starts.min())",
        "times.sum()",
    ),
    ("16.1", "mean", "times[number // 2]", "times.mean()"),
    ("16.1", "slowest", "times[int(0.99 * number) - 1]", "times.max()"),
    (
        "16.1",
        "seconds",
        "(ends - starts)[good].sort().values",
        "(ends - starts)[good].sort().values / 1000",
    ),
    ("16.2", "idle", "if n > 0", ""),
    ("16.2", "mean of means", COUNT, "int((part != -100).any())"),
    (
        "16.2",
        "sum of means",
        "sum(own[k] * n for own, n in busy) / total",
        "sum(own[k] for own, n in busy)",
    ),
    ("16.2", "rows", COUNT, "len(part) * int((part != -100).any())"),
    ("16.2", "padding", COUNT, "part.numel() * int((part != -100).any())"),
    (
        "16.3",
        "words",
        "whole[int(number)]",
        "whole[number]",
    ),
    (
        "16.3",
        "half-written",
        "number.isdigit() and",
        "",
    ),
    (
        "16.3",
        "unsigned",
        " and digits.exists()",
        "",
    ),
    (
        "16.3",
        "damaged",
        "found == digits.read_text().strip()",
        "True",
    ),
    (
        "16.3",
        "damaged",
        "found == digits.read_text().strip()",
        "len(digits.read_text().strip()) == 64",
    ),
    ("16.3", "empty", " if whole else None", ""),
    (
        "16.3",
        "nothing whole",
        "    whole = {}\n",
        "    whole = {}\n"
        "    if any(folder.iterdir()):\n"
        '        whole[-1] = "checkpoint--1"\n',
    ),
    (
        "16.4",
        "not plain",
        '"epoch": run.epoch,',
        '"epoch": run.epoch, "run": run,',
    ),
    (
        "16.4",
        "moved on",
        "deepcopy(part.state_dict())",
        "part.state_dict()",
    ),
    (
        "16.4",
        "optimizer",
        "parts = run.model, run.adam, run.schedule",
        "parts = run.model, run.schedule",
    ),
    (
        "16.4",
        "schedule",
        "parts = run.model, run.adam, run.schedule",
        "parts = run.model, run.adam",
    ),
    ("16.4", "order", 'run.order.set_state(state["random"][1])', "pass"),
    ("16.4", "dropout", 'torch.set_rng_state(state["random"][0])', "pass"),
    (
        "16.4",
        "both random",
        'torch.set_rng_state(state["random"][0])\n'
        '    run.order.set_state(state["random"][1])',
        "pass",
    ),
    ("16.4", "epoch", 'run.epoch = state["epoch"]', "pass"),
    (
        "16.4",
        "buffers",
        "part.load_state_dict(saved)",
        "if part is run.model:\n"
        "            for name, own in part.named_parameters():\n"
        "                own.data.copy_(saved[name])\n"
        "        else:\n"
        "            part.load_state_dict(saved)",
    ),
    (
        "16.4",
        "weights alone",
        "def restore(run, state):\n",
        "def restore(run, state):\n"
        '    return run.model.load_state_dict(state["parts"][0])\n',
    ),
    (
        "16.4",
        "nothing",
        "def restore(run, state):\n",
        "def restore(run, state):\n    return\n",
    ),
    ("16.5", "stopped", "except RuntimeError", "except TypeError"),
    ("16.5", "exact", "((scores - wanted).abs() < 1e-5)", "(scores == wanted)"),
    ("16.5", "one size", "(1, 7, len(x))", "(len(x),)"),
    ("16.5", "no single row", "(1, 7, len(x))", "(7, len(x))"),
    (
        "16.5",
        "labels",
        CLOSE,
        "(scores.argmax(dim=-1) == wanted.argmax(dim=-1)).all()",
    ),
    ("16.5", "loose", "1e-5", "1e-2"),
    ("16.5", "few", "x.split(size)", "x[:10].split(size)"),
    (
        "16.5",
        "nan",
        f"not {CLOSE}",
        "(scores - wanted).abs().max() > 1e-5",
    ),
    (
        "16.5",
        "never",
        "    for size in",
        "    return True\n    for size in",
    ),
    (
        "16.5",
        "always",
        "    for size in",
        "    return False\n    for size in",
    ),
    ("16.6", "not a pair", "return 200, [", "return 200, *["),
    ("16.6", "refused", "(int, float)", "(float,)"),
    ("16.6", "refused", "low <= value <= high", "low <= value < high"),
    ("16.6", "no object", "not isinstance(request, dict)", "False"),
    ("16.6", "missing", "request.get(name)", "request[name]"),
    (
        "16.6",
        "stopped",
        "type(value) not in (int, float)",
        "value is None",
    ),
    ("16.6", "unknown", "name not in limits", "False"),
    (
        "16.6",
        "text",
        "        if type(value)",
        "        if type(value) is str:\n"
        "            value = float(value)\n"
        "        if type(value)",
    ),
    (
        "16.6",
        "true",
        "type(value) not in (int, float)",
        "not isinstance(value, (int, float))",
    ),
    (
        "16.6",
        "nan",
        "not low <= value <= high",
        "value < low or value > high",
    ),
    ("16.6", "limits", "not low <= value <= high", "value != value"),
    (
        "16.6",
        "order",
        "[request[name] for name in limits]",
        "list(request.values())",
    ),
    ("16.6", "unnamed", 'f"{name} must be from', 'f"must be from'),
    (
        "16.6",
        "all named",
        'f"{name} must be there, and be a number"',
        'f"send numbers for {list(limits)}: {name}"',
    ),
    (
        "16.7",
        "own orders",
        "torch.randperm(rows, generator=draw)",
        "torch.randperm(rows)",
    ),
    ("16.7", "own orders", "1000 * seed + epoch", "1000 * seed + epoch + rank"),
    (
        "16.7",
        "padded",
        "    return",
        "    order = torch.cat([order, order[: -rows % batch]])\n    return",
    ),
    (
        "16.7",
        "dropped",
        "order.split(batch)]",
        "order.split(batch) if len(part) == batch]",
    ),
    (
        "16.7",
        "waits",
        "order.split(batch)]",
        "order.split(batch) if len(part) > rank]",
    ),
    (
        "16.7",
        "for each",
        PART,
        "[part[rank::processes] for part in order.split(batch * processes)]",
    ),
    (
        "16.7",
        "unequal",
        "part[rank::processes]",
        "part[len(part) // processes * rank : (rank + 1 == processes and "
        "len(part)) or len(part) // processes * (rank + 1)]\n"
        "            if len(part) > 1 or rank else part[:0]",
    ),
    (
        "16.7",
        "no shuffle",
        "torch.randperm(rows, generator=draw)",
        "torch.arange(rows)",
    ),
    ("16.7", "every epoch", "1000 * seed + epoch", "seed"),
    ("16.7", "seed", "1000 * seed + epoch", "epoch"),
    (
        "16.8",
        "stops",
        "        except refused:\n            labels.append(None)\n",
        "",
    ),
    ("16.8", "labels", "labels.append(None)", "pass"),
    ("16.8", "bug", "except refused", "except (refused, AttributeError)"),
    ("16.8", "bug", "except ConnectionError", "except Exception"),
    ("16.8", "too wide", "except refused", "except ValueError"),
    ("16.8", "gone", "except refused", "except (refused, OSError)"),
    ("16.8", "gone", "raise RuntimeError(message) from error", "raise"),
    ("16.8", "no name", "at {file};", "now;"),
    ("16.8", "no cause", " from error", " from None"),
    ("16.8", "no cause", " from error", ""),
    ("16.9", "no bytes", "return file.getvalue()", "return file"),
    (
        "16.9",
        "program",
        KEEPING,
        KEEPING.replace(".state_dict()", "")
        .replace("True", "False")
        .replace(
            "load_state_dict(state[0])",
            "load_state_dict(\n            state[0].state_dict())",
        ),
    ),
    (
        "16.9",
        "too large",
        SCALE,
        f"{SCALE}\n        self.scale = *self.scale, x",
    ),
    ("16.9", "shape", ".sigmoid()[:, 0]", ".sigmoid()"),
    ("16.9", "one row", ".sigmoid()[:, 0]", ".sigmoid().squeeze()"),
    ("16.9", "no probability", ".sigmoid()", ""),
    (
        "16.9",
        "alone",
        SCALED,
        "(torch.tensor(rows) - torch.tensor(rows).mean(dim=0)) / self.scale[1]",
    ),
    ("16.9", "answered", "not x.isfinite().all()", "False"),
    ("16.9", "other error", NUMBERS, "False"),
    (
        "16.9",
        "not in the bytes",
        KEEPING,
        KEEPING.replace(
            "epochs=4)", "epochs=4)\n        Predictor.net = self.net"
        ).replace(
            "self.net.load_state_dict(state[0])", "self.net = Predictor.net"
        ),
    ),
    (
        "16.9",
        "nothing",
        SCALED,
        "torch.tensor(rows) + 0 * self.scale[0]",
    ),
    (
        "16.9",
        "baseline",
        "self.net = nn.Sequential(*wide, nn.Linear(64, 1))",
        "self.net = nn.Sequential(wide[0], nn.Linear(64, 1))",
    ),
]
