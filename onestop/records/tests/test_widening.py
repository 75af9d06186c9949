"""Patents found by synonyms and ranked by recency, with the shipped dictionary; every hit says why it stands there."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.records.models import PatentKind, SourceFile
from onestop.records.previews import known_words, near_terms, offers, preview
from onestop.records.search import PatentHit, PatentSearch, parsed, search_patents, understood
from onestop.records.services import store
from onestop.records.types import PatentRecord, PublicationRecord
from onestop.search.services import catch_up
from onestop.search.synonyms import MAX_ADDED
from onestop.thesaurus import queries

pytestmark = pytest.mark.django_db
TITLES = {
    "CN101000001A": ("LED驱动电源", "一种用于灯具的驱动电源。", date(2008, 7, 18)),
    "CN102000002A": ("发光二极管照明装置", "一种照明装置。", date(2012, 5, 2)),
    "CN103000003A": ("Light-emitting diodes for street lamps", "", date(2013, 5, 1)),
    "CN114000004A": ("LED路灯", "路灯的散热。", date(2022, 2, 1)),
    "CN115000005A": ("锂离子电池隔膜", "一种隔膜。", None),
    "CN116000006A": ("煤矿支护", "用锚杆支护巷道。", date(2023, 3, 1)),
}
TODAY = date(2024, 6, 30)


@pytest.fixture(autouse=True)
def _patents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    queries.forget()
    file = SourceFile.objects.create(name="专利.xlsx", size=1, digest="0" * 64)
    records = [
        PatentRecord(
            PatentKind.INVENTION, title, abstract=abstract, publications=(PublicationRecord(number, day),)
        )
        for number, (title, abstract, day) in TITLES.items()
    ]
    with transaction.atomic():
        store(list(enumerate(records, 2)), file)
    catch_up()


def found(text: str, **more: Any) -> list[str]:
    return [title(hit) for hit in search_patents(PatentSearch(text, facets=(), **more)).hits]


def title(hit: PatentHit) -> str:
    return "".join(piece.text for piece in hit.title)


def test_synonyms_and_the_other_language_are_found_behind_what_was_typed() -> None:
    assert found("发光二极管") == ["发光二极管照明装置"]
    assert found("发光二极管", expand="synonyms")[0] == "发光二极管照明装置"
    assert set(found("发光二极管", expand="synonyms")) == {"发光二极管照明装置", "LED驱动电源", "LED路灯"}
    assert set(found("发光二极管", expand="both")[1:]) == {
        "LED驱动电源",
        "LED路灯",
        "Light-emitting diodes for street lamps",
    }
    assert found("~~发光二极管") == found("发光二极管", expand="both")


def test_english_finds_chinese() -> None:
    assert found("lithium ion battery separator") == []
    assert found("lithium ion battery separator", expand="both") == ["锂离子电池隔膜"]


def test_what_is_left_out_is_not_added() -> None:
    assert "LED路灯" not in found("发光二极管", expand="both", without=("LED",))
    assert found("发光二极管", expand="both", without=("发光二极管",)) == ["发光二极管照明装置"]


def test_recent_ones_stand_first_of_equals_and_none_is_lost() -> None:
    assert found("LED", sort="relevance") == ["LED路灯", "LED驱动电源"]  # the shorter title
    assert found("TI=照明装置^0.5 OR TI=路灯") == ["发光二极管照明装置", "LED路灯"]
    assert found("TI=照明装置^0.5 OR TI=路灯", sort="recent") == ["LED路灯", "发光二极管照明装置"]
    assert set(found("", sort="recent")) == {each for each, _abstract, _day in TITLES.values()}
    assert found("", sort="recent")[:2] == ["煤矿支护", "LED路灯"]


def explained(text: str, **more: Any) -> dict[str, PatentHit]:
    results = search_patents(PatentSearch(text, facets=(), explains=True, **more))
    return {title(hit): hit for hit in results.hits}


def test_every_hit_says_which_word_is_whose_synonym() -> None:
    hits = explained("发光二极管", expand="both")
    (typed,) = hits["发光二极管照明装置"].matches
    assert (typed.field, typed.words, typed.synonyms) == ("title", ("发光二极管",), ())
    (other,) = hits["Light-emitting diodes for street lamps"].matches
    assert (other.words, other.times) == ((), 0)
    assert [(each.word, each.typed, each.times) for each in other.synonyms] == [
        ("Light-emitting diodes", "发光二极管", 1)
    ]
    standings = [hit.standing for hit in hits.values()]
    assert [each.is_as_typed for each in standings if each] == [True, False, False, False]
    assert all(each and each.words > 0 and each.recency is None for each in standings)
    words = [each.words for each in standings if each]
    assert words[1:] == sorted(words[1:], reverse=True)


def test_every_hit_says_how_recent_it_is() -> None:
    plain = {name: hit.score for name, hit in explained("装置 OR LED OR 隔膜").items()}
    hits = explained("装置 OR LED OR 隔膜", sort="recent")
    factors = {name: hit.standing.recency for name, hit in hits.items() if hit.standing}
    assert factors == {"LED驱动电源": 0.5, "发光二极管照明装置": 0.5, "LED路灯": 0.9, "锂离子电池隔膜": 0.5}
    for name, hit in hits.items():
        assert hit.standing
        assert hit.standing.words == pytest.approx(plain[name], rel=1e-3)
        assert hit.score == pytest.approx(plain[name] * (factors[name] or 0), rel=1e-3)
    assert hits["LED路灯"].standing
    assert hits["LED路灯"].standing.published_on == "2022-02-01"
    assert {hit.standing for hit in explained("LED", sort="filed_desc").values()} == {None}


def test_a_preview_counts_with_and_without_and_for_each_word() -> None:
    shown = preview(PatentSearch("发光二极管", expand="both"))
    assert (shown.as_typed, shown.total) == (1, 4)
    assert shown.counts["发光二极管", "LED"] == 2
    assert shown.counts["发光二极管", "light-emitting diode"] == 1
    less = preview(PatentSearch("发光二极管", expand="both", without=("LED",)))
    assert (less.as_typed, less.total, less.counts) == (1, 2, shown.counts)
    filtered = preview(PatentSearch("发光二极管", expand="both", filters=(("kind", "design"),)))
    assert (filtered.as_typed, filtered.total) == (0, 0)


def test_a_preview_of_too_many_says_which_there_are() -> None:
    text = " ".join(
        [
            "电机",
            "电池",
            "灯",
            "传感器",
            "显示器",
            "机器人",
            "冰箱",
            "计算机",
            "手机",
            "电源",
            "注塑机",
            "齿轮",
            "空调",
            "激光",
            "水龙头",
        ]
    )
    with pytest.raises(UserError, match=str(MAX_ADDED)):
        understood(PatentSearch(text, expand="both"))
    shown = preview(PatentSearch(text, expand="both"))
    assert shown.problem
    assert len(shown.expansion.concepts) == 15
    assert shown.total == shown.as_typed == 0


def test_words_that_have_synonyms_are_known_before_anybody_asks() -> None:
    def known(text: str) -> list[str]:
        return [each.typed for each in known_words(parsed(PatentSearch(text)))]

    assert known("LED 没有这样的词 隔膜") == ["LED", "隔膜"]
    assert known("AN=2015108177127") == []


def test_where_nothing_is_found_synonyms_are_offered_with_what_they_find() -> None:
    assert [(each.search.expand, each.total) for each in offers(PatentSearch("light emitting diode"))] == [
        ("synonyms", 3),
        ("both", 4),
    ]
    assert [each.search.expand for each in offers(PatentSearch("battery separator"))] == ["both"]
    assert [(each.search.expand, each.total) for each in offers(PatentSearch("街灯"))] == [
        ("synonyms", 1),
        ("both", 2),
    ], "路灯; street lamps"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("隔莫", "隔膜"),
        ("lithum battery", "lithium battery"),
        ("LED隔魔", ""),
        ("separater", "separator"),
        ("隔膜", ""),
    ],
)
def test_terms_written_or_heard_nearly_the_same(typed: str, meant: str) -> None:
    assert (near_terms(typed) or [""])[0] == meant


def test_a_misspelt_word_is_offered_where_the_right_one_finds_something() -> None:
    (offer,) = offers(PatentSearch("隔莫"))
    assert (offer.search.text, offer.total, offer.typed, offer.term) == ("隔膜", 1, "隔莫", "隔膜")
    assert offers(PatentSearch("separater")) == []


@pytest.mark.parametrize(
    ("search", "code"),
    [
        (PatentSearch("灯", expand="all"), "search.unknown_expand"),
        (PatentSearch("灯", without=("x",) * 101), "search.too_many_without"),
        (PatentSearch("灯", sort="newest"), "search.unknown_sort"),
        (PatentSearch("灯", sort="recent", cursor="*"), "search.cursor_needs_order"),
    ],
)
def test_what_makes_no_sense_is_refused(search: PatentSearch, code: str) -> None:
    with pytest.raises(UserError) as caught:
        search_patents(search)
    assert caught.value.code == code


def test_without_synonyms_the_dictionary_is_not_opened(django_assert_num_queries: Any) -> None:
    queries.forget()
    with django_assert_num_queries(0):
        search_patents(PatentSearch("发光二极管"))
