"""Windows of a series: views, no value from the future, clear refusals."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import Ridge
from torch import Tensor, nn

from helpers.training import StepOutput, Trainer, seed_everything
from helpers.windows import Batch, Scale, Windows, window_loader

PAST, FUTURE, CUT = 8, 4, 120


def a_series(hours: int = 200) -> Tensor:
    draw = torch.Generator().manual_seed(0)
    return torch.randn(hours, generator=draw).cumsum(0)


def a_calendar(hours: int = 200) -> Tensor:
    hour = torch.arange(hours)
    return torch.stack([hour % 24, hour // 24], dim=1).float()


def windows(series: Tensor, origins: Tensor) -> Windows:
    return Windows(series, a_calendar(len(series)), origins, PAST, FUTURE)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 20))
def test_a_window_is_what_slices_give(
    past: int, future: int, spare: int
) -> None:
    hours = past + future + spare
    series, calendar = a_series(hours), a_calendar(hours)
    origins = torch.arange(past, hours - future + 1)
    data = Windows(series, calendar, origins, past, future)
    batch = data[list(range(len(data)))]
    assert len(data) == spare + 1
    for row, origin in enumerate(origins.tolist()):
        wanted = (
            series[origin - past : origin],
            calendar[origin - past : origin],
            calendar[origin : origin + future],
            series[origin : origin + future],
        )
        for got, want in zip(batch, wanted, strict=True):
            assert torch.equal(got[row], want)


def test_windows_are_views_of_the_series() -> None:
    series = a_series()
    data = windows(series, torch.arange(PAST, 190))
    for view in (data.pasts, data.futures):
        assert (
            view.untyped_storage().data_ptr()
            == series.untyped_storage().data_ptr()
        )


def test_a_loader_reads_every_window_once_in_order() -> None:
    series, origins = a_series(), torch.arange(PAST, 40)
    loader = window_loader(windows(series, origins), 7)
    batches = list(loader)
    assert [len(batch[0]) for batch in batches] == [7, 7, 7, 7, 4]
    firsts = torch.cat([batch[3][:, 0] for batch in batches])
    assert torch.equal(firsts, series[origins])


def test_a_shuffled_loader_reads_the_same_windows_and_repeats() -> None:
    data = windows(a_series(), torch.arange(PAST, 40))

    def firsts(seed: int) -> Tensor:
        order = torch.Generator().manual_seed(seed)
        return torch.cat([b[3][:, 0] for b in window_loader(data, 5, order)])

    assert torch.equal(firsts(1), firsts(1))
    assert not torch.equal(firsts(1), firsts(2))
    assert torch.equal(firsts(1).sort()[0], firsts(2).sort()[0])


def test_a_scale_is_numpys_and_is_undone() -> None:
    series = a_series()
    scale = Scale.fit(series)
    assert scale.mean == pytest.approx(np.mean(series.double().numpy()))
    assert scale.std == pytest.approx(np.std(series.double().numpy(), ddof=1))
    assert torch.allclose(scale.undo(scale.apply(series)), series, atol=1e-5)


def step(model: nn.Module, batch: Batch) -> StepOutput:
    past, _, _, future = batch
    preds = model(past)
    loss = (preds - future).square().mean()
    return StepOutput(loss, future.numel(), preds.detach(), future)


def everything_fitted(series: Tensor) -> list[Tensor]:
    """Fit a scale, a ridge and a small LSTM on all that is before CUT."""
    order = seed_everything(0)
    scale = Scale.fit(series[:CUT])
    data = windows(scale.apply(series), torch.arange(PAST, CUT - FUTURE + 1))
    past, _, _, future = data[list(range(len(data)))]
    ridge = Ridge().fit(past, future)
    model = nn.Sequential(
        nn.Unflatten(1, (PAST, 1)), nn.LSTM(1, 4, batch_first=True), Last()
    )
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    loader = window_loader(data, 16, order)
    Trainer(model, step, adam, device="cpu").fit(loader, epochs=2)
    ridge_weights = [torch.as_tensor(ridge.coef_)]
    return [torch.tensor(scale), *ridge_weights, *model.state_dict().values()]


class Last(nn.Module):
    """Read the forecast from the last output of a recurrent layer."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Linear(4, FUTURE)

    def forward(self, result: tuple[Tensor, object]) -> Tensor:
        forecast: Tensor = self.head(result[0][:, -1])
        return forecast


