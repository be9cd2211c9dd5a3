"""Exported models of many kinds, of which two are right."""

from typing import Any

KINDS = (
    "same",
    "rounded",
    "fixed",
    "single",
    "half",
    "louder",
    "rare",
    "nan",
    "lively",
)
ROWS = 60


class FixedSizeError(RuntimeError):
    """An exported model insists on the number of rows of its example."""


def make_program(model: Any, kind: str) -> Any:
    """Return an exported model: (batch, 6) -> (batch, 3)."""
    import torch

    def run(x: Any) -> Any:
        if kind == "fixed" and len(x) != ROWS:
            raise FixedSizeError(f"the input must have {ROWS} rows")
        scores = model(x.clamp(max=2) if kind == "rare" else x)
        if kind == "single" and len(x) == 1:
            return scores[0]
        if kind == "rounded":
            noise = torch.arange(scores.numel()).view_as(scores).cos()
            return scores + 3e-7 * noise
        if kind == "nan":
            return scores.masked_fill(x[:, :1] > 2, float("nan"))
        if kind == "lively":
            return scores + 0.1 * (x - x.mean(dim=0))[:, :3]
        changes = {
            "half": lambda s: s.bfloat16().float(),
            "louder": lambda s: 1.05 * s,
        }
        return changes.get(kind, lambda s: s)(scores)

    return run
