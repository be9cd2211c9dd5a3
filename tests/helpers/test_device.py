"""Where it computes."""

import pytest
import torch

from helpers.device import pick_device


def offer(
    monkeypatch: pytest.MonkeyPatch, *, cuda: int = 0, mps: bool = False
) -> None:
    """Pretend that the machine has these accelerators."""
    monkeypatch.delenv("COURSE_DEVICE", raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda > 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


@pytest.mark.parametrize(
    ("cuda", "mps", "best"),
    [
        (0, False, "cpu"),
        (0, True, "mps"),
        (1, False, "cuda"),
        (1, True, "cuda"),
    ],
)
def test_the_fastest_device_is_picked(
    monkeypatch: pytest.MonkeyPatch, cuda: int, mps: bool, best: str
) -> None:
    offer(monkeypatch, cuda=cuda, mps=mps)
    assert pick_device() == torch.device(best)


def test_the_environment_decides_when_no_name_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offer(monkeypatch, cuda=2)
    monkeypatch.setenv("COURSE_DEVICE", "cpu")
    assert pick_device() == torch.device("cpu")
    assert pick_device("cuda:1") == torch.device("cuda:1")


def test_an_empty_environment_variable_counts_as_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offer(monkeypatch, cuda=1)
    monkeypatch.setenv("COURSE_DEVICE", "")
    assert pick_device() == torch.device("cuda")


@pytest.mark.parametrize("name", ["gpu", "cuda:one", "fast"])
def test_a_name_that_is_no_device_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=rf"'{name}' is not a device; use"):
        pick_device(name)


@pytest.mark.parametrize("name", ["cuda", "cuda:0", "mps", "meta"])
def test_a_device_that_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    offer(monkeypatch)
    with pytest.raises(
        ValueError, match=rf"no device '{name}'; it has: cpu\. Call pick_device"
    ):
        pick_device(name)


def test_a_second_gpu_that_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offer(monkeypatch, cuda=1)
    monkeypatch.setenv("COURSE_DEVICE", "cuda:1")
    with pytest.raises(ValueError, match=r"'cuda:1'; it has: cpu, cuda\."):
        pick_device()
