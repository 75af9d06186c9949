"""GeoJSON to the paths of a picture: read within bounds, checked, projected, and thinned to what a screen shows.

A picture is so coarse (a thousand steps wide) that the shift of GCJ-02, some hundred metres, is not seen in it, and no
place is ever put on it by its coordinates; so files in GCJ-02 and in CGCS2000 are taken alike.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from onestop.core.errors import UserError

MAX_FILES = 3_500
MAX_BYTES = 30 * 2**20
MAX_POINTS = 2_000_000
WIDTH = 1_000
_TOLERANCE = 0.45
"""In units of the picture: less than a pixel where it is a thousand pixels wide."""
_WEST, _EAST, _SOUTH, _NORTH = 70.0, 140.0, 2.0, 56.0
"""China with its seas."""
_CODE = re.compile(r"\d{6}(?:\d{3})?")
Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Area:
    code: str
    """GB/T 2260, of a street nine digits."""
    name: str
    path: str
    """Of an SVG, in units of the picture."""
    x: float
    y: float
    """Where its name stands: the middle of its largest part."""
    width: float
    height: float
    """What room there is for the name."""


@dataclass(frozen=True)
class Picture:
    region: str
    width: int
    height: int
    areas: tuple[Area, ...]
    outlines: tuple[str, ...]
    points: int
    kept_points: int


def read(path: Path) -> Picture:
    features = _features(path)
    region = _region_of(path, features)
    shapes = [
        (_code(path, each), str(each["properties"].get("name") or ""), list(_rings(path, each)))
        for each in features
    ]
    points = sum(len(ring) for _code_, _name, rings in shapes for ring in rings)
    if points > MAX_POINTS:
        raise _error(
            path,
            _("有 %(count)s 个点，最多 %(most)s 个。") % {"count": f"{points:,}", "most": f"{MAX_POINTS:,}"},
        )
    return _draw(region, shapes, points)


def _draw(region: str, shapes: Sequence[tuple[str, str, list[Ring]]], points: int) -> Picture:
    project = _Projection([point for _code_, _name, rings in shapes for ring in rings for point in ring])
    areas, outlines, kept = [], [], 0
    for code, name, rings in shapes:
        thin = [_thinned([project(point) for point in ring]) for ring in rings]
        kept += sum(map(len, thin))
        drawn = "".join(map(_path, thin))
        if code:
            areas.append(Area(code, name, drawn, *_middle(thin)))
        else:
            outlines.append(drawn)
    return Picture(region, WIDTH, project.height, tuple(areas), tuple(outlines), points, kept)


def _features(path: Path) -> list[dict[str, Any]]:
    if path.stat().st_size > MAX_BYTES:
        raise _error(path, _("文件超过 %d MB。") % (MAX_BYTES // 2**20))
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise _error(path, _("不是 JSON：%s") % problem) from problem
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not features or not all(map(_is_feature, features)):
        raise _error(path, _("不是含有地区的 GeoJSON FeatureCollection。"))
    return features


def _is_feature(each: Any) -> bool:
    return (
        isinstance(each, dict)
        and isinstance(each.get("properties"), dict)
        and isinstance(each.get("geometry"), dict)
    )


def _region_of(path: Path, features: Sequence[dict[str, Any]]) -> str:
    """As the areas name it, or as the file is called."""
    for each in features:
        parent = each["properties"].get("parent")
        if isinstance(parent, dict) and _CODE.fullmatch(str(parent.get("adcode", ""))):
            return str(parent["adcode"])
    found = re.match(r"\d{6}", path.name)
    if found is None:
        raise _error(path, _("看不出是哪个地区：既没有 parent.adcode，文件名也不以六位代码开头。"))
    return found.group()


def _code(path: Path, feature: dict[str, Any]) -> str:
    """Empty for lines that are no region (100000_JD)."""
    text = str(feature["properties"].get("adcode") or "")
    if text.endswith("_JD"):
        return ""
    if not _CODE.fullmatch(text):
        raise _error(path, _("有一个地区没有六位或九位代码（adcode）：%s") % text[:20])
    return text


def _rings(path: Path, feature: dict[str, Any]) -> Iterator[Ring]:
    """Outer and inner borders alike: a path is filled by the even-odd rule."""
    kind, coordinates = feature["geometry"].get("type"), feature["geometry"].get("coordinates")
    try:
        polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}[kind]
        for polygon in polygons:
            for ring in polygon:
                yield [_checked(path, float(point[0]), float(point[1])) for point in ring]
    except (KeyError, TypeError, ValueError, IndexError) as problem:
        raise _error(path, _("形状不是 Polygon 或 MultiPolygon。")) from problem


def _checked(path: Path, longitude: float, latitude: float) -> tuple[float, float]:
    if _WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH:
        return longitude, latitude
    raise _error(
        path,
        _("坐标 %(x)s, %(y)s 不在中国范围内。") % {"x": longitude, "y": latitude},
        _("坐标应是先经度后纬度的度数（GCJ-02 或 CGCS2000），不能是投影坐标（米）。"),
    )


class _Projection:
    """Albers' equal-area conic projection, with its two parallels within what is drawn: areas compare as they are."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        west, east = min(x for x, _y in points), max(x for x, _y in points)
        south, north = min(y for _x, y in points), max(y for _x, y in points)
        self._meridian = radians((west + east) / 2)
        low, high = (radians(south + (north - south) * share) for share in (1 / 6, 5 / 6))
        self._n = (sin(low) + sin(high)) / 2
        self._c = cos(low) ** 2 + 2 * self._n * sin(low)
        flat = [self._flat(point) for point in points]
        self._left, self._top = min(x for x, _y in flat), max(y for _x, y in flat)
        self._scale = WIDTH / max(max(x for x, _y in flat) - self._left, 1e-9)
        self.height = max(round((self._top - min(y for _x, y in flat)) * self._scale), 1)

    def __call__(self, point: tuple[float, float]) -> tuple[float, float]:
        x, y = self._flat(point)
        return (x - self._left) * self._scale, (self._top - y) * self._scale

    def _flat(self, point: tuple[float, float]) -> tuple[float, float]:
        angle = self._n * (radians(point[0]) - self._meridian)
        radius = sqrt(max(self._c - 2 * self._n * sin(radians(point[1])), 0)) / self._n
        return radius * sin(angle), -radius * cos(angle)


