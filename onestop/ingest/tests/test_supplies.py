"""The calendar of packages: cases by hand, and what holds for any supply on any day."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from onestop.core.errors import UserError
from onestop.ingest import supply_calendar
from onestop.ingest.models import IngestRun, PackageMember, RunState
from onestop.ingest.supplies import Arrival, IssueState, Supply, calendar, is_scheduled, issue_day
from onestop.ingest.supply_calendar import all_supplied, read_supplies
from onestop.records.models import SourceFile

WEEKLY = Supply(
    code="made",
    zh="示例",
    en="made",
    office="CN",
    weekdays=(3,),
    file=re.compile(r"CN-(?P<day>20\d{6})\.zip"),
    kept_days=30,
    late_after=2,
)
FIRST = date(2026, 9, 2)  # a Wednesday


def came(day: date, digest: str = "", name: str = "", *, is_usable: bool = True) -> Arrival:
    return Arrival(name or f"CN-{day:%Y%m%d}.zip", digest or f"{day}", day, is_usable)


def states(supply: Supply, arrivals: list[Arrival], today: date) -> dict[date, tuple[str, int | None]]:
    return {each.day: (each.state.value, each.days_left) for each in calendar(supply, arrivals, today)}


def test_a_gap_with_the_days_that_are_left() -> None:
    arrivals = [came(FIRST), came(FIRST + timedelta(14)), came(FIRST + timedelta(21))]
    assert states(WEEKLY, arrivals, date(2026, 9, 30)) == {
        date(2026, 9, 2): ("arrived", None),
        date(2026, 9, 9): ("missing", 9),
        date(2026, 9, 16): ("arrived", None),
        date(2026, 9, 23): ("arrived", None),
        date(2026, 9, 30): ("not_yet_due", None),
        date(2026, 10, 7): ("not_yet_due", None),
    }
    assert states(WEEKLY, arrivals, date(2026, 10, 8))[date(2026, 9, 9)] == ("missing", 1)
    assert states(WEEKLY, arrivals, date(2026, 10, 9))[date(2026, 9, 9)] == ("lost", None)


def test_a_fresh_platform_misses_nothing() -> None:
    assert calendar(WEEKLY, [], date(2026, 9, 30)) == ()
    assert calendar(WEEKLY, [came(FIRST, name="CN-20261399.zip")], date(2026, 9, 30)) == ()


def test_a_holiday_moves_the_date_in_the_name() -> None:
    assert issue_day(WEEKLY, "CN-20261009.zip") == date(2026, 10, 7)
    assert issue_day(WEEKLY, "CN-20261006.zip") == date(2026, 10, 7)
    assert issue_day(WEEKLY, "other-20261006.zip") is None


def test_the_same_content_under_another_name_is_not_that_issue() -> None:
    later = FIRST + timedelta(7)
    issues = calendar(WEEKLY, [came(FIRST, "a"), came(later, "a")], date(2026, 9, 20))
    assert [(each.state.value, each.repeated) for each in issues[:2]] == [
        ("arrived", ()),
        ("missing", ("CN-20260909.zip",)),
    ]


def test_a_file_that_came_twice_is_one_and_a_broken_one_is_missing() -> None:
    broken = came(FIRST + timedelta(7), is_usable=False)
    issues = calendar(WEEKLY, [came(FIRST), came(FIRST), broken], date(2026, 9, 20))
    assert issues[0].files == ("CN-20260902.zip",)
    assert (issues[1].state, issues[1].unusable) == (IssueState.MISSING, ("CN-20260909.zip",))


def test_by_number_of_the_week() -> None:
    weeks = Supply("w", "周", "w", "EP", (4,), re.compile(r"docdb_(?P<year>\d{4})(?P<week>\d\d)\.zip"))
    assert issue_day(weeks, "docdb_202653.zip") == date(2026, 12, 31)
    assert issue_day(weeks, "docdb_202753.zip") is None, "2027 has 52 weeks"
    found = states(weeks, [Arrival("docdb_202637.zip", "a", FIRST)], date(2026, 9, 25))
    assert found[date(2026, 9, 17)] == ("missing", None), "no limit is known"


def test_days_that_the_source_leaves_out() -> None:
    skipping = Supply(**{**vars(WEEKLY), "not_issued": frozenset({date(2026, 9, 9)})})
    assert date(2026, 9, 9) not in states(skipping, [came(FIRST)], date(2026, 9, 30))
    assert date(2026, 9, 9) in states(skipping, [came(FIRST), came(date(2026, 9, 9))], date(2026, 9, 30))


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@st.composite
def supplies(draw: st.DrawFn) -> Supply:
    weekdays = draw(st.sets(st.integers(1, 7), min_size=1, max_size=3))
    return Supply(
        **{
            **vars(WEEKLY),
            "weekdays": tuple(sorted(weekdays)),
            "every_weeks": draw(st.integers(1, 3)),
            "since": draw(DAYS),
            "kept_days": draw(st.none() | st.integers(1, 60)),
            "late_after": draw(st.integers(0, 10)),
        }
    )


@given(supplies(), st.lists(st.integers(0, 200), max_size=8), st.integers(0, 200))
def test_every_expected_day_stands_once_and_in_order(supply: Supply, offsets: list[int], span: int) -> None:
    assert supply.since
    today = supply.since + timedelta(span)
    issues = calendar(supply, [came(supply.since + timedelta(each)) for each in offsets], today)
    days = [each.day for each in issues]
    assert days == sorted(set(days))
    expected = [supply.since + timedelta(each) for each in range(span + 1)]
    assert {day for day in expected if is_scheduled(supply, day)} <= set(days)
    for each in issues:
        assert (each.state == IssueState.ARRIVED) == bool(each.files)
        assert each.days_left is None or each.days_left > 0
        assert each.days_left is None or each.state == IssueState.MISSING


@given(supplies(), st.integers(0, 100))
def test_a_file_named_for_its_day_of_issue_is_that_issue(supply: Supply, offset: int) -> None:
    assert supply.since
    day = supply.since + timedelta(offset)
    if is_scheduled(supply, day):
        assert issue_day(supply, f"CN-{day:%Y%m%d}.zip") == day


@given(supplies(), st.integers(0, 150), st.integers(0, 60))
def test_time_only_takes_away(supply: Supply, span: int, later: int) -> None:
    """What did not arrive goes from not yet due to missing to lost, and never back; the days left grow fewer."""
    assert supply.since
    order = [IssueState.NOT_YET_DUE, IssueState.MISSING, IssueState.LOST]
    today = supply.since + timedelta(span)
    before = {each.day: each for each in calendar(supply, [], today)}
    after = {each.day: each for each in calendar(supply, [], today + timedelta(later))}
    for day, each in before.items():
        assert order.index(after[day].state) >= order.index(each.state)
        if each.days_left and after[day].days_left:
            assert after[day].days_left == each.days_left - later


@given(supplies(), st.lists(st.integers(0, 100), min_size=1, max_size=6, unique=True), st.integers(0, 100))
def test_another_file_never_opens_a_hole(supply: Supply, offsets: list[int], span: int) -> None:
    assert supply.since
    today = supply.since + timedelta(span)
    all_files = [came(supply.since + timedelta(each)) for each in offsets]
    fewer = {each.day: each.state for each in calendar(supply, all_files[1:], today)}
    more = {each.day: each.state for each in calendar(supply, all_files, today)}
    assert all(more[day] in (state, IssueState.ARRIVED) for day, state in fewer.items())


def _run(name: str, digest: str, state: str = RunState.DONE, **more: object) -> IngestRun:
    file = SourceFile.objects.create(digest=digest * 64, name=name, size=1) if digest else None
    return IngestRun.objects.create(file=file, file_name=name, state=state, **more)


@pytest.mark.django_db
def test_arrivals_come_from_the_runs_and_from_packages_in_packages(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    entry = {"code": "made", "zh": "示例", "en": "made", "office": "CN", "weekdays": [3], "kept_days": 30}
    text = f"{entry | {'file': r'CN-(?P<day>20[0-9]{6})[.]zip', 'in_packages': True}}"
    (tmp_path / "supplies.yaml").write_text(f"supplies: [{text}]".replace("True", "true"), encoding="utf-8")
    first = _run("CN-20260902.zip", "a")
    _run("CN-20260909.zip", "", RunState.FAILED)
    _run("CN-20260923.zip", "c", RunState.RUNNING)
    _run("CN-20260930.zip", "d", retry_of=first)
    box = _run("delivery.zip", "b")
    for number, path in enumerate(["CN-20260916.zip/1.xml", "CN-20260916.zip/2.xml", "readme.txt"], 1):
        PackageMember.objects.create(run=box, path=path, size=1, first_line=number, rows=1)
    (supplied,) = all_supplied(date(2026, 10, 1))
    assert [(each.day.day, each.state.value) for each in supplied.issues[:4]] == [
        (2, "arrived"), (9, "missing"), (16, "arrived"), (23, "missing")
    ]  # fmt: skip
    assert supplied.issues[1].unusable == ("CN-20260909.zip",)


def test_the_list_that_comes_with_the_platform() -> None:
    supplies = {each.code: each for each in read_supplies()}
    assert supplies["cnipa_patents"].kept_days == 30
    assert all(each.assumed and each.since is None for each in supplies.values())
    assert issue_day(supplies["epo_docdb"], "docdb_xml_202637_CreateDelete_001.zip") == date(2026, 9, 10)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("weekdays: [3]", "weekdays: [8]"),
        ("weekdays: [3]", "weekdays: []"),
        ("kept_days: 30", "kept_days: 0"),
        ("kept_days: 30", "kept_dayz: 30"),
        ("kept_days: 30", "since: soon"),
        ("kept_days: 30", "every_weeks: 2"),
        ("(?P<day>", "(?P<tag>"),
        ("(?P<day>", "("),
        ("(?P<day>", "(((("),
        ("code: cnipa_patents", "code: epo_docdb"),
        ("supplies:", "supply:"),
        ("supplies:", "supplies: 3 #"),
        ("supplies:", "supplies: ["),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(tmp_path: Path, before: str, after: str) -> None:
    lines = supply_calendar._DEFAULT.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    assert before in text
    (tmp_path / "s.yaml").write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_supplies(tmp_path / "s.yaml")
    assert caught.value.code == "supplies.bad_file"
