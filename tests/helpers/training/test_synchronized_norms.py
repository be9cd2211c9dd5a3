"""SyncBatchNorm takes the place of batch normalisation, for a while.

What it computes is PyTorch's business, and needs GPUs; that the layers come
back, with what they have learned, is ours.
"""

import pytest
import torch
from small_runs import net
from torch import nn

from helpers.training.distributed import synchronized_norms

CUDA, CPU = torch.device("cuda"), torch.device("cpu")


def test_the_layers_are_replaced_and_come_back() -> None:
    model = nn.ModuleDict({"body": net(), "norm": nn.BatchNorm2d(3)})
    before = dict(model.named_modules())
    tensors = {
        name: id(x) for name, x in model.state_dict(keep_vars=True).items()
    }
    with synchronized_norms(model, CUDA):
        kinds = [type(part) for part in model.modules()]
        assert kinds.count(nn.SyncBatchNorm) == 2
        assert nn.BatchNorm1d not in kinds
        assert nn.BatchNorm2d not in kinds
        inside = model.state_dict(keep_vars=True)
        assert {name: id(x) for name, x in inside.items()} == tensors
    assert dict(model.named_modules()) == before


def test_a_mode_that_was_set_meanwhile_stays() -> None:
    model = net()
    with synchronized_norms(model, CUDA):
        model.eval()
    assert not model[1].training


def test_a_layer_that_is_used_twice_stays_one() -> None:
    norm = nn.BatchNorm1d(3)
    model = nn.Sequential(norm, nn.ReLU(), norm)
    with synchronized_norms(model, CUDA):
        assert isinstance(model[2], nn.SyncBatchNorm)
    assert {id(model[0]), id(model[2])} == {id(norm)}


def test_on_cpus_it_is_refused() -> None:
    with (
        pytest.raises(
            ValueError, match=r"1 is a BatchNorm1d.*only share on GPU"
        ),
        synchronized_norms(net(), CPU),
    ):
        pass


def test_a_model_without_is_left_alone() -> None:
    model = nn.Sequential(nn.Linear(3, 3), nn.LayerNorm(3))
    with synchronized_norms(model, CPU):
        assert type(model[1]) is nn.LayerNorm
