"""Files are whole or refused, and never run."""

import json
import os
import pickle
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save
from small_runs import (
    adamw,
    batches,
    build,
    linear,
    net,
    same,
    sgd,
    weights,
)
from torch import nn

from helpers.checkpoints import (
    CheckpointError,
    Checkpoints,
    load_weights,
    save_weights,
)
from helpers.checkpoints import files as files_module
from helpers.checkpoints.files import digest, read_tensors
from helpers.checkpoints.folders import VERSION
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


def test_a_checkpoint_with_code_in_it_is_not_opened(tmp_path: Path) -> None:
    """Although somebody has adapted the SHA-256."""
    a_run(tmp_path / "run")
    path = Checkpoints(tmp_path / "run").paths[-1]
    torch.save({"kinds": Trap(tmp_path / "made")}, path / "training.pt")
    about = json.loads((path / "training.json").read_text())
    content = (path / "training.pt").read_bytes()
    about["sha256"]["training.pt"] = digest(content)
    (path / "training.json").write_text(json.dumps(about))
    with pytest.raises(CheckpointError, match=r"training.pt was not opened"):
        a_run(tmp_path / "run")
    assert not (tmp_path / "made").exists()


FILES = ["model.safetensors", "training.pt", "training.json"]


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


@pytest.mark.parametrize(
    ("version", "remedy"),
    [(VERSION + 1, "update the package"), (1, "go on with the older package")],
)
def test_another_version_is_refused(
    tmp_path: Path, version: int, remedy: str
) -> None:
    a_run(tmp_path)
    path = Checkpoints(tmp_path).paths[-1] / "training.json"
    about = json.loads(path.read_text())
    path.write_text(json.dumps(about | {"version": version}))
    with pytest.raises(CheckpointError, match=f"version {version} .*{remedy}"):
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


