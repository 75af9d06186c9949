"""The calendar of expected packages: the list that the operator owns, against what was imported."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db.models import Value
from django.db.models.functions import StrIndex, Substr
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.ingest.models import IngestRun, PackageMember, RunState
from onestop.ingest.supplies import Arrival, Issue, IssueState, Supply, calendar

_DEFAULT = Path(__file__).parent / "data" / "supplies.yaml"
_NEEDED = {"code", "zh", "en", "office", "weekdays", "file"}
_KNOWN = _NEEDED | {"every_weeks", "kept_days", "late_after", "since", "not_issued", "in_packages", "assumed"}


@dataclass(frozen=True)
class Supplied:
    """One supply and how it stands."""

    supply: Supply
    issues: tuple[Issue, ...]

    @property
    def name(self) -> str:
        return self.supply.en if get_language() == "en" else self.supply.zh

    def of(self, state: IssueState) -> tuple[Issue, ...]:
        return tuple(each for each in self.issues if each.state == state)

    @property
    def obtainable(self) -> tuple[Issue, ...]:
        """Missing, and their source may still have them: what is deleted soonest stands first."""
        return self.of(IssueState.MISSING)

    @property
    def lost(self) -> tuple[Issue, ...]:
        """Missing, and gone from their source."""
        return self.of(IssueState.LOST)

    @property
    def one_by_one(self) -> tuple[Issue, ...]:
        """What a person can do something about: those to fetch, then the lost of which some file came."""
        return (*self.obtainable, *(each for each in self.lost if each.unusable or each.repeated))

    @property
    def holes(self) -> tuple[Issue, ...]:
        return tuple(each for each in self.issues if each.state in (IssueState.MISSING, IssueState.LOST))

    @property
    def urgent(self) -> tuple[Issue, ...]:
        return tuple(each for each in self.issues if each.is_urgent)


def all_supplied(today: date | None = None) -> tuple[Supplied, ...]:
    """Two queries at most. Raises UserError for a list that makes no sense."""
    supplies = read_supplies()
    arrived = tuple(arrivals(in_packages=any(each.in_packages for each in supplies)))
    outside = tuple(arrival for arrival, is_inside in arrived if not is_inside)
    everywhere = tuple(arrival for arrival, _is_inside in arrived)
    day = today or clock.today()
    return tuple(
        Supplied(each, calendar(each, everywhere if each.in_packages else outside, day)) for each in supplies
    )


def arrivals(*, in_packages: bool) -> Iterator[tuple[Arrival, bool]]:
    """Every imported file; with `in_packages`, also the packages in packages (True), which goes through all members."""
    runs = IngestRun.objects.filter(retry_of=None).exclude(state=RunState.RUNNING)
    for name, digest, state, at in runs.values_list("file_name", "file__digest", "state", "started_at"):
        yield Arrival(name, digest or "", timezone.localdate(at), state == RunState.DONE), False
    if in_packages:
        end = StrIndex("path", Value(".zip/"))
        boxes = PackageMember.objects.annotate(end=end).filter(end__gt=0)
        names = boxes.annotate(box=Substr("path", 1, end)).values_list("box", "run__started_at").distinct()
        for box, at in names:
            yield Arrival(f"{box}zip".rpartition("/")[2], "", timezone.localdate(at)), True


def supplies_file() -> Path:
    own: Path = settings.DATA_DIR / "supplies.yaml"
    return own if own.exists() else _DEFAULT


def read_supplies(path: Path | None = None) -> tuple[Supply, ...]:
    path = path or supplies_file()
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        supplies = tuple(_supply(entry) for entry in content["supplies"] or ())
    except (
        OSError,
        UnicodeDecodeError,
        yaml.YAMLError,
        LookupError,
        TypeError,
        ValueError,
        re.error,
    ) as error:
        raise _problem(path, str(error)) from error
    if len({each.code for each in supplies}) < len(supplies):
        raise _problem(path, _("有两项的 code 相同"))
    return supplies


def _supply(entry: dict[str, Any]) -> Supply:
    if wrong := (_NEEDED - entry.keys()) | (entry.keys() - _KNOWN):
        raise ValueError(f"{entry.get('code')}: {', '.join(sorted(map(str, wrong)))}")
    supply = Supply(
        **{name: str(entry[name]) for name in ("code", "zh", "en", "office")},
        weekdays=tuple(sorted({int(day) for day in entry["weekdays"]})),
        file=re.compile(entry["file"]),
        every_weeks=int(entry.get("every_weeks", 1)),
        kept_days=int(entry["kept_days"]) if entry.get("kept_days") is not None else None,
        late_after=int(entry.get("late_after", 0)),
        since=entry.get("since"),
        not_issued=frozenset(entry.get("not_issued", ())),
        in_packages=bool(entry.get("in_packages", False)),
        assumed=bool(entry.get("assumed", False)),
    )
    _check(supply)
    return supply


def _check(supply: Supply) -> None:
    names = set(supply.file.groupindex)
    days = {supply.since, *supply.not_issued} - {None}
    problems = {
        "weekdays": not supply.weekdays or not set(supply.weekdays) <= set(range(1, 8)),
        "file: (?P<day>) / (?P<year>)(?P<week>)": names not in ({"day"}, {"year", "week"}),
        "file: week, weekdays": "week" in names and len(supply.weekdays) > 1,
        "every_weeks, since": supply.every_weeks < 1 or (supply.every_weeks > 1 and not supply.since),
        "kept_days": supply.kept_days is not None and supply.kept_days < 1,
        "late_after": supply.late_after < 0,
        "since, not_issued": not all(type(day) is date for day in days),
    }
    if wrong := [name for name, is_wrong in problems.items() if is_wrong]:
        raise ValueError(f"{supply.code}: {'; '.join(wrong)}")


def _problem(path: Path, reason: str) -> UserError:
    return UserError(
        "supplies.bad_file",
        _("应到数据包的清单 %(path)s 不能用：%(reason)s。") % {"path": path, "reason": reason},
        _("各项的写法见 docs/operators/loading.md；删去数据文件夹里的 supplies.yaml 就用内置的清单。"),
    )
