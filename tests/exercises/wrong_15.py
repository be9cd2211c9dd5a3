"""Plausible wrong answers to the exercises of chapter 15."""

SHARE = "(len(x) / rows)"
GROUP = """    for first in range(0, len(batches), group):
        part = batches[first : first + group]
"""
ONE_BATCH = """        for x, y in part:
            loss = nn.functional.mse_loss(model(x), y)
            (loss * len(x) / rows).backward()
"""
JOINED = """        x, y = (torch.cat(both) for both in zip(*part))
        nn.functional.mse_loss(model(x), y).backward()
"""
STUB = """    for k, (x, y) in enumerate(batches, start=1):
        loss = nn.functional.mse_loss(model(x), y)
        (loss / group).backward()
        if k % group == 0:
            sgd.step()
            sgd.zero_grad()
    return
"""
WALK = """weights.to(kind), updates.to(kind)
        for _ in range(steps):
            now = now - update
        found.append(now)
"""
GAPS = "test[1, second] - test[0, first]"

WRONG = [
    ("15.1", "ten", "math.log(classes)", "math.log(10)"),
    (
        "15.1",
        "first",
        "not 0.7 < losses[0] / math.log(classes) < 1.5",
        "False",
    ),
    ("15.1", "above only", "not 0.7 < losses", "not 0 < losses"),
    ("15.1", "nan", "losses.isnan().any() or ", ""),
    ("15.2", "lowest", " / 10", ""),
    ("15.2", "raw", "torch.stack(smooth)", "losses.nan_to_num(1e9)"),
    ("15.2", "start", " / (1 - 0.9**k)", ""),
    ("15.2", "nan", ".nan_to_num(1e9)", ""),
    ("15.3", "late", "(k - (warm - 1))", "(k - warm)"),
    (
        "15.3",
        "late",
        "(k - (warm - 1)) / (updates - warm)",
        "(k - warm) / (updates - warm)",
    ),
    ("15.3", "nothing", "(k + 1) / warm", "k / (warm - 1)"),
    ("15.3", "zero", "low + (1 - low) * ", ""),
    (
        "15.3",
        "jump",
        "(k - (warm - 1)) / (updates - warm)",
        "k / (updates - 1)",
    ),
    ("15.3", "line", "(1 + math.cos(math.pi * done)) / 2", "(1 - done)"),
    (
        "15.3",
        "squared",
        "LambdaLR(sgd, share)",
        'LambdaLR(sgd, [lambda k, g=g["lr"]: g * share(k)\n'
        "        for g in sgd.param_groups])",
    ),
    (
        "15.4",
        "one rate",
        "    gaps",
        "    second = first\n    gaps",
    ),
    ("15.4", "test", "valid.mean(dim=2)", "test.mean(dim=2)"),
    ("15.4", "lucky", "valid.mean(dim=2)", "valid.amax(dim=2)"),
    ("15.4", "valid gap", GAPS, "valid[1, second] - valid[0, first]"),
    (
        "15.5",
        "each",
        "limit / norm.item()",
        "limit / g.norm().item()",
    ),
    (
        "15.5",
        "value",
        "g *= min(1.0, limit / norm.item())",
        "g.clamp_(-limit, limit)",
    ),
    ("15.5", "always", "min(1.0, limit / norm.item())", "limit / norm.item()"),
    ("15.5", "after", "return norm", "return norm.clamp(max=limit)"),
    (
        "15.5",
        "sum",
        "torch.cat([g.flatten() for g in grads]).norm()",
        "sum(g.norm() for g in grads)",
    ),
    (
        "15.6",
        "whole",
        '    return {"trained"',
        '    best = decide.argmin()\n    return {"trained"',
    ),
    ("15.6", "last", "report[best]", "report[epoch]"),
    ("15.6", "decides", "report[best]", "decide[best]"),
    (
        "15.6",
        "previous",
        "            best = epoch\n        if epoch - best >= patience:",
        "            best = epoch\n"
        "        waited = 0 if epoch == 0 or loss < decide[epoch - 1] "
        "else waited + 1\n"
        "        if waited >= patience:",
    ),
    (
        "15.6",
        "in total",
        "            best = epoch\n        if epoch - best >= patience:",
        "            best = epoch\n"
        "        elif epoch > 0:\n"
        "            patience -= 1\n"
        "        if patience <= 0:",
    ),
    ("15.6", "ties", "loss < decide[best]", "loss <= decide[best]"),
    ("15.6", "one more", "- best >= patience", "- best > patience"),
    (
        "15.6",
        "zero",
        '"trained": epoch + 1, "kept": best + 1',
        '"trained": epoch, "kept": best',
    ),
    ("15.7", "stub", GROUP, STUB + GROUP),
    ("15.7", "means", "* len(x) / rows", "/ len(part)"),
    ("15.7", "group", "* len(x) / rows", "/ group"),
    (
        "15.7",
        "left over",
        "range(0, len(batches), group)",
        "range(0, len(batches) - group + 1, group)",
    ),
    (
        "15.7",
        "last batch",
        "            (loss * len(x) / rows)",
        "            sgd.zero_grad()\n            (loss / len(part))",
    ),
    ("15.7", "never zero", "        sgd.zero_grad()", ""),
    (
        "15.7",
        "one by one",
        GROUP,
        "    group = 1\n" + GROUP,
    ),
    ("15.7", "sum", "(loss * len(x) / rows)", "loss"),
    ("15.7", "at once", ONE_BATCH, JOINED),
    (
        "15.8",
        "at the end",
        WALK,
        WALK.replace(".to(kind)", "").replace("(now)", "(now.to(kind))"),
    ),
    (
        "15.8",
        "at once",
        "        for _ in range(steps):\n            now = now - update",
        "        now = now - steps * update",
    ),
    ("15.8", "both", "return found", "return found[0], found[0].float()"),
    ("15.8", "half", "torch.bfloat16", "torch.float16"),
    ("15.8", "plus", "now - update", "now + update"),
    ("15.9", "first", "t[1:]", "t"),
    (
        "15.9",
        "in turn",
        "max(compute, (load + way) / n)",
        "compute + (load + way) / n",
    ),
    ("15.9", "no way", "(load + way)", "load"),
    ("15.9", "all", "min(need, key=need.get)", "cores"),
    ("15.9", "none", "min(need, key=need.get)", "0"),
    ("15.10", "rates", "for k in range(updates)", "for k in range(100)"),
    ("15.10", "lost", "/ 2 for wave", "* 1e6 for wave"),
    ("15.10", "chance", "highest * (1 + wave)", "1e-9 * (1 + wave)"),
    (
        "15.10",
        "baseline",
        "highest * (1 + wave)",
        "highest / 15 * (1 + wave)",
    ),
]
