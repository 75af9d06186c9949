"""From stored patents to found patents: outbox, index, healing, rebuild, time."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from pytest_django import Settings

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.records.fields import PATENT
from onestop.records.models import EventKind, Patent, PatentKind, SourceFile
from onestop.records.search import PatentSearch, search_patents
from onestop.records.services import store
from onestop.records.types import EventRecord, PatentRecord, PublicationRecord
from onestop.search import index, services
from onestop.search.engines.tantivy import TantivyEngine
from onestop.search.errors import QuerySyntaxError
from onestop.search.models import IndexJob
from onestop.search.parser import parse

pytestmark = pytest.mark.django_db

RECORDS = [
    PatentRecord(
        kind=PatentKind.INVENTION,
        title="恒阻延长锚索",
        application_number="2015108177127",
        abstract="锚索支护方法。",
        filed_on=date(2015, 11, 23),
        publications=(PublicationRecord("CN105334567A", date(2016, 2, 17)),),
        applicants=("甲矿业(江海)有限公司",),
        ipc=("E21D20/02",),
        region="440704",
        events=(EventRecord(EventKind.GRANT, date(2018, 1, 1)),),
        legal_data_to=date(2026, 1, 1),
    ),
    PatentRecord(
        kind=PatentKind.DESIGN,
        title="台灯",
        application_number="2009300000016",
        filed_on=date(2009, 1, 5),
        locarno=("26-05",),
        region="440700",
    ),
    PatentRecord(
        kind=PatentKind.INVENTION,
        title="抛光膜",
        publications=(PublicationRecord("CN112980035B9", date(2021, 5, 1)),),
    ),
]


@pytest.fixture
def indexed() -> None:
    _store(*RECORDS)
    services.catch_up()


def _store(*records: PatentRecord) -> None:
    file, _ = SourceFile.objects.get_or_create(digest="a" * 64, defaults={"name": "a.xlsx", "size": 1})
    with transaction.atomic():
        store(list(enumerate(records, 2)), file)


def _titles(text: str, **more: object) -> list[str]:
    results = search_patents(PatentSearch(text, **more))  # type: ignore[arg-type]
    assert results.total == len(results.hits)
    return ["".join(piece.text for piece in hit.title) for hit in results.hits]


FOUND = {
    "锚索": ["恒阻延长锚索"],
    "錨索": ["恒阻延长锚索"],
    "申请人=江海 AND IPC=E21D": ["恒阻延长锚索"],
    "CN201510817712.7": ["恒阻延长锚索"],
    "ZL 2015 1 0817712 7": ["恒阻延长锚索"],
    "201510817712": ["恒阻延长锚索"],
    "CN105334567A": ["恒阻延长锚索"],
    "CN105334567": ["恒阻延长锚索"],
    "PN=CN112980035": ["抛光膜"],
    "PN=CN112980035B9": ["抛光膜"],
    "类型=外观设计": ["台灯"],
    "LOC=26": ["台灯"],
    "LOC=26-05": ["台灯"],
    "地区=江海区": ["恒阻延长锚索"],
    "地区=440700 NOT 地区=江海区": ["台灯"],
    "状态=有效": ["恒阻延长锚索"],
    "LS=失效": ["台灯"],
    "状态=未知": ["抛光膜"],
    "GD=2018": ["恒阻延长锚索"],
    "ED>=2035": ["恒阻延长锚索"],
    "MIPC=E21D20/02": ["恒阻延长锚索"],
    "IPC=E21D2+": ["恒阻延长锚索"],
    "20151123": [],
}


@pytest.mark.parametrize("text", FOUND)
@pytest.mark.usefixtures("indexed")
def test_found(text: str) -> None:
    assert _titles(text) == FOUND[text]


@pytest.mark.usefixtures("indexed")
def test_a_wrong_check_digit_is_answered_with_the_right_number() -> None:
    results = search_patents(PatentSearch("201510817712.5"))
    assert (results.total, results.suggestion) == (0, "201510817712.7")
    assert "7" in results.suggestion_reason
    assert search_patents(PatentSearch(results.suggestion)).total == 1


LISTS = {
    "2015108177127\nCN112980035": (2, "(AN=(2015108177127) OR PN=(CN112980035))"),
    "ZL 2015 1 0817712.7；CN 2009300000016": (2, "AN=(2015108177127 2009300000016)"),
    "201510817712.7 200930000001.6 200930000001.6": (2, "AN=(2015108177127 2009300000016)"),
    "AN=(201510817712.7, 2009300000016)": (2, "AN=(2015108177127 2009300000016)"),
    "PN=(CN105334567A OR CN112980035B9) NOT 抛光": (1, "(PN=(CN105334567A CN112980035B9) AND NOT 抛光)"),
    "恒阻 #锚 (锚索 1W 支护)": (1, None),
    "延长 S 锚索": (0, None),
    "AB=(支护 S 方法)": (1, None),
    "TI=(恒阻 3W 锚索)": (1, None),
}


@pytest.mark.parametrize("text", LISTS)
@pytest.mark.usefixtures("indexed")
def test_lists_of_numbers_and_places(text: str) -> None:
    results = search_patents(PatentSearch(text))
    total, query = LISTS[text]
    assert results.total == total
    assert query in (None, results.query)


def test_a_list_with_something_else_in_it_says_what() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse("2015108177127\nCN105334567A\n锚索", PATENT)
    assert "锚索" in caught.value.message
    assert caught.value.repair == "2015108177127 CN105334567A"
    many = "\n".join(["2015108177127"] * 10_001)
    with pytest.raises(QuerySyntaxError, match="10000"):
        parse(many, PATENT)


@pytest.mark.usefixtures("indexed")
def test_filters_of_one_field_are_alternatives() -> None:
    both = (("kind", "design"), ("kind", "invention"))
    assert len(_titles("", filters=both)) == 3
    assert _titles("", filters=(*both, ("region", "440704"))) == ["恒阻延长锚索"]


@pytest.mark.parametrize("name", ["title", "nonsense", "ends_on"])
@pytest.mark.usefixtures("indexed")
def test_an_unknown_filter_is_refused(name: str) -> None:
    with pytest.raises(UserError, match="没有筛选条件"):
        search_patents(PatentSearch("", filters=((name, "x"),)))


@pytest.mark.parametrize(
    "text", ["地区=朝阳区", "地区=某某", "类型=商标", "IPC=Q", "AN=123", "AD=2013-13", "ADY=x"]
)
@pytest.mark.usefixtures("indexed")
def test_a_wrong_value_says_what_would_be_right(text: str) -> None:
    with pytest.raises(UserError) as caught:
        search_patents(PatentSearch(text))
    assert caught.value.hint


@pytest.mark.usefixtures("indexed")
def test_a_change_reaches_the_index_and_only_through_the_outbox() -> None:
    _store(PatentRecord(kind=PatentKind.DESIGN, title="落地灯", application_number="2009300000016"))
    assert _titles("落地灯") == []
    services.catch_up()
    assert _titles("落地灯") == ["落地灯"]
    assert services.waiting() == 0


def test_a_crash_after_writing_the_index_repeats_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    _store(*RECORDS)
    commit = TantivyEngine.commit

    def crash(engine: TantivyEngine) -> None:
        commit(engine)
        raise OSError("power cut")

    monkeypatch.setattr(TantivyEngine, "commit", crash)
    with pytest.raises(OSError, match="power cut"):
        services.catch_up()
    assert services.waiting() == 3
    monkeypatch.undo()
    index.engine("patent").close()
    services.catch_up()
    assert services.compare("patent")[0].total == 0
    assert len(_titles("")) == 3


@pytest.mark.usefixtures("indexed")
def test_reconcile_heals_what_went_past_the_outbox() -> None:
    Patent.objects.filter(title="台灯").update(title="壁灯", version=2)
    Patent.objects.filter(title="抛光膜").delete()
    _store(PatentRecord(kind=PatentKind.DESIGN, title="吊灯", application_number="2009300000027"))
    IndexJob.objects.all().delete()
    difference = services.reconcile("patent")
    assert (difference.missing, difference.stale, difference.surplus) == (1, 1, 1)
    services.catch_up()
    assert services.compare("patent")[0].total == 0
    assert sorted(_titles("")) == ["吊灯", "壁灯", "恒阻延长锚索"]


@pytest.mark.usefixtures("indexed")
def test_rebuild_swaps_in_a_new_generation(settings: Settings) -> None:
    before = (settings.SEARCH_DIR / "patent" / "current").read_text()
    assert services.rebuild("patent") == 3
    after = (settings.SEARCH_DIR / "patent" / "current").read_text()
    assert before != after
    assert [path.name for path in (settings.SEARCH_DIR / "patent").iterdir() if path.is_dir()] == [after]
    assert len(_titles("")) == 3


@pytest.mark.usefixtures("indexed")
def test_a_second_writer_stands_back() -> None:
    with index.writing(wait=False) as is_writer:
        assert is_writer
        _store(PatentRecord(kind=PatentKind.DESIGN, title="吊灯", application_number="2009300000027"))
        assert not services.catch_up()
    assert services.catch_up()
    assert _titles("吊灯") == ["吊灯"]


@pytest.mark.usefixtures("indexed")
def test_a_right_that_expires_changes_its_document(monkeypatch: pytest.MonkeyPatch) -> None:
    services.refresh("patent", date(2035, 11, 22))
    monkeypatch.setattr(clock, "today", lambda: date(2035, 11, 23))
    assert services.refresh("patent", date(2035, 11, 23)) == 1
    services.catch_up()
    assert _titles("状态=有效") == []
    assert services.refresh("patent", date(2035, 11, 23)) == 0


def test_rights_that_end_in_a_year_and_the_kind_of_their_owners() -> None:
    over = EventRecord(EventKind.FEE_LAPSE, date(2023, 11, 23), date(2024, 6, 1))
    _store(replace(RECORDS[0], events=(*RECORDS[0].events, over)), *RECORDS[1:])
    services.catch_up()
    assert _found("OK=企业") == _found("ED=2023") == _found("EDY=2023") == ["恒阻延长锚索"]
    assert _found("OK=公司 NOT OK=company") == []
    facets = search_patents(PatentSearch()).facets
    assert [(each.value, each.count) for each in facets["ends_year"]] == [("2023", 1)]
    assert [(each.value, each.count) for each in facets["owner_kind"]] == [("company", 1)]
    with pytest.raises(UserError, match="权利人类型"):
        _found("OK=菩萨")


def _found(text: str) -> list[str]:
    return [
        "".join(piece.text for piece in hit.title) for hit in search_patents(PatentSearch(text=text)).hits
    ]
