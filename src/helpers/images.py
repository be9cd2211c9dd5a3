"""Turn an image of any kind into bytes, grey or RGB, as a viewer shows it.

The data loaders and the service both read images here, so that a model gets
the same pixels from either. These are the rules:

========================  ====================================================
an image may be           a Pillow image, an array, a path (``~`` is the home
                          folder), the bytes of a file, or a row's mapping
                          with ``bytes`` or ``path`` of an undecoded column
turned or mirrored        by its EXIF orientation (1 to 8), as the camera was
                          held; a damaged or unknown orientation is ignored
``1``, ``L``              grey: black is 0, white is 255
``I;16`` (also big end)   grey: the upper 8 of the 16 bits, as Pillow itself
                          reads colours of 16 bits; 65,535 is white
``P``, ``PA``             the colours of the palette, not its entries' numbers
``LA``, ``PA``, ``RGBA``  what is transparent is laid on white; so it is with
                          premultiplied alpha (``La``, ``RGBa``) and where the
                          file names one colour or entry as transparent
``CMYK``, ``YCbCr`` ...   converted to RGB by Pillow, without colour profiles
several frames            the first, or the one that a Pillow image stands at
``I``, ``F``              refused: nothing says which number is white
========================  ====================================================

Grey images stay grey and others become RGB, unless a number of channels is
asked for. Images are not resized.
"""

import io
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import ExifTags, Image

ImageSource = (
    Image.Image
    | NDArray[Any]
    | bytes
    | str
    | PathLike[str]
    | Mapping[str, bytes | str | None]
)

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_GREY = ("1", "L", "LA", "La")
_MODES = {1: "L", 3: "RGB"}


def normalise_image(
    image: Image.Image, channels: int | None = None
) -> Image.Image:
    """Return an image in mode ``L`` or ``RGB``, by the rules of this module.

    Parameters
    ----------
    image
        As Pillow opened or made it.
    channels
        1 for ``L``, 3 for ``RGB``; without it, ``L`` if the image is grey.

    Raises
    ------
    ValueError
        If the image cannot be decoded, its mode is ``I`` or ``F`` or cannot be
        converted, or ``channels`` is neither 1 nor 3.
    """
    if channels not in (None, *_MODES):
        raise ValueError(f"channels must be 1, 3 or None, got {channels!r}")
    try:
        image.load()
    except (OSError, SyntaxError) as error:
        raise ValueError(
            f"the image cannot be decoded ({error}); is its file whole?"
        ) from error
    image = _upright(image)
    if image.mode.startswith("I;16"):
        image = _upper_bits(image)
    if image.mode in ("I", "F"):
        raise ValueError(
            f"an image of mode {image.mode} has 32 bits per pixel, and nothing "
            "says which number is white; scale it to 0 to 255 and make it "
            'uint8 first: Image.fromarray(pixels.astype("uint8"))'
        )
    grey = image.mode in _GREY
    if image.has_transparency_data:
        image = _on_white(image)
    elif not grey and image.mode != "RGB":
        image = image.convert("RGB")
    mode = _MODES[channels or (1 if grey else 3)]
    return image if image.mode == mode else image.convert(mode)


def read_pixels(
    source: ImageSource, channels: int | None = None
) -> NDArray[np.uint8]:
    """Return the pixels of an image, by the rules of this module.

    Parameters
    ----------
    source
        A Pillow image; an array ``(height, width)`` of uint8, uint16 or bool
        or ``(height, width, 1 to 4)`` of uint8; the path or the bytes of a
        file; or a mapping with ``bytes`` or ``path``, as `datasets` gives
        where it leaves an image undecoded.
    channels
        1 for grey, 3 for RGB; without it, 1 if the image is grey.

    Returns
    -------
    NDArray[np.uint8]
        ``(height, width, channels)``, from 0 to 255.

    Raises
    ------
    FileNotFoundError
        If there is no file at the path.
    ValueError
        If there is no image, or none that the rules allow.
    TypeError
        If it is something else.
    """
    if isinstance(source, Mapping):
        source = _of_row(source)
    if isinstance(source, np.ndarray):
        image = _of_array(source)
    elif isinstance(source, Image.Image):
        image = source
    else:
        image = _of_file(source)
    pixels = np.asarray(normalise_image(image, channels))
    return pixels.reshape(*pixels.shape[:2], -1)


def _of_row(file: Mapping[str, bytes | str | None]) -> bytes | str:
    for key in ("bytes", "path"):
        content = file.get(key)
        if content is not None:
            return content
    raise ValueError(
        "there is no image: neither bytes nor a path, only "
        f"{sorted(file)}; leave such rows out"
    )


def _of_array(pixels: NDArray[Any]) -> Image.Image:
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    colour = pixels.ndim == 3 and pixels.shape[2] in (2, 3, 4)
    if not (
        (pixels.ndim == 2 and pixels.dtype.name in ("uint8", "uint16", "bool"))
        or (colour and pixels.dtype == np.uint8)
    ):
        raise ValueError(
            "an array must be of shape (height, width) and uint8, uint16 or "
            "bool, or of shape (height, width, 1 to 4) and uint8, got "
            f"{pixels.shape} of {pixels.dtype}; scale it to 0 to 255, make it "
            "uint8 and put the channels last"
        )
    return Image.fromarray(pixels)


def _of_file(source: object) -> Image.Image:
    """Decode the first frame of a file, from its path or its bytes."""
    if isinstance(source, bytes | bytearray | memoryview):
        name, content = "the bytes", bytes(source)
    elif isinstance(source, str | PathLike):
        path = Path(source).expanduser()
        if not path.is_file():
            raise FileNotFoundError(
                f"there is no image at {path}; a path that is not whole counts "
                "from the folder where Python was started"
            )
        name, content = str(path), path.read_bytes()
    else:
        raise _no_image(source)
    try:
        image = Image.open(io.BytesIO(content))
        image.load()
    except Exception as error:  # damaged files raise nearly anything
        raise ValueError(
            f"{name} cannot be read as an image ({error}); is the file whole?"
        ) from error
    return image


def _no_image(source: object) -> Exception:
    if source is None:
        return ValueError("there is no image (None); leave such rows out")
    hint = ""
    if isinstance(source, torch.Tensor):
        hint = "; tensors need no reading: stack them with torch.stack"
    return TypeError(
        "an image must be a Pillow image, a NumPy array, a path, the bytes of "
        "a file or a mapping with one of these two, got "
        f"{type(source).__name__}{hint}"
    )


def _upright(image: Image.Image) -> Image.Image:
    """Turn an image as its EXIF orientation says."""
    try:
        turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # so do damaged metadata; viewers ignore them
        turn = None
    return image if turn is None else image.transpose(turn)


def _upper_bits(image: Image.Image) -> Image.Image:
    wide = np.asarray(image)
    pixels = (wide >> 8).astype(np.uint8)
    pixels[wide == image.info.get("transparency", -1)] = 255
    return Image.fromarray(pixels)


def _on_white(image: Image.Image) -> Image.Image:
    """Lay an image on white paper; return it in mode ``RGB``."""
    if image.mode == "La":  # for which Pillow has no direct way
        image = image.convert("LA")
    colours = image.convert("RGBA")
    paper = Image.new("RGBA", colours.size, "white")
    return Image.alpha_composite(paper, colours).convert("RGB")
