"""The shared normalisation alone is PyTorch's own, gradients included."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
import torch.distributed as dist
from torch import Tensor, nn

from helpers.training.processes import Team
from helpers.training.shared_norm import shared_norms


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """Return a team of one, which has collectives all the same."""
    meeting = f"file://{tmp_path / 'meeting'}"
    dist.init_process_group("gloo", init_method=meeting, rank=0, world_size=1)
    yield Team(torch.device("cpu"))
    dist.destroy_process_group()


@pytest.mark.parametrize("momentum", [0.1, None])
@pytest.mark.parametrize("affine", [True, False])
@pytest.mark.parametrize(
    ("norm", "shape"),
    [
        (nn.BatchNorm1d, (5, 3)),
        (nn.BatchNorm1d, (5, 3, 4)),
        (nn.BatchNorm2d, (5, 3, 4, 2)),
    ],
)
def test_it_is_batch_normalisation(
    team: Team,
    norm: type[nn.BatchNorm2d],
    shape: tuple[int, ...],
    affine: bool,
    momentum: float | None,
) -> None:
    torch.manual_seed(0)
    data = 100 + 3 * torch.randn(shape, dtype=torch.float64)
    weigh = torch.randn(shape, dtype=torch.float64)

    def run(shared: Team | None) -> list[Tensor]:
        layer = norm(3, affine=affine, momentum=momentum).double()
        x = data.clone().requires_grad_()
        with shared_norms(layer, shared):
            for _ in range(2):
                y = layer(x)
                (y * weigh).sum().backward()
        grads = [p.grad for p in (x, *layer.parameters())]
        found = [y, *layer.buffers(), *(g for g in grads if g is not None)]
        assert len(found) == (7 if affine else 5)
        return found

    torch.testing.assert_close(run(team), run(None), rtol=1e-8, atol=1e-8)


def test_nothing_of_it_is_left_afterwards(team: Team) -> None:
    layer = nn.BatchNorm1d(3)
    with shared_norms(layer, team):
        assert "forward" in vars(layer)
    assert "forward" not in vars(layer)