@pytest.mark.parametrize("change", ["shuffled", "altered", "lost"])
def test_the_future_changes_nothing_that_was_fitted(change: str) -> None:
    series = a_series()
    other = series.clone()
    future = series[CUT:]
    if change == "shuffled":
        order = torch.randperm(
            len(future), generator=torch.Generator().manual_seed(1)
        )
        other[CUT:] = future[order]
    else:
        other[CUT:] = 1e6 if change == "altered" else torch.nan
    assert not torch.equal(series, other)
    fitted = zip(
        everything_fitted(series), everything_fitted(other), strict=True
    )
    assert all(torch.equal(one, same) for one, same in fitted)


def test_the_leakage_test_notices_one_value_of_the_past() -> None:
    series = a_series()
    other = series.clone()
    other[CUT - 1] += 1
    fitted = zip(
        everything_fitted(series), everything_fitted(other), strict=True
    )
    assert not any(torch.equal(one, same) for one, same in fitted)


@pytest.mark.parametrize(
    ("origins", "message"),
    [
        (torch.tensor([7]), r"in \[8, 196\] .*got 7 to 7"),
        (torch.tensor([9, 197]), "got 9 to 197"),
        (torch.tensor([], dtype=torch.long), "got none"),
    ],
)
def test_a_window_that_sticks_out_is_refused(
    origins: Tensor, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        windows(a_series(), origins)


def test_lengths_that_do_not_fit_are_refused() -> None:
    series, origins = a_series(), torch.tensor([20])
    with pytest.raises(ValueError, match="200 hours in the series but 199"):
        Windows(series, a_calendar(199), origins, 4, 4)
    with pytest.raises(ValueError, match="past must be at least 1, got 0"):
        Windows(series, a_calendar(), origins, 0, 4)


@pytest.mark.parametrize(
    ("past", "message"),
    [
        (torch.zeros(3, 2), r"got \(3, 2\)"),
        (torch.zeros(1), "at least two values"),
        (torch.ones(9), "never changes"),
        (torch.tensor([1.0, torch.nan, 3.0]), "holds nan"),
    ],
)
def test_a_series_without_a_scale_is_refused(
    past: Tensor, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Scale.fit(past)


def test_a_series_of_one_number_has_no_scale_however_it_is_rounded() -> None:
    """The deviation of 997 times 0.1 from their mean is not quite 0."""
    past = torch.full((997,), 0.1, dtype=torch.float64)
    assert past.std() > 0
    with pytest.raises(ValueError, match="never changes"):
        Scale.fit(past)


def test_a_scale_may_be_as_small_as_the_numbers_are() -> None:
    past = torch.tensor([1e-12, 2e-12, 3e-12], dtype=torch.float64)
    assert Scale.fit(past).std == pytest.approx(1e-12)


@pytest.mark.parametrize("kind", [torch.uint8, torch.int32, torch.int64])
def test_origins_are_whole_numbers_of_any_type(kind: torch.dtype) -> None:
    """Eight bits without a sign would go on from 255 where 0 is passed."""
    origins = torch.tensor([8, 20, 190])
    wanted = windows(a_series(), origins)[[0, 1, 2]]
    found = windows(a_series(), origins.to(kind))[[0, 1, 2]]
    assert all(map(torch.equal, found, wanted))
    with pytest.raises(ValueError, match=r"whole numbers, got torch.float32"):
        windows(a_series(), origins.float())


def test_numpys_whole_numbers_are_whole_numbers() -> None:
    eight: Any = np.int64(8)
    series, origins = a_series(), torch.arange(20, 40)
    data = Windows(series, a_calendar(), origins, eight, eight)
    (first, *_), *_ = window_loader(data, eight)
    assert first.shape == (8, 8)
    for wrong in (8.0, float("nan"), True):
        with pytest.raises(ValueError, match="batch_size must be a whole"):
            window_loader(data, wrong)  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="future must be a whole"):
            Windows(series, a_calendar(), origins, 8, wrong)  # type: ignore[arg-type]
