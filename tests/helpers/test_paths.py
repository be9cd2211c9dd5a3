"""A path that begins with ``~`` is in the home folder, for every function."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.optim import SGD
from torch.utils.data import DataLoader, TensorDataset

from helpers.checkpoints import Checkpoints, load_weights, save_weights
from helpers.export import export, load_exported
from helpers.model_card import write_model_card
from helpers.paths import local_path
from helpers.training import Trainer, supervised


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with a home that is another."""
    (tmp_path / "home").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "home"


def weights() -> None:
    save_weights(nn.Linear(2, 2), "~/new/a.safetensors")
    load_weights(nn.Linear(2, 2), Path("~/new/a.safetensors"))


def run() -> None:
    rows = DataLoader(TensorDataset(torch.ones(4, 2), torch.ones(4, 1)), 2)
    model = nn.Linear(2, 1)
    trainer = Trainer(
        model, supervised(nn.MSELoss()), SGD(model.parameters(), 0.1)
    )
    trainer.fit(rows, epochs=1, checkpoints=Checkpoints("~/new/"))
    assert Checkpoints(Path("~/new")).resume(trainer)


def exported() -> None:
    export(nn.Linear(2, 2), [torch.ones(3, 2)], "~/new/a.pt2")
    load_exported(Path("~/new/a.pt2"))


def card() -> None:
    save_weights(nn.Linear(2, 2), "~/new/a.safetensors")
    write_model_card(
        "~/new/card.md",
        name="a", weights="~/new/a.safetensors", data="b", split="c",
        metric="d", value=1.0, interval=(0.9, 1.1), use="e", limits=["f"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("use", "left"),
    [
        (weights, ["a.safetensors"]),
        (run, ["checkpoint-000001"]),
        (exported, ["a.pt2"]),
        (card, ["a.safetensors", "card.md"]),
    ],
)
def test_a_tilde_is_the_home_folder(
    home: Path, use: Callable[[], None], left: list[str]
) -> None:
    use()
    assert sorted(path.name for path in (home / "new").iterdir()) == left
    assert list(Path().iterdir()) == []


def test_other_paths_stay_as_they_are(home: Path) -> None:
    for text in ("a", "/a/b", "a/~/b", "", "~nobody-of-this-name/a", "~draft"):
        assert local_path(text) == local_path(Path(text)) == Path(text)
    assert local_path("~") == home
    assert local_path("~/a/") == home / "a"
