"""Pictures of marks: opened as what strangers sent, made small, and told apart by fingerprints.

A fingerprint holds two perceptual hashes (pHash: the coarse waves of light and dark; dHash: where it gets darker from
left to right) of the picture without its margin and of its inner part, and how its colours are shared out. Small
changes of size, compression and shade change few bits. Turned, mirrored and cropped pictures are looked for by the
fingerprints of the wanted picture turned and mirrored, and by comparing whole pictures with inner parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import imagehash
import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

from onestop.core.errors import UserError

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
MAX_BYTES = 8 * 2**20
MAX_PIXELS = 25_000_000
"""Unpacked, that is 100 MB; a photograph is unpacked at a fraction of its size."""
SMALL = 256
"""Longest side of what is compared and kept."""
HASHES = 4
"""pHash and dHash of the whole, then of the inner part: 64 bits each."""
COLOURS = 16
"""Twelve hues, then black, dark grey, light grey and white."""
BYTES = 8 * HASHES + COLOURS
_INNER = 0.75
"""Share of its sides that the inner part keeps."""
_MARGIN = 24
"""So much lighter or darker than the border a pixel is part of the picture."""
_GREY, _BLACK = 40, 40
"""Saturation and value, of 255, below which a pixel has no hue."""

Hashes = npt.NDArray[np.uint64]
Colours = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Fingerprint:
    hashes: Hashes
    colours: Colours

    def packed(self) -> bytes:
        return self.hashes.astype("<u8").tobytes() + self.colours.tobytes()


def open_picture(data: bytes) -> Image.Image:
    """Upright, on white, at most SMALL on its longest side. Raises UserError for what is none or too large."""
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    try:
        return _small(_opened(data))
    except UnidentifiedImageError as error:
        raise UserError(
            "picture.unknown",
            _("这不是能识别的图片。"),
            _("可用的格式：%s。") % "、".join(FORMATS),
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, OverflowError) as error:
        raise UserError(  # what Pillow's decoders raise over damaged files
            "picture.broken", _("图片已损坏或没有传完。"), _("请用看图软件打开确认，另存后再试。")
        ) from error


def too_large(size: int) -> UserError:
    return UserError(
        "picture.too_large",
        _("图片文件有 %(size).1f MB，超过 %(most)d MB。") % {"size": size / 2**20, "most": MAX_BYTES >> 20},
        _("请把图片缩小，边长 1,000 像素就够。"),
    )


def _opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data), formats=FORMATS)
    image.draft(
        "RGB", (2 * SMALL, 2 * SMALL)
    )  # of a JPEG only every second, fourth, eighth pixel is unpacked
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    image.load()
    return image


def _too_many_pixels() -> UserError:
    return UserError(
        "picture.too_many_pixels",
        _("图片超过 %d 万像素。") % (MAX_PIXELS // 10_000),
        _("请把图片缩小，边长 1,000 像素就够。"),
    )


def _small(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):  # more shades than eight bits hold
        shades = np.asarray(image, np.float32).clip(0)
        image = Image.fromarray((shades * (255 / max(float(shades.max()), 1.0))).astype(np.uint8))
    image = ImageOps.exif_transpose(image).convert("RGBA")
    image.thumbnail((SMALL, SMALL), reducing_gap=2.0)
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def thumbnail(image: Image.Image) -> bytes:
    """Drawn anew: nothing of the file that was sent is in it but the look."""
    out = BytesIO()
    image.save(out, "WEBP", quality=80)
    return out.getvalue()


def fingerprint(image: Image.Image) -> Fingerprint:
    """Raises UserError for a blank picture."""
    ground = _ground(image)
    cut = _without_margin(image, ground)
    square = _square(cut, is_on_dark=sum(ground) < 3 * 128)
    hashes = [*_hashes(square), *_hashes(_inner(square))]
    return Fingerprint(np.array(hashes, np.uint64), _colours(cut))


def _ground(image: Image.Image) -> tuple[int, int, int]:
    """The commonest shade along the four edges."""
    pixels = np.asarray(image)
    edges = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    red, green, blue = np.median(edges, axis=0).astype(int).tolist()
    return red, green, blue


def _without_margin(image: Image.Image, ground: tuple[int, int, int]) -> Image.Image:
    difference = ImageChops.difference(image, Image.new("RGB", image.size, ground))
    box = difference.convert("L").point(lambda value: 255 * (value > _MARGIN)).getbbox()
    if box is None:
        raise UserError("picture.blank", _("图片是一片空白。"), _("请换一张看得见图形的图片。"))
    return image.crop(box)


def _square(image: Image.Image, *, is_on_dark: bool) -> Image.Image:
    """Grey, dark on light, its shades spread out, in the middle of a square."""
    grey = ImageOps.autocontrast(image.convert("L"))
    if is_on_dark:
        grey = ImageOps.invert(grey)
    side = max(grey.size)
    square = Image.new("L", (side, side), 255)
    square.paste(grey, ((side - grey.width) // 2, (side - grey.height) // 2))
    return square


def _inner(square: Image.Image) -> Image.Image:
    edge = round(square.width * (1 - _INNER) / 2)
    return (
        square.crop((edge, edge, square.width - edge, square.height - edge)) if square.width > 8 else square
    )


def _hashes(square: Image.Image) -> tuple[int, int]:
    return _number(imagehash.phash(square)), _number(imagehash.dhash(square))


def _number(found: imagehash.ImageHash) -> int:
    return int.from_bytes(np.packbits(found.hash.ravel()).tobytes(), "big")


def _colours(image: Image.Image) -> Colours:
    """Shares of 255."""
    small = image.resize((64, 64))
    hue, saturation, value = (
        each.ravel().astype(int) for each in np.moveaxis(np.asarray(small.convert("HSV")), 2, 0)
    )
    has_hue = (saturation >= _GREY) & (value >= _BLACK)
    places = np.where(has_hue, hue * 12 // 256, 12 + value // 64)
    shares = np.bincount(places, minlength=COLOURS) / len(places)
    return np.asarray(np.rint(255 * shares), np.uint8)


@dataclass(frozen=True)
class Turned:
    """The wanted picture in one of its eight positions."""

    quarters: int
    """Turned against the clock."""
    is_mirrored: bool
    fingerprint: Fingerprint


def positions(image: Image.Image) -> Iterator[Turned]:
    """As it is first."""
    for is_mirrored in (False, True):
        source = ImageOps.mirror(image) if is_mirrored else image
        for quarters in range(4):
            yield Turned(quarters, is_mirrored, fingerprint(source.rotate(90 * quarters, expand=True)))
