"""Borders that the operator loaded, as pictures: `onestop reference load geometry FOLDER --review-number …`.

Maps of China may be shown in public only with the number under which they were reviewed (地图管理条例 art. 15, 33, 38),
so none comes with the platform, and none is taken without its number. The files are GeoJSON, one for each region with
the areas below it (100000_full.json); kept is only what a screen shows of them.
"""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.reference import geometry_source
from onestop.reference.geometry_source import Area

_REVIEW_NUMBER = re.compile(
    r"(?:GS[\u4e00-\u9fff]?|[\u4e00-\u9fff]{1,2}[A-Z]?S[\u4e00-\u9fff]?)\((?:19|20)\d\d\)\d{1,5}号"
)
COUNTRY = "100000"


@dataclass(frozen=True)
class Shape:
    """What lies below a region, as a picture."""

    region: str
    """Empty: the country."""
    width: int
    height: int
    areas: tuple[Area, ...]
    outlines: tuple[str, ...] = ()
    """Lines that belong to the map and to no area: those in the South China Sea."""
    review_number: str = ""
    """审图号 of the loaded map; empty for tiles."""
    source: str = ""

    @property
    def is_tiles(self) -> bool:
        return not self.review_number


@dataclass(frozen=True)
class GeometryReport:
    files: int
    areas: int
    points: int
    """As they were in the files."""
    kept_points: int
    review_number: str


def load(folder: Path, review_number: str, source: str = "") -> GeometryReport:
    """All files of the folder or none; what was loaded before goes."""
    number = checked_number(review_number)
    pictures = [geometry_source.read(path) for path in _files(folder)]
    made = _folder().with_name("geometry.new")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    for picture in pictures:
        content = {"review_number": number, "source": source, **asdict(picture)}
        (made / f"{picture.region}.json").write_text(
            json.dumps(content, ensure_ascii=False), encoding="utf-8"
        )
    _put_in_place(made)
    return GeometryReport(
        len(pictures),
        sum(len(each.areas) for each in pictures),
        sum(each.points for each in pictures),
        sum(each.kept_points for each in pictures),
        number,
    )


def remove() -> bool:
    """Whether there was any."""
    was_there = _folder().is_dir()
    shutil.rmtree(_folder(), ignore_errors=True)
    return was_there


def checked_number(text: str) -> str:
    """GS(2024)0650号, GS京(2022)1061号, 粤S(2021)123号; brackets of either width."""
    number = text.strip().replace("（", "(").replace("）", ")").replace(" ", "").upper()
    if not _REVIEW_NUMBER.fullmatch(number):
        raise UserError(
            "reference.bad_review_number",
            _("“%s”不是审图号。") % text[:40],
            _("请照地图上印的写，例如 GS(2024)0650号、粤S(2021)123号；没有审图号的地图不能公开使用。"),
        )
    return number


def loaded(region: str) -> Shape | None:
    """The picture of what lies below a region ("" is the country); None where no such file was loaded."""
    path = _folder() / f"{region or COUNTRY}.json"
    try:
        return _shape(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


def version() -> int:
    """Another one after every load; 0 where nothing is loaded."""
    try:
        return _folder().stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def loaded_regions() -> tuple[str, ...]:
    return tuple(sorted(each.stem for each in _folder().glob("*.json")))


@lru_cache(maxsize=64)
def _shape(path: Path, changed: int) -> Shape:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Shape(
        region="" if content["region"] == COUNTRY else content["region"],
        width=content["width"],
        height=content["height"],
        areas=tuple(Area(**each) for each in content["areas"]),
        outlines=tuple(content["outlines"]),
        review_number=content["review_number"],
        source=content["source"],
    )


def _folder() -> Path:
    folder: Path = settings.DATA_DIR / "geometry"
    return folder


def _put_in_place(made: Path) -> None:
    """The old ones are moved away first: a reader finds either all old or all new ones, or for a moment none."""
    old = made.with_name("geometry.old")
    shutil.rmtree(old, ignore_errors=True)
    if _folder().exists():
        _folder().replace(old)
    made.replace(_folder())
    shutil.rmtree(old, ignore_errors=True)


def _files(folder: Path) -> Iterator[Path]:
    found = sorted(each for each in folder.iterdir() if each.suffix.lower() in (".json", ".geojson"))
    if not found:
        raise UserError(
            "reference.no_geometry",
            _("文件夹 %s 里没有 GeoJSON 文件。") % folder,
            _("应有 100000_full.json（全国）、440000_full.json（省）等，每个文件是一个地区的下级。"),
        )
    if len(found) > geometry_source.MAX_FILES:
        raise UserError(
            "reference.too_many_files",
            _("文件夹里有 %(count)s 个文件，最多 %(most)s 个。")
            % {"count": len(found), "most": geometry_source.MAX_FILES},
        )
    return iter(found)