def _thinned(ring: Ring) -> Ring:
    """Douglas and Peucker's way, without recursion: a point stays if leaving it out would be seen."""
    keep = {0, len(ring) - 1}
    spans = [(0, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, place = 0.0, 0
        for each in range(first + 1, last):
            distance = _distance(ring[each], ring[first], ring[last])
            if distance > farthest:
                farthest, place = distance, each
        if farthest > _TOLERANCE:
            keep.add(place)
            spans += [(first, place), (place, last)]
    return [ring[each] for each in sorted(keep)]


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """To the line through start and end; of a closed ring, whose ends are one, to that point."""
    (x, y), (a, b), (c, d) = point, start, end
    length = sqrt((c - a) ** 2 + (d - b) ** 2)
    if length < 1e-9:
        return sqrt((x - a) ** 2 + (y - b) ** 2)
    return abs((c - a) * (b - y) - (a - x) * (d - b)) / length


def _path(ring: Ring) -> str:
    """An island too small to be seen stays a dot of the border's width: none is left out."""
    first, *others = [f"{x:.1f} {y:.1f}" for x, y in ring]
    return f"M{first}L{' '.join(dict.fromkeys(others)) or first}z"


def _middle(rings: Sequence[Ring]) -> tuple[float, float, float, float]:
    """(x, y, width, height) of the largest part: its centroid, and the box around it."""
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    xs, ys = [x for x, _y in largest], [y for _x, y in largest]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    area = _area(largest)
    if abs(area) < 1e-6:
        return round(min(xs), 1), round(min(ys), 1), 0.0, 0.0
    x = sum((a + c) * (a * d - c * b) for (a, b), (c, d) in _sides(largest)) / (6 * area)
    y = sum((b + d) * (a * d - c * b) for (a, b), (c, d) in _sides(largest)) / (6 * area)
    return round(x, 1), round(y, 1), round(width, 1), round(height, 1)


def _area(ring: Ring) -> float:
    return sum(a * d - c * b for (a, b), (c, d) in _sides(ring)) / 2


def _sides(ring: Ring) -> Iterable[tuple[tuple[float, float], tuple[float, float]]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def _error(path: Path, message: str, hint: str = "") -> UserError:
    return UserError(
        "reference.bad_geometry",
        _("%(file)s：%(message)s") % {"file": path.name, "message": message},
        hint or _("请使用每个文件一个地区下级的 GeoJSON，编码 UTF-8。"),
    )