@pytest.mark.parametrize(
    ("every", "message"),
    [
        (0, "every must be at least 1, got 0"),
        (float("nan"), "every must be a whole number, got nan"),
        (2.5, "every must be a whole number, got 2.5"),
        (True, "every must be a whole number, got True"),
    ],
)
def test_every_must_be_a_number_of_updates(
    tmp_path: Path, every: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Checkpoints(tmp_path, every=every)


def test_a_whole_number_of_numpy_is_one(tmp_path: Path) -> None:
    a_run(tmp_path, every=np.int64(1))
    assert Checkpoints(tmp_path).paths[-1].name == "checkpoint-000012"


FOREIGN = [
    "checkpoint-000001-best",
    "checkpoint-000002.bak",
    "checkpoint-000001.tmp",
    "checkpoint-000001 copy",
    "checkpoint-",
    "checkpoint-best",
    "checkpoint-1e3",
    "my-checkpoint-000001",
    "checkpoint-\u0661",  # an Arabic 1
    ".unfinished-notes",
    ".unfinished-checkpoint-000001",
    ".unfinished-best.safetensors.ab12cd34",
]


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_foreign_names_are_left_alone(tmp_path: Path, kind: str) -> None:
    for name in FOREIGN:
        path = tmp_path / name
        path.mkdir() if kind == "folder" else path.touch()
    a_run(tmp_path, every=1)
    checkpoints = Checkpoints(tmp_path)
    names = ["checkpoint-000011", "checkpoint-000012"]
    assert [path.name for path in checkpoints.paths] == names
    assert {path.name for path in tmp_path.iterdir()} == {*FOREIGN, *names}
    assert checkpoints.resume(build(net(dropout=0.3), adamw))


def test_a_copy_is_neither_resumed_from_nor_deleted(tmp_path: Path) -> None:
    """Although its name sorts behind the last."""
    a_run(tmp_path)
    last = Checkpoints(tmp_path).paths[-1]
    shutil.copytree(last.parent / "checkpoint-000002", f"{last}-good")
    assert Checkpoints(tmp_path).paths[-1] == last
    a_run(tmp_path)
    assert Path(f"{last}-good").is_dir()


def test_checkpoints_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    names = ["checkpoint-1000000", "checkpoint-999999", "checkpoint-000010"]
    for name in names:
        (tmp_path / name).mkdir()
    paths = Checkpoints(tmp_path).paths
    assert [path.name for path in paths] == names[::-1]


def test_the_millionth_checkpoint_follows_the_one_before(
    tmp_path: Path,
) -> None:
    trainer = a_run(tmp_path)
    first, last = Checkpoints(tmp_path).paths
    first.rename(tmp_path / "checkpoint-999998")
    last.rename(tmp_path / "checkpoint-999999")
    saved = Checkpoints(tmp_path)
    assert saved.save(trainer).name == "checkpoint-1000000"
    names = [path.name for path in saved.paths]
    assert names == ["checkpoint-999999", "checkpoint-1000000"]
    assert saved.resume(build(net(dropout=0.3), adamw))


def test_what_others_put_there_is_not_deleted(tmp_path: Path) -> None:
    """A file in a checkpoint, a file of its name, a link to a folder."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (tmp_path / "checkpoint-000000").symlink_to(kept)
    (tmp_path / "checkpoint-9").mkdir()  # as another library names them
    (tmp_path / "checkpoint-000020").touch()
    trainer = build(net(), adamw)
    saved = Checkpoints(tmp_path)
    first = saved.save(trainer)
    assert first.name == "checkpoint-000021"
    (first / "notes.txt").touch()
    for _ in range(3):
        saved.save(trainer)
    assert {path.name for path in tmp_path.iterdir()} == {
        "kept", "checkpoint-000000", "checkpoint-9", "checkpoint-000020",
        "checkpoint-000021", "checkpoint-000023", "checkpoint-000024",
    }  # fmt: skip


def test_no_file_of_weights_is_taken_for_a_pickle(tmp_path: Path) -> None:
    """One header in 32 has a length that begins as a bare pickle does."""
    path = tmp_path / "net.safetensors"
    for length in range(8, 1600, 8):
        note = {"note": "-" * length}
        path.write_bytes(save({"x": torch.ones(2)}, note))
        tensors, about = read_tensors(path)
        assert torch.equal(tensors["x"], torch.ones(2))
        assert about == note


class Counted(nn.Linear):
    """A layer with a state that is no tensor."""

    def __init__(self) -> None:
        super().__init__(3, 4)
        self.extra: Any = {"calls": 0, "seen": [1, 2]}

    def get_extra_state(self) -> Any:
        return self.extra

    def set_extra_state(self, state: Any) -> None:
        self.extra = state


def test_a_file_of_weights_names_what_is_no_tensor(tmp_path: Path) -> None:
    path = tmp_path / "counted.safetensors"
    model = nn.Sequential(Counted(), nn.Linear(4, 4))
    with pytest.raises(
        TypeError, match=r"cannot save 0._extra_state: a dict is no tensor"
    ):
        save_weights(model, path)
    assert not path.exists()
    save_weights(nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 4)), path)
    with pytest.raises(CheckpointError, match=r"it lacks 0._extra_state"):
        load_weights(model, path)


def test_an_extra_state_that_is_a_tensor_is_saved(tmp_path: Path) -> None:
    path, model, other = tmp_path / "a.safetensors", Counted(), Counted()
    model.extra, other.extra = torch.arange(3), torch.arange(2)
    save_weights(model, path)
    load_weights(other, path)
    assert torch.equal(other.extra, torch.arange(3))


def test_a_run_keeps_an_extra_state(tmp_path: Path) -> None:
    def fit(calls: int) -> Counted:
        model = Counted()
        model.extra["calls"] = calls
        checkpoints = Checkpoints(tmp_path)
        build(model, adamw).fit(
            batches(10, 4), epochs=1, checkpoints=checkpoints
        )
        return model

    assert fit(7).extra == fit(0).extra == {"calls": 7, "seen": [1, 2]}


def buffer(values: torch.Tensor) -> nn.Module:
    model = nn.Module()
    model.register_buffer("values", values)
    return model


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (buffer(torch.eye(2).to_sparse()), "values: .*ordinary tensor"),
        (buffer(torch.eye(2, device="meta")), "values: Cannot copy out of"),
        (buffer(torch.ones(2).to(torch.complex128)), "values: .*complex128;"),
        (nn.LazyLinear(2), "weight: .*uninitialized"),
    ],
)
def test_what_a_file_cannot_hold_is_named(
    tmp_path: Path, model: nn.Module, message: str
) -> None:
    with pytest.raises(TypeError, match=f"cannot save {message}"):
        save_weights(model, tmp_path / "a.safetensors")


@pytest.mark.parametrize(
    "values",
    [
        torch.arange(12.0).view(3, 4).t(),
        torch.ones(3).expand(4, 3),
        torch.arange(9.0)[::2],
        torch.tensor(1.5, dtype=torch.bfloat16),
        torch.empty(0, 3),
        torch.tensor([1 + 2j]).conj(),
        torch.tensor([True]),
    ],
)
def test_tensors_of_every_form_come_back(
    tmp_path: Path, values: torch.Tensor
) -> None:
    save_weights(buffer(values), tmp_path / "a.safetensors")
    loaded = buffer(torch.zeros_like(values).clone())
    load_weights(loaded, tmp_path / "a.safetensors")
    assert same(weights(loaded)["values"], values)


def test_a_model_without_weights_can_be_saved(tmp_path: Path) -> None:
    save_weights(nn.Identity(), tmp_path / "a.safetensors")
    load_weights(nn.Identity(), tmp_path / "a.safetensors")


def test_a_lazy_layer_takes_its_weights_from_a_file(tmp_path: Path) -> None:
    save_weights(nn.Linear(3, 2), tmp_path / "a.safetensors")
    lazy = nn.LazyLinear(2)
    load_weights(lazy, tmp_path / "a.safetensors")
    assert lazy.weight.shape == (2, 3)


def test_a_run_in_another_precision_is_refused(tmp_path: Path) -> None:
    build(net(), adamw).fit(
        batches(8, 4), epochs=1, checkpoints=Checkpoints(tmp_path)
    )
    with pytest.raises(
        CheckpointError, match=r"\(8, 3\) of float32 instead of .*float64"
    ):
        Checkpoints(tmp_path).resume(build(net().double(), adamw))


def test_a_run_with_other_groups_is_refused(tmp_path: Path) -> None:
    Checkpoints(tmp_path).save(build(linear(), adamw))

    def groups(model: nn.Module) -> torch.optim.Optimizer:
        return torch.optim.AdamW([{"params": [p]} for p in model.parameters()])

    with pytest.raises(CheckpointError, match=r"built in another way: .*group"):
        Checkpoints(tmp_path).resume(build(linear(), groups))


@pytest.mark.parametrize(
    ("monitor", "mode"), [("valid_loss", "max"), ("train_loss", "min")]
)
def test_early_stopping_by_another_measure_is_refused(
    tmp_path: Path, monitor: str, mode: Any
) -> None:
    Checkpoints(tmp_path).save(build(net(), adamw), EarlyStopping())
    with pytest.raises(
        CheckpointError, match=rf"\(valid_loss, min\), this .*{monitor}, {mode}"
    ):
        Checkpoints(tmp_path).resume(
            build(net(), adamw), EarlyStopping(monitor, mode=mode)
        )


def test_more_patience_may_be_had(tmp_path: Path) -> None:
    Checkpoints(tmp_path).save(build(net(), adamw), EarlyStopping())
    patient = EarlyStopping(patience=9)
    assert Checkpoints(tmp_path).resume(build(net(), adamw), patient)
    assert patient.patience == 9
