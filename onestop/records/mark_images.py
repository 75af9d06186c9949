"""Pictures of marks: kept small with their fingerprints, and found again by a picture that looks like them.

All fingerprints are held in memory (48 bytes each) and compared one by one: of 200,000 in a tenth of a second.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.db.models import Count, Max

from onestop.core import clock
from onestop.records.marks import pictures
from onestop.records.marks.pictures import Colours, Hashes, Turned
from onestop.records.models import MarkImage

MOST = 36
"""Bits of 128 that may differ. By chance half of them do, give or take six."""
SHOWN = 30
_COLOUR_COUNTS = 0.15
_SHAPELESS = 48
# Which hashes are compared: the whole with the whole, the whole with an inner part, an inner part with the whole.
_FRAMES = ((0, 0), (0, 2), (2, 0))


@dataclass(frozen=True)
class Likeness:
    """A picture that looks like the wanted one."""

    image: MarkImage
    score: int
    """0 to 100."""
    shape: int
    colour: int
    distance: int
    """Bits of 128 that differ."""
    quarters: int
    """How often the wanted picture was turned by 90° against the clock."""
    is_mirrored: bool
    is_part: bool
    """One of them looks like the inner part of the other."""


@dataclass(frozen=True)
class Found:
    likenesses: tuple[Likeness, ...]
    """The likest first."""
    compared: int
    took_ms: float


@dataclass(frozen=True)
class Kept:
    """All fingerprints, in the order of `keys`."""

    keys: npt.NDArray[np.int64]
    hashes: Hashes
    """A row for each of the four hashes."""
    colours: Colours


def path_of(digest: str) -> Path:
    folder: Path = settings.MARK_IMAGES_DIR
    return folder / digest[:2] / f"{digest}.webp"


def store(office: str, number: str, data: bytes, name: str) -> bool:
    """The picture of a number instead of the one before. Whether it is new. Raises UserError."""
    digest = sha256(data).hexdigest()
    if MarkImage.objects.filter(office=office, number=number, digest=digest).exists():
        return False
    image = pictures.open_picture(data)
    found = pictures.fingerprint(image)
    _write(path_of(digest), pictures.thumbnail(image))
    MarkImage.objects.update_or_create(
        office=office,
        number=number,
        defaults={
            "digest": digest,
            "name": name[-255:],
            "fingerprint": found.packed(),
            "stored_at": clock.now(),
        },
    )
    return True


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(data)
    unfinished.replace(path)


def pictures_of(numbers: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(office, number) -> digest, of those that have one."""
    found = MarkImage.objects.filter(number__in={number for _office, number in numbers})
    digests = {
        (office, number): digest for office, number, digest in found.values_list("office", "number", "digest")
    }
    return {each: digests[each] for each in numbers if each in digests}


def held() -> int:
    return MarkImage.objects.count()


def like(data: bytes, limit: int = SHOWN) -> Found:
    """Raises UserError for what is no picture."""
    started = perf_counter()
    turned = list(pictures.positions(pictures.open_picture(data)))
    kept = _kept_now()
    best = _nearest(kept, turned, limit)
    images = MarkImage.objects.in_bulk([int(kept.keys[each.row]) for each in best])
    found = [
        _likeness(kept, turned, each, images[int(kept.keys[each.row])])
        for each in best
        if int(kept.keys[each.row]) in images
    ]
    found.sort(key=lambda each: (-each.score, each.image.pk))
    return Found(tuple(found), len(kept.keys), (perf_counter() - started) * 1_000)


@dataclass(frozen=True)
class _Best:
    row: int
    distance: int
    position: int
    frame: int


def _nearest(kept: Kept, turned: Sequence[Turned], limit: int) -> list[_Best]:
    """In which position and frame each picture is nearest; of those that are near enough the nearest."""
    count = len(kept.keys)
    least = np.full(count, 255, np.uint8)
    way = np.zeros(count, np.uint8)
    for position, each in enumerate(turned):
        for frame, (wanted, held) in enumerate(_FRAMES):
            hashes = each.fingerprint.hashes
            bits = np.bitwise_count(kept.hashes[held] ^ hashes[wanted])
            bits += np.bitwise_count(kept.hashes[held + 1] ^ hashes[wanted + 1])
            is_nearer = bits < least
            least[is_nearer] = bits[is_nearer]
            way[is_nearer] = position * len(_FRAMES) + frame
    near = np.flatnonzero(least <= MOST)
    rows = near[np.argsort(least[near], kind="stable")][:limit]
    return [_Best(int(row), int(least[row]), *divmod(int(way[row]), len(_FRAMES))) for row in rows]


def _likeness(kept: Kept, turned: Sequence[Turned], best: _Best, image: MarkImage) -> Likeness:
    position = turned[best.position]
    apart = np.abs(position.fingerprint.colours.astype(int) - kept.colours[best.row].astype(int)).sum()
    colour, shape = max(0.0, 1 - apart / 510), 1 - best.distance / _SHAPELESS
    score = (1 - _COLOUR_COUNTS) * shape + _COLOUR_COUNTS * colour
    return Likeness(
        image,
        round(100 * score),
        round(100 * shape),
        round(100 * colour),
        best.distance,
        position.quarters,
        position.is_mirrored,
        best.frame > 0,
    )


def _kept_now() -> Kept:
    state = MarkImage.objects.aggregate(count=Count("pk"), newest=Max("stored_at"), last=Max("pk"))
    return _kept(state["count"], state["last"], state["newest"])


@lru_cache(maxsize=1)
def _kept(_count: int, _last: int | None, _newest: datetime | None) -> Kept:
    """Read again when one was added, changed or removed."""
    rows = list(MarkImage.objects.order_by("pk").values_list("pk", "fingerprint"))
    packed = np.frombuffer(b"".join(bytes(each) for _key, each in rows), np.uint8).reshape(-1, pictures.BYTES)
    cut = 8 * pictures.HASHES
    hashes = np.ascontiguousarray(packed[:, :cut]).view("<u8").reshape(-1, pictures.HASHES)
    return Kept(
        np.array([key for key, _each in rows], np.int64),
        np.ascontiguousarray(hashes.T.astype(np.uint64)),
        np.ascontiguousarray(packed[:, cut:]),
    )
