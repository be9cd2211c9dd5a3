"""One form for all images: what each kind becomes, and what is refused."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from helpers.images import normalise_image, read_pixels

Pixels = NDArray[np.uint8]
NOISE: Pixels = np.random.default_rng(0).integers(0, 256, (4, 6, 3), np.uint8)
RED = (255, 0, 0)

# What a viewer shows, by the words of the EXIF standard: where the first row
# and the first column of the stored pixels belong.
SHOWN: dict[int, Callable[[Pixels], Pixels]] = {
    1: lambda x: x,  # top, left
    2: lambda x: x[:, ::-1],  # top, right
    3: lambda x: x[::-1, ::-1],  # bottom, right
    4: lambda x: x[::-1],  # bottom, left
    5: lambda x: x.swapaxes(0, 1),  # left, top
    6: lambda x: x.swapaxes(0, 1)[:, ::-1],  # right, top
    7: lambda x: x.swapaxes(0, 1)[::-1, ::-1],  # right, bottom
    8: lambda x: x.swapaxes(0, 1)[::-1],  # left, bottom
}


def in_file(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def with_orientation(number: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = number
    return exif


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_ordinary_images_keep_their_pixels(mode: str) -> None:
    image = Image.fromarray(NOISE).convert(mode)
    pixels = read_pixels(image)
    assert pixels.dtype == np.uint8
    assert pixels.shape == (4, 6, len(mode))
    assert (pixels == np.array(image).reshape(pixels.shape)).all()


@pytest.mark.parametrize("orientation", SHOWN)
def test_images_are_turned_as_the_camera_was_held(orientation: int) -> None:
    exif = with_orientation(orientation)
    content = in_file(Image.fromarray(NOISE), exif=exif)
    expected = SHOWN[orientation](NOISE)
    assert (read_pixels(content) == expected).all()
    with Image.open(io.BytesIO(content)) as opened:
        assert (read_pixels(opened) == expected).all()


@pytest.mark.parametrize("orientation", SHOWN)
@pytest.mark.parametrize("mode", ["1", "P", "LA", "I;16", "CMYK"])
def test_images_of_any_mode_are_turned(mode: str, orientation: int) -> None:
    if mode == "I;16":
        image = Image.fromarray(NOISE[:, :, 0].astype(np.uint16) * 256)
    else:
        image = Image.fromarray(NOISE).convert(mode)
    upright = read_pixels(image)
    kind = "JPEG" if mode == "CMYK" else "TIFF"
    lossless = {"quality": 100, "subsampling": 0} if kind == "JPEG" else {}
    exif = with_orientation(orientation)
    turned = read_pixels(in_file(image, kind, exif=exif, **lossless))
    expected = SHOWN[orientation](upright)
    assert turned.shape == expected.shape
    error = np.abs(turned.astype(int) - expected)
    assert error.max() <= (6 if kind == "JPEG" else 0)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_ignored(
    orientation: int,
) -> None:
    exif = with_orientation(orientation)
    content = in_file(Image.fromarray(NOISE), exif=exif)
    assert (read_pixels(content) == NOISE).all()


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize("damage", [b"", b"MM", b"garbage", b"II*\0\xff" * 3])
def test_a_damaged_orientation_is_ignored(damage: bytes) -> None:
    content = in_file(Image.fromarray(NOISE), exif=b"Exif\0\0" + damage)
    assert (read_pixels(content) == NOISE).all()


def test_a_palette_becomes_its_colours() -> None:
    image = Image.new("P", (3, 2), 1)
    image.putpalette([0, 0, 0, *RED])
    assert (read_pixels(image) == np.full((2, 3, 3), RED)).all()
    assert (read_pixels(in_file(image)) == np.full((2, 3, 3), RED)).all()
    assert (read_pixels(in_file(image, "GIF")) == RED).all()


def test_black_and_white_are_the_ends_of_the_scale() -> None:
    image = Image.fromarray(np.array([[True, False]]))
    assert image.mode == "1"
    assert read_pixels(image).tolist() == [[[255], [0]]]


@pytest.mark.parametrize("order", ["<u2", ">u2"])
def test_of_16_bits_the_upper_8_are_kept(order: str) -> None:
    values = np.array([[0, 255, 256], [40000, 65279, 65535]], order)
    expected = [[[0], [0], [1]], [[156], [254], [255]]]
    image = Image.fromarray(values)
    assert image.mode.startswith("I;16")
    assert read_pixels(image).tolist() == expected
    assert read_pixels(values).tolist() == expected
    assert read_pixels(in_file(image, "TIFF")).tolist() == expected


def test_grey_and_colour_of_16_bits_agree() -> None:
    """Pillow itself reads colours of 16 bits; grey must be read like them."""
    values = np.arange(0, 65536, 257 * 5, dtype=np.uint16)[None]
    grey = read_pixels(in_file(Image.fromarray(values)))
    assert (grey[0, :, 0] == [value // 256 for value in values[0]]).all()


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("LA", (100, 255), [100]),
        ("LA", (100, 0), [255]),
        ("LA", (100, 51), [224]),  # a fifth of 100 and four of 255
        ("RGBA", (10, 20, 30, 255), [10, 20, 30]),
        ("RGBA", (10, 20, 30, 0), [255, 255, 255]),
        ("RGBA", (10, 20, 30, 51), [206, 208, 210]),
        ("PA", (0, 0), [255, 255, 255]),
        ("RGBX", (10, 20, 30, 0), [10, 20, 30]),
        ("CMYK", (0, 255, 255, 0), [255, 0, 0]),
        ("CMYK", (0, 0, 0, 255), [0, 0, 0]),
        ("YCbCr", (77, 128, 128), [77, 77, 77]),
        ("HSV", (0, 255, 255), [255, 0, 0]),
        ("RGBa", (2, 4, 6, 51), [214, 224, 234]),  # 10, 20, 30 times a fifth
        ("La", (20, 51), [224]),
    ],
)
def test_every_mode_becomes_grey_or_rgb(
    mode: str, colour: tuple[int, ...], expected: list[int]
) -> None:
    image = Image.new(mode, (2, 1), colour)
    found = read_pixels(image).astype(int)
    assert found.shape == (1, 2, len(expected))
    if mode == "RGBa":  # stored as a fifth, so known to five levels only
        expected = [round(5 * c * 0.2 + 204) for c in colour[:3]]
    assert np.abs(found - expected).max() <= 1


@pytest.mark.parametrize(
    ("mode", "key", "channels"),
    [("1", 0, 1), ("L", 7, 1), ("I;16", 40000, 1), ("RGB", (1, 2, 3), 3)],
)
def test_a_colour_that_the_file_calls_transparent_is_white(
    mode: str, key: Any, channels: int
) -> None:
    content = in_file(Image.new(mode, (2, 2), key), transparency=key)
    assert (read_pixels(content) == np.full((2, 2, channels), 255)).all()


@pytest.mark.parametrize("transparency", [1, b"\xff\x00"])
def test_transparent_entries_of_a_palette_are_white(
    transparency: int | bytes,
) -> None:
    image = Image.new("P", (2, 1), 1)
    image.putpalette([0, 0, 255, *RED])
    image.putpixel((0, 0), 0)
    content = in_file(image, transparency=transparency)
    assert read_pixels(content).tolist() == [[[0, 0, 255], [255, 255, 255]]]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK"])
@pytest.mark.parametrize("channels", [1, 3])
def test_a_number_of_channels_can_be_asked_for(
    mode: str, channels: int
) -> None:
    image = Image.fromarray(NOISE).convert(mode)
    pixels = read_pixels(image, channels)
    assert pixels.shape == (4, 6, channels)
    rgb = image.convert("RGB")
    expected = np.array(rgb if channels == 3 else rgb.convert("L"))
    assert (pixels == expected.reshape(pixels.shape)).all()
    assert normalise_image(image, channels).size == (6, 4)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "TIFF", "WEBP"])
def test_of_an_animation_the_first_frame_is_read(kind: str) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in (RED, (0, 0, 255))]
    lossless = {"lossless": True} if kind == "WEBP" else {}
    content = in_file(
        frames[0], kind, save_all=True, append_images=frames[1:], **lossless
    )
    with Image.open(io.BytesIO(content)) as image:
        assert getattr(image, "n_frames", 1) == 2
    assert (read_pixels(content) == RED).all()


@pytest.mark.parametrize(
    ("shape", "dtype"),
    [
        ((4, 6), "uint8"), ((4, 6, 1), "uint8"), ((4, 6, 3), "uint8"),
    ],
)  # fmt: skip
def test_an_array_is_an_image(shape: tuple[int, ...], dtype: str) -> None:
    pixels = np.resize(NOISE, shape).astype(dtype)
    assert (read_pixels(pixels) == pixels.reshape(4, 6, -1)).all()


def test_arrays_of_other_kinds_follow_the_same_rules() -> None:
    alpha = np.full((1, 1, 2), 0, np.uint8)
    assert read_pixels(alpha).tolist() == [[[255]]]
    assert read_pixels(np.zeros((1, 1, 4), np.uint8)).tolist() == [[[255] * 3]]
    assert read_pixels(np.array([[True]])).tolist() == [[[255]]]


def test_it_reads_from_wherever_the_image_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    content = in_file(Image.fromarray(NOISE))
    path = tmp_path / "an image.png"
    path.write_bytes(content)
    for source in (
        path,
        str(path),
        "~/an image.png",
        content,
        bytearray(content),
        memoryview(content),
        {"bytes": content, "path": None},
        {"bytes": content, "path": "elsewhere/a.png"},
        {"bytes": None, "path": str(path)},
        {"path": "~/an image.png"},
        Image.open(path),
        NOISE,
    ):
        assert (read_pixels(source) == NOISE).all()  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["I", "F"])
def test_what_has_no_white_is_refused(mode: str) -> None:
    with pytest.raises(ValueError, match=rf"mode {mode} has 32 bits.*uint8"):
        read_pixels(Image.new(mode, (2, 2)))


@pytest.mark.parametrize(
    ("source", "error", "message"),
    [
        (None, ValueError, r"no image \(None\).*leave such rows out"),
        ({"bytes": None, "path": None}, ValueError, "neither bytes nor a path"),
        ({}, ValueError, "neither bytes nor a path"),
        (b"no image", ValueError, "bytes cannot be read as an image.*whole"),
        (b"", ValueError, "bytes cannot be read as an image"),
        ("gone/a.png", FileNotFoundError, r"no image at gone.a\.png"),
        (torch.zeros(3, 4, 4), TypeError, r"got Tensor.*torch\.stack"),
        (NOISE.tolist(), TypeError, "a NumPy array, a path, .* got list"),
        (float("nan"), TypeError, "got float"),
        (NOISE / 255, ValueError, r"\(4, 6, 3\) of float64; scale it"),
        (NOISE.astype(int), ValueError, "of int64"),
        (NOISE.astype(np.uint16), ValueError, "of uint16"),
        (NOISE.transpose(2, 0, 1), ValueError, "put the channels last"),
        (NOISE[None], ValueError, r"\(1, 4, 6, 3\)"),
    ],
)
def test_what_is_no_image_is_refused(
    source: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        read_pixels(source)


def test_half_a_file_is_refused_and_named(tmp_path: Path) -> None:
    path = tmp_path / "half.png"
    path.write_bytes(in_file(Image.fromarray(np.tile(NOISE, (9, 9, 1))))[:200])
    with pytest.raises(ValueError, match=r"half\.png cannot be read.*whole"):
        read_pixels(path)
    with (
        Image.open(path) as half,
        pytest.raises(ValueError, match=r"cannot be decoded.*whole"),
    ):
        read_pixels(half)


@pytest.mark.parametrize("channels", [0, 2, 4, "RGB"])
def test_only_one_or_three_channels_can_be_asked_for(channels: Any) -> None:
    with pytest.raises(ValueError, match="channels must be 1, 3 or None"):
        read_pixels(NOISE, channels)


def test_text_beside_the_pixels_does_no_harm() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("XML:com.adobe.xmp", "<x:no xmp")
    content = in_file(Image.fromarray(NOISE), pnginfo=info)
    assert (read_pixels(content) == NOISE).all()
