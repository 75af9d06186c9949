"""Claims and descriptions in the search: found, explained, read again when they change, and nowhere but where needed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from onestop.records.fields import PATENT
from onestop.records.models import FullText, Patent, PatentKind, SourceFile, TextPart
from onestop.records.outcomes import Outcome
from onestop.records.registers.all import store_registers
from onestop.records.registers.records import DocumentRecord
from onestop.records.search import PatentSearch, search_patents
from onestop.records.services import store
from onestop.records.types import PatentRecord, PublicationRecord, TextRecord
from onestop.search import index, services
from onestop.search.engine import SearchRequest
from onestop.search.parser import parse

pytestmark = pytest.mark.django_db(transaction=True)
CLAIMS = ("1.一种锚索，其特征在于，包括托盘。", "2.根据权利要求1所述的锚索，其特征在于，托盘上设有凹槽。")
DESCRIPTION = ("技术领域", "本实用新型涉及矿山支护。", "凹槽内嵌有LED灯，锚索穿过托盘。")
BARE = PatentRecord(
    PatentKind.INVENTION,
    title="恒阻延长锚索",
    application_number="2015108177127",
    abstract="一种用于支护的锚索。",
    filed_on=date(2015, 11, 23),
    publications=(PublicationRecord("CN105334567A", date(2016, 2, 17)),),
)
WHOLE = replace(
    BARE,
    texts=(
        TextRecord("CN105334567A", TextPart.CLAIMS, "zh", CLAIMS),
        TextRecord("CN105334567A", TextPart.DESCRIPTION, "zh", DESCRIPTION),
    ),
)
OTHER = PatentRecord(
    PatentKind.INVENTION, title="凹槽", application_number="2012101234568", abstract="一种凹槽。"
)


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    index.engine("patent").close()


def _store(*records: PatentRecord) -> list[Outcome]:
    file, _ = SourceFile.objects.get_or_create(digest="a" * 64, defaults={"name": "a.xml", "size": 1})
    with transaction.atomic():
        return store(list(enumerate(records, 1)), file)


def _indexed(*records: PatentRecord) -> list[Outcome]:
    outcomes = _store(*records)
    services.catch_up()
    return outcomes


def _titles(text: str) -> list[str]:
    return ["".join(p.text for p in hit.title) for hit in search_patents(PatentSearch(text, facets=())).hits]


FOUND = {
    "CLM=托盘": ["恒阻延长锚索"],
    "权利要求=(锚索 同权 凹槽)": ["恒阻延长锚索"],
    "锚索 同权 凹槽": ["恒阻延长锚索"],
    "CLM=(包括 CL 凹槽)": [],
    "说明书=(锚索 S 凹槽)": ["恒阻延长锚索"],
    "DESC=(支护 P 凹槽)": [],
    'DESC="嵌有LED灯"': ["恒阻延长锚索"],
    "FT=矿山支护": ["恒阻延长锚索"],
    "FT=凹槽": ["凹槽", "恒阻延长锚索"],
    "凹槽": ["凹槽"],
    "DE:矿山 AND 申请日=2015": ["恒阻延长锚索"],
}


@pytest.mark.parametrize("text", FOUND)
def test_found(text: str) -> None:
    _indexed(WHOLE, OTHER)
    assert _titles(text) == FOUND[text]


def test_what_is_fed_is_what_is_read_back_and_no_payload_has_the_texts() -> None:
    with services.feeding("patent"):
        _store(WHOLE, OTHER)
    assert services.waiting() == 0
    fed = search_patents(PatentSearch("CLM=凹槽", facets=())).hits
    services.rebuild("patent")
    assert search_patents(PatentSearch("CLM=凹槽", facets=())).hits == fed
    assert len(fed) == 1
    (hit,) = index.engine("patent").search(SearchRequest(parse("CLM=凹槽", PATENT))).hits
    assert not {"claims", "description"} & set(hit.payload)


def test_texts_that_come_later_make_the_index_read_again() -> None:
    assert _indexed(BARE) == [Outcome.CREATED]
    assert _titles("CLM=凹槽") == []
    assert _indexed(WHOLE) == [Outcome.UPDATED]
    assert _titles("CLM=凹槽") == ["恒阻延长锚索"]
    assert Patent.objects.get().version == 2
    assert _indexed(WHOLE) == [Outcome.UNCHANGED]
    assert services.compare("patent")[0].total == 0


def test_texts_in_the_batch_of_their_patent_are_not_missed_by_the_feeding() -> None:
    with services.feeding("patent"):
        _store(BARE, WHOLE)
    services.catch_up()
    assert _titles("CLM=凹槽") == ["恒阻延长锚索"]


def _document(number: str) -> DocumentRecord:
    text = TextRecord(number, TextPart.CLAIMS, "zh", CLAIMS)
    return DocumentRecord(number, number[:-1], number[-1], texts=(text,))


@pytest.mark.parametrize("is_document_first", [True, False])
def test_texts_told_by_another_office_are_found_whichever_comes_first(is_document_first: bool) -> None:
    file = SourceFile.objects.create(digest="b" * 64, name="b.xml", size=1)
    with services.feeding("patent"):
        if not is_document_first:
            _store(BARE)
        with transaction.atomic():
            store_registers([(1, _document("CN105334567A"))], file)
        if is_document_first:
            _store(BARE)
    services.catch_up()
    assert _titles("CLM=凹槽") == ["恒阻延长锚索"]
    assert services.compare("patent")[0].total == 0


def test_the_claims_as_granted_are_searched() -> None:
    granted = replace(
        BARE,
        publications=(PublicationRecord("CN105334567B", date(2018, 2, 6)),),
        texts=(TextRecord("CN105334567B", TextPart.CLAIMS, "zh", ("1.一种锚索，包括套管。",)),),
    )
    _indexed(granted, WHOLE)
    assert _titles("CLM=套管") == ["恒阻延长锚索"]
    assert _titles("CLM=凹槽") == []
    assert _titles("DESC=凹槽") == ["恒阻延长锚索"], "of the grant no description is held"


def test_a_hit_shows_the_claim_with_most_of_the_words() -> None:
    _indexed(WHOLE)
    (hit,) = search_patents(PatentSearch("FT=(锚索 凹槽)", facets=(), explains=True)).hits
    claim, paragraph = hit.passages
    assert (claim.field, claim.number) == ("claims", 2)
    assert [piece.text for piece in claim.pieces if piece.is_match] == ["锚索", "凹槽"]
    assert (paragraph.field, paragraph.number) == ("description", 3)
    assert [(each.field, each.words, each.times) for each in hit.matches] == [
        ("title", ("锚索",), 1),
        ("abstract", ("锚索",), 1),
        ("claims", ("锚索", "凹槽"), 3),
        ("description", ("凹槽", "锚索"), 2),
    ]


def test_texts_are_read_only_where_they_were_searched(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    _indexed(WHOLE, OTHER)
    with django_assert_num_queries(0):
        search_patents(PatentSearch("锚索"))
    with django_assert_num_queries(3):
        search_patents(PatentSearch("FT=凹槽"))


def test_long_texts_pass_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onestop.records.full_texts._AT_ONCE", 2)
    monkeypatch.setattr("onestop.search.parcels.CHARACTERS", 500)
    numbers = ["2015108177127", "2012101234568", "2013101234562"]
    texts = [
        (f"CN10000000{place}A", replace(BARE, application_number=number))
        for place, number in enumerate(numbers)
    ]
    records = [
        replace(
            record,
            title=document,
            publications=(PublicationRecord(document),),
            texts=(
                TextRecord(document, TextPart.CLAIMS, "zh", (f"锚索{document}", "托盘")),
                TextRecord(document, TextPart.DESCRIPTION, "zh", ("支护" * 200,)),
            ),
        )
        for document, record in texts
    ]
    _indexed(*records)
    assert FullText.objects.count() == 6
    services.rebuild("patent")
    assert sorted(_titles("CLM=托盘 AND DESC=支护")) == [document for document, _ in texts]
    assert _titles("CLM=CN100000001A") == ["CN100000001A"]
