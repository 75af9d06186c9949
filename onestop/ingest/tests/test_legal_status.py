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
from onestop.records.types import OwnersRecord

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


A = OwnersRecord(("虚构甲照明有限公司",), "广东省江门市江海区虚构路1号", "440704")
B = OwnersRecord(("虚构乙电子有限公司", "虚构丙大学"), "广东省广州市天河区虚构路2号", "440106")
ITEMS = (
    "IPC(主分类):H04L 29/08 登记生效日:20190105 变更事项:专利权人 变更前权利人:虚构甲照明有限公司 "
    "变更后权利人:虚构乙电子有限公司 变更事项:共同专利权人 变更前权利人:无 变更后权利人:虚构丙大学 "
    "变更事项:地址 变更前权利人:529000 广东省江门市江海区虚构路1号 变更后权利人:510000 广东省广州市天河区虚构路2号"
)
OLDER = (
    "变更前权利人：虚构甲照明有限公司 地址：广东省江门市江海区虚构路1号 "
    "变更后权利人：虚构乙电子有限公司;虚构丙大学 地址：广东省广州市天河区虚构路2号 登记生效日：2019.1.5"
)
INPADOC = (
    "Effective date of registration: 20190105 Address after: 510000 广东省广州市天河区虚构路2号 "
    "Patentee after: 虚构乙电子有限公司 Patentee after: 虚构丙大学 "
    "Address before: 529000 广东省江门市江海区虚构路1号 Patentee before: 虚构甲照明有限公司"
)


@pytest.mark.parametrize("details", [ITEMS, OLDER, INPADOC, ITEMS.replace(" ", "\n").replace(":", "：")])
def test_a_transfer_names_both_sides(details: str) -> None:
    found = read("TR01", details)
    [event] = found.record.events
    assert (event.before, event.after, event.effective_on) == (A, B, date(2019, 1, 5))
    assert not found.findings


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ("登记生效日:20190105", "event.no_new_owner"),
        ("登记生效日:20190105 Patentee after: MADE UP LTD. Address after: 1 Road", "event.no_new_owner"),
        ("登记生效日:20190105 变更事项:专利权人 变更后权利人:虚构乙电子有限公司", "event.no_new_region"),
        (
            "登记生效日:20190105 变更后权利人:" + "虚构" * 400,
            "event.no_new_owner",
        ),
    ],
)
def test_what_a_transfer_leaves_out_is_noted(details: str, code: str) -> None:
    found = read("TR01", details)
    assert [each.code for each in found.findings] == [code]
    assert found.record.events[0].note == details


def test_a_change_of_inventors_has_no_owners() -> None:
    [event] = read("CB03", "变更事项:发明人 变更前:陈岫舟 变更后:梁霁川").record.events
    assert (event.before, event.after) == (None, None)


def test_a_change_of_name_has_both_names() -> None:
    details = "变更事项:专利权人 变更前:虚构甲照明有限公司 变更后:虚构新甲照明有限公司"
    [event] = read("CP01", details).record.events
    assert event.before == OwnersRecord(("虚构甲照明有限公司",))
    assert event.after == OwnersRecord(("虚构新甲照明有限公司",))


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
