"""Exported models give what the originals give, for batches of any size."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.onnx._internal.exporter._registration import ONNXRegistry
from transformers import BertConfig, BertModel

from helpers import export as export_module
from helpers.export import export, load_exported
from helpers.text import SentenceClassifier
from helpers.vision import ImageClassifier, load_backbone

pytestmark = pytest.mark.heavy

FORMATS = ["model.pt2", "model.onnx"]


@pytest.fixture(scope="module", autouse=True)
def known_operators() -> Iterator[None]:
    """Let PyTorch read its 1,500 translations to ONNX once, not each time.

    That takes more than the half of an export, and changes nothing in it.
    """
    with pytest.MonkeyPatch.context() as patch:
        read = staticmethod(cache(ONNXRegistry.from_torchlib))
        patch.setattr(ONNXRegistry, "from_torchlib", read)
        yield


class Small(nn.Module):
    """An image model with all that behaves otherwise in training."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Dropout(0.5),
            nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(16, 5),
        )  # fmt: skip

    def forward(self, x: Tensor) -> Tensor:
        scores: Tensor = self.layers(x.float() / 255)
        return scores


def images(rows: int, side: int = 8) -> Tensor:
    draw = torch.Generator().manual_seed(rows)
    shape = (rows, 3, side, side)
    return torch.randint(0, 256, shape, dtype=torch.uint8, generator=draw)


@pytest.mark.parametrize("name", FORMATS)
def test_an_image_model_in_training_is_exported_as_in_evaluation(
    tmp_path: Path, name: str
) -> None:
    model = Small()
    exported = export(model, (images(3),), tmp_path / name)
    assert model.training
    model.eval()
    run = load_exported(tmp_path / name)
    for rows in (1, 2, 3, 17):
        x = images(rows)
        torch.testing.assert_close(run(x), model(x), rtol=0, atol=1e-5)
        assert torch.equal(exported(x), run(x))
    assert exported.difference < 1e-5
    assert exported.bytes == (tmp_path / name).stat().st_size


@pytest.mark.parametrize("name", FORMATS)
def test_a_text_model_takes_any_batch_and_length(
    tmp_path: Path, name: str
) -> None:
    config = BertConfig(
        vocab_size=50,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
    )
    torch.manual_seed(0)
    model = SentenceClassifier(BertModel(config), 3).eval()
    ids = torch.randint(1, 50, (4, 12))
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0
    exported = export(model, (ids, mask), tmp_path / name, lengths=True)
    assert exported.difference < 1e-5
    with torch.no_grad():
        for rows, length in ((1, 3), (2, 12), (9, 30)):
            ids = torch.randint(1, 50, (rows, length))
            mask = torch.ones_like(ids)
            mask[-1, 2:] = 0
            torch.testing.assert_close(
                exported(ids, mask), model(ids, mask), rtol=0, atol=1e-5
            )


def test_the_course_image_model_can_be_exported(tmp_path: Path) -> None:
    model = ImageClassifier(load_backbone("mobilenet_v2"), 10, 64)
    exported = export(model, (images(3, 32),), tmp_path / "mobilenet.pt2")
    assert exported.difference <= 1e-4


def test_a_slice_as_example_does_not_bring_along_the_rest(
    tmp_path: Path,
) -> None:
    many = images(2000)  # 384 kB
    sliced = export(Small(), (many[:3],), tmp_path / "sliced.pt2")
    alone = export(Small(), (images(3),), tmp_path / "alone.pt2")
    assert sliced.bytes < alone.bytes + 1000


class Scores(nn.Module):
    """A layer and what is made of its outputs, ``(batch, 4)`` to any."""

    def __init__(self, finish: Callable[[Tensor], Any]) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.layer, self.finish = nn.Linear(4, 3), finish

    def forward(self, x: Tensor) -> Any:
        return self.finish(self.layer(x))


def table(rows: int = 6) -> Tensor:
    return torch.randn(rows, 4, generator=torch.Generator().manual_seed(rows))


