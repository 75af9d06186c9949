"""Families from edges and documents, against a plain reading of the definitions."""

from datetime import date
from itertools import product
from random import Random

import pytest
from pytest_django import DjangoAssertNumQueries

from onestop.records.families import (
    Ends,
    ends_of_patent,
    extended_family,
    overseas_members,
    priorities_of,
    simple_family,
)
from onestop.records.graph import MAX_NODES, Edge
from onestop.records.models import Document, Patent, PatentKind, Priority, Publication, SourceFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def file() -> SourceFile:
    return SourceFile.objects.create(digest="f" * 64, name="docdb.xml", size=1)


def claim(file: SourceFile, *edges: Edge) -> None:
    Priority.objects.bulk_create(
        Priority(application=one, claimed=other, claimed_on=date(2015, 1, 5), file=file, row=1)
        for one, other in edges
    )


def document(number: str, application: str, day: date, family: str = "") -> Document:
    kind = number[-2:] if number[-1].isdigit() else number[-1]
    return Document.objects.create(
        key=number, office=number[:2], serial=number.removesuffix(kind), kind_code=kind,
        application=application, published_on=day, family=family, titles={"en": f"Title of {number}"},
    )  # fmt: skip


def patent() -> Patent:
    made = Patent.objects.create(
        application_number="2015108177127",
        kind=PatentKind.INVENTION,
        title="锚索",
        filed_on=date(2015, 11, 23),
    )
    Publication.objects.create(
        patent=made, number="CN105334567A", serial="CN105334567", published_on=date(2016, 2, 17)
    )
    return made


def numbers(application: str) -> Ends:
    return Ends(frozenset({application}), frozenset())


def plain_simple(edges: set[Edge], start: str) -> set[str]:
    def claims(each: str) -> set[str]:
        return {other for one, other in edges if one == each} or {each}

    return {each for edge in edges for each in edge if claims(each) == claims(start)} | {start}


def plain_extended(edges: set[Edge], start: str) -> set[str]:
    found = plain_simple(edges, start)
    for _ in range(20):
        found |= {each for edge in edges if found & set(edge) for each in edge}
    return found


def test_families_of_random_edges_with_circles(file: SourceFile) -> None:
    random = Random(7)
    names = [f"EP{number}" for number in range(12)]
    pairs = [pair for pair in product(names, names) if pair[0] != pair[1]]
    for _ in range(40):
        edges = set(random.sample(pairs, random.randint(1, 16)))
        Priority.objects.all().delete()
        claim(file, *edges)
        for start in random.sample(names, 4):
            simple = simple_family(numbers(start))
            assert {each.application for each in simple.members} == plain_simple(edges, start)
            extended = extended_family(numbers(start))
            assert {each.application for each in extended.members} == plain_extended(edges, start)
            members = {each.application for each in extended.members}
            assert set(extended.claims) == {edge for edge in edges if set(edge) <= members}


def test_a_patent_and_its_family_abroad(file: SourceFile) -> None:
    ours = patent()
    claim(file, ("US201615000001", "CN201510817712"), ("WO2016CN100001", "CN201510817712"))
    claim(file, ("EP16000001", "CN201510817712"), ("EP16000001", "CN201510000001"))
    document("US2017000001A1", "US201615000001", date(2017, 1, 5))
    document("US10000001B2", "US201615000001", date(2018, 6, 19))
    document("WO2017000001A1", "WO2016CN100001", date(2017, 5, 1))
    family = simple_family(ends_of_patent(ours))
    assert [(each.application, each.is_granted) for each in family.members] == [
        ("CN201510817712", False),
        ("US201615000001", True),
        ("WO2016CN100001", False),
    ]
    assert family.members[0].held.patent == "2015108177127"
    assert [each.number for each in family.members[1].held.documents] == ["US2017000001A1", "US10000001B2"]
    extended = extended_family(ends_of_patent(ours))
    assert [(each.application, each.level) for each in extended.members[3:]] == [
        ("EP16000001", 1),
        ("CN201510000001", 2),
    ]
    assert len(extended_family(ends_of_patent(ours), 1).members) == 4


def test_the_number_that_docdb_gave_decides(file: SourceFile) -> None:
    document("EP2400812A1", "EP10167109", date(2011, 12, 28), "43088294")
    document("US2013000001A1", "US201113806000", date(2013, 1, 3), "43088294")
    claim(file, ("US201113806000", "EP10167109"), ("EP99999999", "EP10167109"))
    family = simple_family(numbers("EP10167109"))
    assert family.number == "43088294"
    assert [each.application for each in family.members] == ["EP10167109", "US201113806000"]


def test_rights_abroad_on_a_day(file: SourceFile) -> None:
    ours = patent()
    claim(file, *((each, "CN201510817712") for each in ("US201615000001", "WO2016CN100001", "HK16100001")))
    claim(file, ("ZA201600001", "CN201510817712"))
    document("US2017000001A1", "US201615000001", date(2017, 1, 5))
    document("US10000001B2", "US201615000001", date(2018, 6, 19))
    document("WO2017000001A1", "WO2016CN100001", date(2017, 5, 1))
    document("HK1200001A", "HK16100001", date(2016, 8, 5))
    document("ZA201600001B", "ZA201600001", date(2017, 8, 5))
    before, now = overseas_members(ours, date(2018, 6, 18)), overseas_members(ours)
    assert [each.office for each in before.granted] == ["HK"]
    assert [each.office for each in now.granted] == ["HK", "US"]
    assert [(each.office, each.is_granted) for each in now.others] == [("ZA", None)]


def test_without_any_data_nothing_is_known() -> None:
    found = overseas_members(patent())
    assert (found.is_known, found.granted, found.others) == (False, (), ())


def test_priorities_are_the_earliest_first(file: SourceFile) -> None:
    claim(file, ("EP1", "CN2"), ("EP1", "CN1"))
    Priority.objects.filter(claimed="CN2").update(claimed_on=date(2014, 1, 1))
    assert [each.number for each in priorities_of(numbers("EP1"))] == ["CN2", "CN1"]


def test_a_priority_that_thousands_claim_is_cut_and_says_so(file: SourceFile) -> None:
    claim(file, *((f"US{number}", "CN201510817712") for number in range(MAX_NODES + 50)))
    for family in (simple_family(numbers("CN201510817712")), extended_family(numbers("CN201510817712"))):
        assert family.is_cut
        assert len(family.members) <= 2 * MAX_NODES + 1


def test_queries_do_not_grow_with_the_family(
    file: SourceFile,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    ends = ends_of_patent(patent())
    for size in (3, 40):
        claim(file, *((f"US{size}{number}", "CN201510817712") for number in range(size)))
        claim(file, *((f"EP{size}{number}", f"US{size}{number}") for number in range(size)))
        with django_assert_num_queries(8):
            simple_family(ends)
        with django_assert_num_queries(8 + 2 * 2):
            extended_family(ends, levels=2)
        with django_assert_max_num_queries(8 + 2 * 3):
            extended_family(ends)
