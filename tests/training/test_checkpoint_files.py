"""Files are whole or refused, and never run."""

import os
import pickle
import re
from pathlib import Path

import pytest
import torch
from small_runs import adamw, batches, build, net, same, sgd, weights
from torch import nn

from helpers.checkpoints import (
    CheckpointError,
    Checkpoints,
    load_weights,
    save_weights,
)
from helpers.checkpoints import files as files_module
from helpers.checkpoints.encoding import decode, encode
from helpers.training import EarlyStopping, Trainer


class Trap:
    """Makes a folder when it is unpickled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.folder),)


def test_weights_come_back_bit_for_bit(tmp_path: Path) -> None:
    save_weights(net(seed=1), tmp_path / "net.safetensors")
    model = net(seed=2)
    load_weights(model, tmp_path / "net.safetensors")
    assert same(weights(model), weights(net(seed=1)))


def test_tied_weights_can_be_saved(tmp_path: Path) -> None:
    def tied() -> nn.Sequential:
        first, second = nn.Linear(3, 3), nn.Linear(3, 3)
        second.weight = first.weight
        return nn.Sequential(first, second)

    saved, loaded = tied(), tied()
    save_weights(saved, tmp_path / "tied.safetensors")
    load_weights(loaded, tmp_path / "tied.safetensors")
    assert same(weights(loaded), weights(saved))


@pytest.mark.parametrize("how", ["archive", "bare pickle"])
@pytest.mark.parametrize("name", ["model.pt", "model.safetensors"])
def test_a_pickle_is_never_opened(tmp_path: Path, how: str, name: str) -> None:
    path, made = tmp_path / name, tmp_path / "made"
    if how == "archive":
        torch.save(Trap(made), path)
    else:
        path.write_bytes(pickle.dumps(Trap(made)))
    with pytest.raises(CheckpointError, match=r"is a pickle.*not opened"):
        load_weights(net(), path)
    assert not made.exists()
    with path.open("rb") as file:  # the trap does work
        if how == "bare pickle":
            pickle.load(file)
            assert made.exists()


@pytest.mark.parametrize("keep", [0, 3, 8, 50, 300, -1])
def test_a_file_that_was_cut_is_refused(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "net.safetensors"
    save_weights(net(), path)
    path.write_bytes(path.read_bytes()[:keep])
    model = net(seed=2)
    before = weights(model)
    with pytest.raises(CheckpointError, match="cut short or is something"):
        load_weights(model, path)
    assert same(weights(model), before)


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    path.write_text("these are no weights, but long enough to be some")
    with pytest.raises(CheckpointError, match="no whole safetensors file"):
        load_weights(net(), path)
    with pytest.raises(FileNotFoundError, match="no file of weights at"):
        load_weights(net(), tmp_path / "none.safetensors")
    with pytest.raises(ValueError, match=r"must end in .safetensors"):
        save_weights(net(), tmp_path / "net.pt")


def test_another_architecture_is_named(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    save_weights(nn.Sequential(nn.Linear(3, 9)), path)
    with pytest.raises(
        CheckpointError,
        match=r"of another model than this Sequential: it lacks 1.weight.*"
        r"more; build the model with the arguments",
    ):
        load_weights(net(), path)
    with pytest.raises(
        CheckpointError, match=r"0.weight is \(9, 3\) instead of \(8, 3\)"
    ):
        load_weights(nn.Sequential(nn.Linear(3, 8)), path)


def a_run(folder: Path, **options: object) -> Trainer:
    trainer = build(net(dropout=0.3), adamw)
    checkpoints = Checkpoints(folder, **options)  # type: ignore[arg-type]
    trainer.fit(batches(10, 4), epochs=3, checkpoints=checkpoints)
    return trainer


def test_a_run_that_ended_is_not_trained_further(tmp_path: Path) -> None:
    first, again = a_run(tmp_path), a_run(tmp_path)
    assert same(weights(again.model), weights(first.model))
    assert again.history.rows == first.history.rows
    assert len(again.history) == 3


def test_the_last_two_checkpoints_are_kept(tmp_path: Path) -> None:
    a_run(tmp_path, every=1)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["checkpoint-000011", "checkpoint-000012"]


def test_what_an_interrupted_write_left_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".unfinished-checkpoint-000009.x").mkdir()
    a_run(tmp_path)
    assert not list(tmp_path.glob(".unfinished*"))


def test_a_full_disk_leaves_the_last_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = a_run(tmp_path)
    before = Checkpoints(tmp_path).paths

    def fail(path: Path, content: bytes) -> None:
        path.write_bytes(content[:10])
        raise OSError("No space left on device")

    monkeypatch.setattr(files_module, "_write", fail)
    with pytest.raises(OSError, match="No space left"):
        Checkpoints(tmp_path).save(trainer)
    assert Checkpoints(tmp_path).paths == before
    assert not list(tmp_path.glob(".unfinished*"))
    a_run(tmp_path)  # and it can be read


FILES = ["model.safetensors", "training.safetensors", "training.json"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", ["cut", "changed", "lost"])
def test_a_damaged_checkpoint_is_refused(
    tmp_path: Path, name: str, how: str
) -> None:
    a_run(tmp_path)
    path = Checkpoints(tmp_path).paths[-1] / name
    content = bytearray(path.read_bytes())
    if how == "lost":
        path.unlink()
    elif how == "cut":
        path.write_bytes(content[: len(content) // 2])
    else:
        place = content.index(b"0", len(content) // 2)
        content[place] = ord("1")
        path.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"is damaged|cannot be read"):
        a_run(tmp_path)


def test_a_newer_version_is_refused(tmp_path: Path) -> None:
    a_run(tmp_path)
    path = Checkpoints(tmp_path).paths[-1] / "training.json"
    text = path.read_text().replace('"version": 1', '"version": 2')
    path.write_text(text)
    with pytest.raises(CheckpointError, match=r"version 2.*update the package"):
        a_run(tmp_path)


def test_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "checkpoint-100"  # as another library names them
    folder.mkdir()
    with pytest.raises(CheckpointError, match="missing or is something else"):
        a_run(tmp_path)
    (folder / "training.json").write_text('{"step": 100}')
    with pytest.raises(CheckpointError, match="not a checkpoint of this"):
        a_run(tmp_path)


def test_a_run_that_is_built_in_another_way_is_refused(tmp_path: Path) -> None:
    a_run(tmp_path)
    trainer = build(net(), sgd)
    with pytest.raises(CheckpointError, match=r"has optimizer AdamW.*one SGD"):
        Checkpoints(tmp_path).resume(trainer)
    with pytest.raises(CheckpointError, match="has early stopping none"):
        Checkpoints(tmp_path).resume(build(net(), adamw), EarlyStopping())
    other = build(nn.Sequential(nn.Linear(3, 4)), adamw)
    with pytest.raises(CheckpointError, match="weights of another model"):
        Checkpoints(tmp_path).resume(other)


def test_every_must_be_a_number_of_updates(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="every must be at least 1, got 0"):
        Checkpoints(tmp_path, every=0)


def test_a_state_comes_back_with_its_kinds() -> None:
    state = {
        "a": [1, (2.5, None, True), float("inf")],
        3: {"t": torch.arange(3), "": "x"},
    }
    tensors: dict[str, torch.Tensor] = {}
    assert same(decode(encode(state, tensors), tensors), state)
    with pytest.raises(TypeError, match=re.escape("cannot save a.b: a set")):
        encode({"a": {"b": {1}}}, {})