FINISHES: dict[str, Callable[[Tensor], Tensor]] = {
    "prices": lambda y: 250_000 * (1 + y),
    "tiny": lambda y: 1e-8 * y,
    "a price and a probability": lambda y: torch.stack(
        [1e6 * y[:, 0], torch.sigmoid(y[:, 1])], 1
    ),
    "sure": lambda y: torch.log_softmax(y + 16 * (y == y.amax(1, True)), 1),
    "masked": lambda y: y.masked_fill(y > 0, float("-inf")),
    "some nan": lambda y: y.masked_fill(y > 0, float("nan")),
    "classes": lambda y: y.argmax(1),
    "truth values": lambda y: y > 0,
    "bytes": lambda y: (10 * y).int().clamp(0, 9).to(torch.uint8),
    "half": lambda y: y.half(),
    "double": lambda y: y.double(),
    "one number a row": lambda y: y[:, 0],
    "one number": lambda y: y.sum(),
    "nothing": lambda y: y[:, :0],
    "zeros": lambda y: 0 * y,
}


ONNX = ["prices", "masked", "classes", "truth values", "half", "one number"]


@pytest.mark.parametrize(
    ("name", "finish"),
    [
        *(("a.pt2", finish) for finish in FINISHES),
        *(("a.onnx", finish) for finish in ONNX),
    ],
)
def test_outputs_of_every_size_and_dtype_are_exported(
    tmp_path: Path, name: str, finish: str
) -> None:
    model = Scores(FINISHES[finish])
    exported = export(model, [table()], tmp_path / name)
    x = table(9)
    with torch.no_grad():
        torch.testing.assert_close(exported(x), model(x), equal_nan=True)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.pt2", torch.float64),
        ("a.onnx", torch.float64),
        ("a.pt2", torch.float16),
        ("a.onnx", torch.float16),
        ("a.pt2", torch.bfloat16),
    ],
)
def test_models_of_every_precision_are_exported(
    tmp_path: Path, name: str, kind: torch.dtype
) -> None:
    model = nn.Sequential(nn.Linear(4, 32), nn.Tanh(), nn.Linear(32, 2))
    exported = export(model.to(kind), [table().to(kind)], tmp_path / name)
    assert exported(table(5).to(kind)).dtype == kind


@pytest.mark.parametrize("kind", [torch.bfloat16, torch.float32])
def test_onnx_runtime_has_no_bfloat16(
    tmp_path: Path, kind: torch.dtype
) -> None:
    """Neither inside nor as an output, which NumPy could not take."""
    model = Scores(lambda y: y.bfloat16()).to(kind)
    with pytest.raises(ValueError, match=r"not compute in bfloat16.*\.float"):
        export(model, [table().to(kind)], tmp_path / "a.onnx")


def faulty(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Tensor], Any]
) -> None:
    """Let the exported file give something else than it should.

    Nothing is really exported: only what becomes of the outputs is tested.
    """
    written: list[nn.Module] = []

    def write(model: nn.Module, inputs: Any, path: Path, lengths: bool) -> None:
        written.append(model)
        path.touch()

    def read(path: Path) -> Callable[..., Any]:
        return torch.no_grad()(lambda *inputs: change(written[-1](*inputs)))

    monkeypatch.setattr(export_module, "write_pt2", write)
    monkeypatch.setattr(export_module, "read_pt2", read)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda y: y.masked_fill(y > 0, float("nan")), r"up to inf, where one"),
        (lambda y: y / 0 * 0, r"up to inf, where one of the two is nan"),
        (lambda y: y.clamp(max=0) / 0, r"up to inf, where one of the two"),
        (lambda y: 1.005 * y, r"e-03 of their size, more than 1.0e-04"),
        (lambda y: y[:, :2], r"gives float32 \(6, 2\) .* \(6, 3\)"),
        (lambda y: y.double(), r"gives float64 .*gives float32"),
        (lambda y: y[:1], r"gives float32 \(1, 3\) .* \(6, 3\)"),
        (lambda y: (y, y), r"must give one tensor"),
    ],
)
@pytest.mark.parametrize("size", [1e-9, 1.0, 1e9])
def test_an_export_that_differs_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: float,
    change: Callable[[Tensor], Any],
    message: str,
) -> None:
    faulty(monkeypatch, change)
    path = tmp_path / "a.pt2"
    path.write_text("the one before")
    with pytest.raises(ValueError, match=message):
        export(Scores(lambda y: size * y), [table()], path)
    assert path.read_text() == "the one before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("finish", "change"),
    [
        (lambda y: 10_000 + y.argmax(1), lambda y: y - 1),
        (lambda y: y > 0, lambda y: ~y),
        (lambda y: (y > 0).to(torch.uint8), lambda y: y - 1),
    ],
)
def test_whole_numbers_and_truth_values_must_be_equal(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    finish: Callable[[Tensor], Tensor],
    change: Callable[[Tensor], Tensor],
) -> None:
    faulty(monkeypatch, change)
    with pytest.raises(ValueError, match="differ from the original's by up"):
        export(Scores(finish), [table()], tmp_path / "a.pt2")


