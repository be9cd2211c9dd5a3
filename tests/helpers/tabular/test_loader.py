"""The loader of whole batches: the same batches as row by row."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from helpers.tabular import batch_loader
from helpers.training import Trainer, seed_everything, supervised


@given(
    rows=st.integers(1, 40),
    batch_size=st.integers(1, 16),
    shuffle=st.booleans(),
    seed=st.integers(0, 9),
)
def test_batches_are_those_of_the_plain_loader(
    rows: int, batch_size: int, shuffle: bool, seed: int
) -> None:
    tensors = torch.arange(rows), torch.randn(rows, 3)
    ours = batch_loader(
        *tensors,
        batch_size=batch_size,
        shuffle=shuffle,
        generator=torch.Generator().manual_seed(seed),
    )
    theirs = DataLoader(
        TensorDataset(*tensors),
        batch_size,
        shuffle=shuffle,
        generator=torch.Generator().manual_seed(seed),
    )
    assert len(ours) == len(theirs)
    for _ in range(2):  # the second epoch has another order
        for one, other in zip(ours, theirs, strict=True):
            assert all(map(torch.equal, one, other))


def test_an_interrupted_run_goes_on_exactly() -> None:
    """The Trainer finds the generator that draws the order."""

    def trainer() -> tuple[Trainer, DataLoader[tuple[torch.Tensor, ...]]]:
        order = seed_everything(0)
        x = torch.randn(20, 3)
        model = nn.Sequential(nn.Linear(3, 1), nn.Flatten(0))
        adam = torch.optim.Adam(model.parameters(), lr=0.1)
        loader = batch_loader(
            x, x.sum(1), batch_size=6, shuffle=True, generator=order
        )
        return Trainer(model, supervised(nn.MSELoss()), adam), loader

    whole, loader = trainer()
    whole.fit(loader, epochs=3)
    first, loader = trainer()
    first.fit(loader, epochs=2)
    state = first.state_dict()
    second, loader = trainer()
    second.load_state_dict(state)
    second.fit(loader, epochs=1)
    for name, weight in second.model.state_dict().items():
        assert torch.equal(weight, whole.model.state_dict()[name])


def test_tensors_of_other_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"lengths \[2, 3\]"):
        batch_loader(torch.zeros(2), torch.zeros(3), batch_size=1)
    with pytest.raises(ValueError, match=r"lengths \[\]"):
        batch_loader(batch_size=1)


def test_numpys_batch_size_is_as_good_as_any() -> None:
    size: Any = np.int64(4)
    batches = list(batch_loader(torch.arange(10), batch_size=size))
    assert [len(rows) for (rows,) in batches] == [4, 4, 2]
    for wrong in (4.0, float("nan"), True, "4"):
        with pytest.raises(ValueError, match="batch_size must be a whole"):
            batch_loader(torch.arange(10), batch_size=wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="batch_size must be at least 1"):
        batch_loader(torch.arange(10), batch_size=0)


@pytest.mark.parametrize(
    "table", [np.zeros(3), [0, 1, 2], pd.Series([0]), pd.DataFrame({"a": [1]})]
)
def test_what_is_no_tensor_is_refused(table: Any) -> None:
    kind = type(table).__name__
    with pytest.raises(TypeError, match=f"takes tensors, got {kind}; convert"):
        batch_loader(torch.zeros(3), table, batch_size=2)
