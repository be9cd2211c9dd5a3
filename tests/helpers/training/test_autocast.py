"""Mixed precision: bfloat16 only, close to float32, and no float16."""

import pytest
import torch
from small_runs import FEATURES, adamw, batches, build, linear, net, weights
from torch import Tensor, nn


def test_a_run_in_bfloat16_stays_close_to_float32() -> None:
    single, mixed = net(), net()
    first = build(single, adamw).fit(batches(64, 8), epochs=5)
    second = build(mixed, adamw, autocast=torch.bfloat16).fit(
        batches(64, 8), epochs=5
    )
    assert second["train_loss"] == pytest.approx(first["train_loss"], rel=0.05)
    assert second["train_loss"] != first["train_loss"]
    assert {p.dtype for p in mixed.parameters()} == {torch.float32}


class Noting(nn.Linear):
    """Notes the precision that its products are computed in."""

    def __init__(self) -> None:
        super().__init__(FEATURES, 4)
        self.kinds: list[torch.dtype] = []

    def forward(self, x: Tensor) -> Tensor:
        result = super().forward(x)
        self.kinds.append(result.dtype)
        return result


@pytest.mark.parametrize(
    ("autocast", "kind"),
    [(torch.bfloat16, torch.bfloat16), (None, torch.float)],
)
def test_training_and_measuring_use_one_precision(
    autocast: torch.dtype | None, kind: torch.dtype
) -> None:
    model = Noting()
    trainer = build(model, autocast=autocast)
    trainer.fit(batches(4, 4), batches(4, 4), epochs=1)
    trainer.predict(batches(4, 4))
    assert model.kinds == [kind] * 3


def test_the_precision_does_not_leak_out_of_the_trainer() -> None:
    build(linear(), autocast=torch.bfloat16).fit(batches(4, 4), epochs=1)
    assert not torch.is_autocast_enabled("cpu")


@pytest.mark.parametrize("kind", [torch.float16, torch.float64])
def test_other_precisions_are_refused(kind: torch.dtype) -> None:
    with pytest.raises(
        ValueError, match=rf"bfloat16 or None, got {kind}; float16 would need"
    ):
        build(linear(), autocast=kind)


def test_weights_stay_finite() -> None:
    model = net()
    build(model, autocast=torch.bfloat16).fit(batches(16, 4), epochs=3)
    assert all(value.isfinite().all() for value in weights(model).values())