def test_the_tolerance_is_a_part_of_the_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty(monkeypatch, lambda y: 1.001 * y)
    model = Scores(lambda y: 1e6 * y)
    exported = export(model, [table()], tmp_path / "a.pt2", tolerance=0.01)
    assert exported.difference > 100
    with pytest.raises(ValueError, match="differ from"):
        export(model, [table()], tmp_path / "a.pt2", tolerance=0.0001)


def test_double_precision_is_held_to_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the file computes in single precision without a word."""
    faulty(monkeypatch, lambda y: y * (1 + 1e-6))
    x = table().double()
    with pytest.raises(ValueError, match=r"more than 1\.0e-07"):
        export(Scores(lambda y: y).double(), [x], tmp_path / "a.pt2")
    export(Scores(lambda y: y), [table()], tmp_path / "a.pt2")


class Recurrent(nn.Module):
    def __init__(self, kind: Any, **options: Any) -> None:
        super().__init__()
        self.embedding = nn.Embedding(10, 8)
        self.layer = kind(8, 8, batch_first=True, **options)

    def forward(self, ids: Tensor) -> Tensor:
        outputs: Tensor = self.layer(self.embedding(ids))[0]
        return outputs[:, -1]


RECURRENT: list[tuple[Any, dict[str, Any]]] = [
    (nn.LSTM, {"bidirectional": True, "num_layers": 2}),
    (nn.GRU, {}),
]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(("kind", "options"), RECURRENT)
def test_a_recurrent_layer_takes_any_length(
    tmp_path: Path, name: str, kind: Any, options: dict[str, Any]
) -> None:
    model = Recurrent(kind, **options)
    ids = torch.randint(10, (4, 6))
    if kind is nn.GRU:  # PyTorch remembers what was exported before
        export(model, [ids], tmp_path / "before.pt2")
    exported = export(model, [ids], tmp_path / name, lengths=True)
    with torch.no_grad():
        for rows, length in ((1, 1), (7, 3), (2, 25)):
            other = torch.randint(10, (rows, length))
            torch.testing.assert_close(exported(other), model(other))


@pytest.mark.parametrize("name", FORMATS)
def test_the_simplest_recurrent_layer_has_one_length(
    tmp_path: Path, name: str
) -> None:
    model, ids = Recurrent(nn.RNN), torch.randint(10, (4, 6))
    with pytest.raises(
        ValueError,
        match=r"Recurrent cannot be exported to model.* with a free length .*"
        "pad to one length and leave out lengths=True",
    ):
        export(model, [ids], tmp_path / name, lengths=True)
    assert not list(tmp_path.iterdir())
    exported = export(model, [ids], tmp_path / name)
    other = torch.randint(10, (7, 6))
    with torch.no_grad():
        torch.testing.assert_close(exported(other), model(other))
    with pytest.raises(ValueError, match=r"cannot take \(int64 \(7, 5\)"):
        exported(other[:, :5])


class Weighted(nn.Module):
    """Takes a number for each row beside its tokens."""

    def forward(self, x: Tensor, weight: Tensor) -> Tensor:
        return x.mean(1) * weight


@pytest.mark.parametrize("name", FORMATS)
def test_an_input_without_a_length_is_taken_beside_one_with(
    tmp_path: Path, name: str
) -> None:
    inputs = (torch.randn(4, 6), torch.randn(4))
    exported = export(Weighted(), inputs, tmp_path / name, lengths=True)
    x, weight = torch.randn(3, 11), torch.randn(3)
    torch.testing.assert_close(exported(x, weight), Weighted()(x, weight))


class Tied(nn.Module):
    """Shared weights, a buffer that is not saved, a list of nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 4)
        self.second.weight = self.first.weight
        self.nothing = nn.ModuleList()
        self.scale: Tensor
        self.register_buffer("scale", torch.arange(8.0)[::2], persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.second(self.first(x))
        return y * self.scale


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("make", [Tied, nn.Identity])
def test_shared_and_missing_weights_are_exported(
    tmp_path: Path, name: str, make: Callable[[], nn.Module]
) -> None:
    model = make()
    strided = torch.randn(8, 6).t()[:, ::2]
    exported = export(model, [strided], tmp_path / name)
    with torch.no_grad():
        torch.testing.assert_close(exported(strided), model(strided))


class Keeping(nn.Linear):
    def forward(self, x: Tensor) -> Tensor:
        self.kept = super().forward(x)
        return self.kept


def test_what_cannot_be_exported_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"must end in .pt2 or .onnx"):
        export(Small(), (images(3),), tmp_path / "model.pt")
    with pytest.raises(ValueError, match="at least 3 rows, got 1"):
        export(Small(), (images(1),), tmp_path / "model.pt2")
    with pytest.raises(ValueError, match=r"differ from the original's by up"):
        export(Small(), (images(3),), tmp_path / "m.pt2", tolerance=-1.0)
    keeping = Keeping(4, 3)
    keeping(table())
    with pytest.raises(ValueError, match=r"Keeping cannot be copied \(.*None"):
        export(keeping, [table()], tmp_path / "m.pt2")


