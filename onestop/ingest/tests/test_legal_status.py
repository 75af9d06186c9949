"""Events of the register: which they are, when they take effect, and that none is lost without being said."""

from datetime import date
from pathlib import Path

import pytest

from onestop.ingest.cleaning import Cleaned, clean
from onestop.ingest.legal_events import rules
from onestop.ingest.services import ingest
from onestop.ingest.sources.base import RawRow, Subject, Table
from onestop.ingest.sources.legal_status.reader import COLUMNS
from onestop.ingest.tests import make
from onestop.records.models import EventKind, LegalEvent, Patent

EVENTS = {
    ("授权", ""): EventKind.GRANT,
    ("ＧＲ０１", ""): EventKind.GRANT,
    ("gr01", ""): EventKind.GRANT,
    ("实质审查的生效", ""): EventKind.EXAMINATION,
    ("发明专利申请公布后的驳回", ""): EventKind.REJECTION,
    ("发明专利申请公布后的撤回", ""): EventKind.WITHDRAWAL,
    ("发明专利申请公布后的视为撤回", ""): EventKind.WITHDRAWAL,
    ("专利权的终止", "未缴年费专利权终止"): EventKind.FEE_LAPSE,
    ("专利权的终止(未缴年费)", "未缴年费"): None,
    ("专利权的终止", "专利权有效期届满"): EventKind.EXPIRY,
    ("专利权的终止", ""): None,
    ("专利权的无效宣告", "宣告专利权全部无效"): EventKind.INVALIDATION,
    ("专利权的无效宣告", "宣告专利权部分无效"): EventKind.PARTIAL_INVALIDATION,
    ("专利权的无效宣告", ""): None,
    ("专利申请权、专利权的转移", "登记生效日:20180105"): EventKind.TRANSFER,
    ("专利权质押合同登记的注销", ""): EventKind.PLEDGE_RELEASE,
    ("EE01", ""): EventKind.LICENCE,
    ("专利权的恢复", ""): EventKind.RESTORATION,
    ("CP03", ""): EventKind.BIBLIOGRAPHIC_CHANGE,
    ("DD01", ""): None,
}


def read(event: str, details: str = "", announced_on: str = "20190115") -> Cleaned:
    cells = {
        "申请号": make.number(1),
        "法律状态": event,
        "法律状态信息": details,
        "法律状态公告日": announced_on,
    }
    table = Table("legal_status", COLUMNS, (), lambda: iter(()), subject=Subject.LEGAL_EVENT)
    return clean(RawRow(1, cells), table, "")


@pytest.mark.parametrize(("said", "kind"), EVENTS.items(), ids=lambda each: str(each)[:30])
def test_codes_and_names(said: tuple[str, str], kind: EventKind | None) -> None:
    found = read(*said)
    kinds = [event.kind for event in found.record.events] if found.record else []
    assert kinds == ([kind] if kind else [])
    if not kind:
        assert {finding.code for finding in found.findings} <= {"event.no_kind", "event.unknown"}
        assert found.findings, "what is not stored is said"


@pytest.mark.parametrize(
    "details", ["终止日期:20171124", "终止日期：2017.11.24", "申请日:20011124 终止日期 2017-11-24"]
)
def test_a_lapse_reaches_back_to_the_day_in_its_details(details: str) -> None:
    record = read("CF01", f"未缴年费专利权终止 {details}").record
    assert record
    assert [(e.effective_on, e.announced_on) for e in record.events] == [
        (date(2017, 11, 24), date(2019, 1, 15))
    ]


@pytest.mark.parametrize("details", ["", "终止日期:20171332"])
def test_a_lapse_without_its_day_is_noted(details: str) -> None:
    found = read("CF01", details)
    assert found.record
    assert found.record.events[0].effective_on == date(2019, 1, 15)
    assert found.findings


@pytest.mark.parametrize("event", ["专利权期限补偿", "药品专利权期限补偿"])
def test_an_adjustment_says_when_the_term_ends(event: str) -> None:
    found = read(event, "补偿天数:120 补偿后期限届满日:2036年03月22日")
    assert found.record.events[0].term_ends_on == date(2036, 3, 22)
    assert not found.findings


def test_an_adjustment_without_the_new_end_is_noted() -> None:
    found = read("专利权期限补偿", "补偿天数:120")
    assert found.record.events[0].term_ends_on is None
    assert [each.code for each in found.findings] == ["event.no_term_end"]


@pytest.mark.parametrize(
    ("event", "details", "kind", "day"),
    [
        ("专利权的保全", "保全起始日:20190102", EventKind.PRESERVATION, date(2019, 1, 2)),
        ("专利权的保全及其解除", "保全起始日:20190102", EventKind.PRESERVATION, date(2019, 1, 2)),
        ("专利权的保全及其解除", "解除日:20190105", EventKind.PRESERVATION_RELEASE, date(2019, 1, 5)),
        ("保全的解除", "", EventKind.PRESERVATION_RELEASE, date(2019, 1, 15)),
        ("专利实施的强制许可", "生效日:20190103", EventKind.COMPULSORY_LICENCE, date(2019, 1, 3)),
    ],
)
def test_preservation_and_compulsory_licences(event: str, details: str, kind: EventKind, day: date) -> None:
    [found] = read(event, details).record.events
    assert (found.kind, found.effective_on) == (kind, day)


def test_the_details_are_kept_and_the_number_tells_two_pledges_apart() -> None:
    details = "登记号:Y2020000000001 出质人:示范甲公司 质权人:示范银行"
    record = read("专利权质押合同登记的生效", details).record
    assert record
    assert [(event.reference, event.note) for event in record.events] == [("Y2020000000001", details)]


def test_each_code_and_name_leads_to_one_entry() -> None:
    """A name may stand again only behind entries that ask for words in the details."""
    seen: set[str] = set()
    for rule in rules():
        for each in rule.codes | rule.names:
            assert each not in seen, f"{each} can't be reached"
        if not rule.details:
            seen |= rule.codes | rule.names


@pytest.mark.django_db
def test_events_and_bibliography_meet_in_any_order(tmp_path: Path) -> None:
    events, documents = tmp_path / "events.xml", tmp_path / "documents.xml"
    events.write_text(make.legal_status_xml(3), encoding="utf-8")
    documents.write_text(make.office_xml(2), encoding="utf-8")
    assert ingest(events).created == 3
    assert Patent.objects.filter(title="").count() == 3
    assert ingest(documents).updated == 2
    assert sorted(Patent.objects.values_list("title", flat=True)) == [
        "",
        "一种第1号示范装置",
        "一种第2号示范装置",
    ]
    again = ingest(events)
    assert (again.read, again.unchanged) == (3, 3)
    assert LegalEvent.objects.filter(kind=EventKind.EXAMINATION).count() == 3


@pytest.mark.django_db
def test_an_unknown_event_keeps_its_text_in_the_report(tmp_path: Path) -> None:
    path = tmp_path / "events.xml"
    path.write_text(make.legal_status_xml(2).replace("SE01", "ZZ99", 1), encoding="utf-8")
    run = ingest(path)
    report = run.reports.get()
    assert (run.created, run.rejected, report.code) == (1, 1, "event.unknown")
    assert report.cells["法律状态"] == "ZZ99"
