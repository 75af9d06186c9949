"""Pictures of marks: which are opened, and how far their fingerprints lie apart."""

from collections.abc import Callable
from io import BytesIO
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter, ImageOps

from onestop.core.errors import UserError
from onestop.records.marks import pictures
from onestop.records.marks.pictures import fingerprint, open_picture, positions, thumbnail
from onestop.records.marks.tests.made_pictures import SIDE, as_file, made

NUMBERS = range(12)
NEAR = 30
"""Bits; unrelated pictures differ in about 64 of the 128."""


def apart(one: Image.Image, other: Image.Image) -> int:
    """In the best of the eight positions, whole with whole."""
    held = fingerprint(one).hashes[:2]
    return min(int(np.bitwise_count(each.fingerprint.hashes[:2] ^ held).sum()) for each in positions(other))


SAME: dict[str, Callable[[Image.Image], Image.Image]] = {
    "itself": lambda image: image,
    "smaller": lambda image: image.resize((SIDE // 2, SIDE // 2)),
    "a poor JPEG": lambda image: Image.open(BytesIO(as_file(image, "JPEG", quality=30))),
    "in a margin": lambda image: ImageOps.expand(image, 50, "white"),
    "grey": lambda image: image.convert("L").convert("RGB"),
    "light on dark": ImageOps.invert,
    "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(2)),
    "mirrored": ImageOps.mirror,
    "upside down": ImageOps.flip,
    "turned": lambda image: image.rotate(90),
    "turned and mirrored": lambda image: ImageOps.mirror(image).rotate(270),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_a_changed_picture_stays_near(change: Callable[[Image.Image], Image.Image]) -> None:
    assert max(apart(made(number), change(made(number))) for number in NUMBERS) <= NEAR


def test_other_pictures_are_farther_than_changed_ones() -> None:
    for number in NUMBERS:
        others = min(apart(made(number), made(1_000 + other)) for other in NUMBERS)
        assert apart(made(number), SAME["a poor JPEG"](made(number))) < others


def test_colours_tell_red_from_blue() -> None:
    red, blue = (
        fingerprint(ImageOps.expand(Image.new("RGB", (50, 50), name), 9, "white")) for name in ("red", "blue")
    )
    assert (red.colours != blue.colours).any()
    assert (red.hashes == blue.hashes).all()


@pytest.mark.parametrize("format_", pictures.FORMATS)
def test_formats(format_: str) -> None:
    assert open_picture(as_file(made(1), format_)).size == (SIDE, SIDE)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I", "I;16"])
def test_modes(mode: str) -> None:
    image = made(2).convert("L")
    image = (
        Image.fromarray(np.asarray(image).astype(np.uint16) * 256) if mode == "I;16" else image.convert(mode)
    )
    opened = open_picture(as_file(image, "TIFF"))
    assert opened.mode == "RGB"
    assert len(fingerprint(opened).packed()) == pictures.BYTES


def test_what_is_transparent_is_white() -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (10, 10, 30, 30))
    assert open_picture(as_file(image)).getpixel((0, 0)) == (255, 255, 255)


def test_the_first_of_several_frames() -> None:
    data = as_file(made(1), "GIF", save_all=True, append_images=[made(2), made(3)])
    assert apart(open_picture(data), made(1)) <= NEAR


def test_a_photograph_lies_as_its_camera_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    assert open_picture(as_file(made(1).resize((200, 100)), "JPEG", exif=exif)).size == (100, 200)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture.unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture.unknown"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "picture.unknown"),
        (as_file(made(1))[:900], "picture.broken"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "picture.broken"),
        (b"x" * (pictures.MAX_BYTES + 1), "picture.too_large"),
        (as_file(Image.new("1", (6_000, 6_000))), "picture.too_many_pixels"),
        (as_file(Image.new("1", (12_000, 12_000))), "picture.too_many_pixels"),
    ],
    ids=["empty", "svg", "postscript", "cut", "no png", "too large", "pixels", "bomb"],
)
def test_refused(data: bytes, code: str) -> None:
    with pytest.raises(UserError) as caught:
        open_picture(data)
    assert caught.value.code == code


def test_a_large_photograph_is_taken() -> None:
    """It is unpacked at an eighth of its size."""
    assert max(open_picture(as_file(made(1).resize((6_000, 6_000)), "JPEG")).size) == pictures.SMALL


def test_blank() -> None:
    with pytest.raises(UserError, match="空白"):
        fingerprint(Image.new("RGB", (50, 50), "white"))


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (2, 2)])
def test_tiny_pictures(size: tuple[int, int]) -> None:
    """Either a fingerprint or a reason."""
    image = Image.new("RGB", size, "white")
    image.putpixel((0, size[1] - 1), (0, 0, 0))
    try:
        assert len(fingerprint(open_picture(as_file(image))).packed()) == pictures.BYTES
    except UserError as error:
        assert error.code == "picture.blank"


def test_a_thumbnail_bears_nothing_of_the_file() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where it was taken"
    drawn = thumbnail(open_picture(as_file(made(1), "JPEG", exif=exif, comment=b"secret")))
    assert b"secret" not in drawn
    assert not Image.open(BytesIO(drawn)).getexif()


@pytest.mark.filterwarnings("ignore")  # decoders warn of tags that they skip
@given(st.sampled_from(pictures.FORMATS), st.integers(0, 10**6))
@settings(max_examples=150)
def test_damaged_files_are_opened_or_refused(format_: str, seed: int) -> None:
    random, data = Random(seed), bytearray(as_file(made(3).resize((60, 60)), format_))
    for _ in range(random.randint(1, 12)):
        data[random.randrange(len(data))] = random.randrange(256)
    del data[random.randint(len(data) // 2, len(data)) :]
    try:
        image = open_picture(bytes(data))
    except UserError as error:
        assert error.code.startswith("picture.")
    else:
        assert max(image.size) <= pictures.SMALL