@pytest.mark.parametrize(
    ("inputs", "options", "message"),
    [
        (table(), {}, r"must be a list of tensors .*; write \[x\]"),
        ([], {}, "must be a list of tensors"),
        ([table().numpy()], {}, r"list of tensors .*got \(ndarray\)"),
        ([torch.tensor(1.0)], {}, "must be a list of tensors"),
        ([table(5), table(3)], {}, "at least 3 rows, got 3 and 5 in"),
        ([torch.ones(5)], {"lengths": True}, "lengths=True needs inputs"),
        ([torch.ones(5, 2)], {"lengths": True}, "of at least 3 in the second"),
    ],
)
def test_inputs_that_are_no_batch_are_refused(
    tmp_path: Path, inputs: Any, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        export(nn.Identity(), inputs, tmp_path / "a.pt2", **options)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("finish", "message"),
    [
        (lambda y: (y, y), r"Scores gives \(.*must give one tensor"),
        (lambda y: {"a": y}, r"Scores gives \{'a'.*must give one tensor"),
        (lambda y: y / 0 * 0, r"gives only nan or infinities"),
        (lambda y: y if y.sum() > 0 else -y, r"cannot be exported to .*`if`"),
    ],
)
def test_models_that_cannot_be_compared_are_refused(
    tmp_path: Path, name: str, finish: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        export(Scores(finish), [table()], tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_complex_output_is_none_of_onnx(tmp_path: Path) -> None:
    model = Scores(lambda y: torch.complex(y, y))
    export(model, [table()], tmp_path / "a.pt2")
    with pytest.raises(ValueError, match="original gives complex64"):
        export(model, [table()], tmp_path / "a.onnx")


@pytest.mark.parametrize("name", FORMATS)
def test_an_exported_model_says_what_it_cannot_take(
    tmp_path: Path, name: str
) -> None:
    exported = export(nn.Linear(4, 3), [table()], tmp_path / name)
    wrong: list[tuple[list[Any], str]] = [
        ([table(), table()], r"\(float32 \(6, 4\) on cpu, float32"),
        ([], r"\(\)"),
        ([table().double()], "float64"),
        ([table()[:, :2]], r"\(6, 2\)"),
        ([table().numpy()], "ndarray"),
    ]
    for inputs, message in wrong:
        with pytest.raises(ValueError, match=f"{name} cannot take .*{message}"):
            exported(*inputs)
    assert not exported(table().requires_grad_()).requires_grad


def test_what_cannot_be_loaded_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no exported model at"):
        load_exported(tmp_path / "model.pt2")
    (tmp_path / "model.pt").touch()
    with pytest.raises(ValueError, match=r"must end in .pt2 or .onnx"):
        load_exported(tmp_path / "model.pt")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("content", [b"", b"something else" * 99])
def test_a_damaged_file_is_refused(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=r"is no whole exported model .*again"):
        load_exported(tmp_path / name)
