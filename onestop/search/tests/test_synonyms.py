"""How a dictionary widens a query: what becomes what, what stays literal, what is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.search.fading import Fading
from onestop.search.highlight import marked_places
from onestop.search.parser import parse
from onestop.search.places import places
from onestop.search.query import Phrase
from onestop.search.synonyms import (
    MAX_ADDED,
    Dictionary,
    Expansion,
    Group,
    Language,
    Reach,
    Term,
    expand,
    key_of,
    own_score,
    spellings,
)
from onestop.search.tests.corpus import TITLE, TYPE, documents, matches
from onestop.search.tests.words import WORDS, zh


def wide(text: str, reach: Reach = Reach.BOTH, *without: str) -> Expansion:
    return expand(parse(text, TYPE), WORDS, reach, without)


def added(found: Expansion) -> dict[str, list[str]]:
    return {each.typed: [term.text for term in each.used] for each in found.concepts}


LED_BOTH = ["发光二极管", "light emitting diode"]
WIDENED = {
    "锚索": {"锚索": ["锚杆", "锚栓"]},
    "錨索": {"錨索": ["锚杆", "锚栓"]},
    "TI=锚索": {"锚索": ["锚杆", "锚栓"]},
    "锚索 支护": {"锚索": ["锚杆", "锚栓"]},
    "锚索^3": {"锚索": ["锚杆", "锚栓"]},
    "锚索 OR LED": {"锚索": ["锚杆", "锚栓"], "LED": LED_BOTH},
    "灯": {"灯": ["台灯", "灯具", "lamp", "lamp fitting"]},  # looked up, as it was typed
    "台灯": {"台灯": ["灯具", "lamp", "lamp fitting"]},  # but never added
    "LED驱动电源": {"LED": LED_BOTH, "驱动电源": ["驱动器", "driver", "power driver"]},
    "台灯 led light emitting diode": {
        "台灯": ["灯具", "lamp", "lamp fitting"],
        "led": LED_BOTH,
        "light emitting diode": ["发光二极管", "LED"],
    },
    "LED 驱动 电源": {"LED": LED_BOTH, "驱动 电源": ["驱动器", "driver", "power driver"]},
    "Light-Emitting Diodes": {"Light-Emitting Diodes": ["发光二极管", "LED"]},
    "power driver": {"power driver": ["驱动电源", "驱动器", "driver"]},
    "water pumps": {"water pumps": ["水泵"]},
    "控制器": {"控制器": ["controller", "調光器"]},
    "调光器": {"调光器": ["控制器", "controller"]},
    "发电机": {},
    '"锚索"': {},
    '~"锚索"': {"锚索": ["锚杆", "锚栓"]},
    "NOT 锚索": {},
    "支护 NOT ~锚索": {"锚索": ["锚杆", "锚栓"]},
    "(锚索 5W 支护)": {},
    "(~锚索 5W 支护)": {"锚索": ["锚杆", "锚栓"]},
    "锚索+": {"锚索": ["锚杆", "锚栓"]},
    "IPC=E21D": {},
    "*": {},
}


@pytest.mark.parametrize(("text", "expected"), WIDENED.items())
def test_which_words_become_what(text: str, expected: dict[str, list[str]]) -> None:
    found = wide(text)
    assert added(found) == expected
    assert found.is_wider is bool(expected and "NOT" not in text)


def test_synonyms_of_the_same_language_only() -> None:
    assert added(wide("控制器", Reach.SYNONYMS)) == {"控制器": ["調光器"]}
    assert added(wide("controller", Reach.SYNONYMS)) == {"controller": []}
    assert added(wide("LED", Reach.SYNONYMS)) == {"LED": LED_BOTH}, "an abbreviation belongs to both"
    assert added(wide("发光二极管", Reach.SYNONYMS)) == {"发光二极管": ["LED"]}


def test_a_word_is_found_in_its_other_spellings_too() -> None:
    (concept,) = wide("water pump", Reach.SYNONYMS).concepts
    assert (concept.spellings, concept.added) == (("water-pump", "water-pumps", "water pumps"), ())
    assert matches(wide("water pump").node, _text("two water-pumps"))
    assert not matches(wide("water pump", Reach.BOTH, "water pump").node, _text("two water-pumps"))


def test_the_sign_says_how_far_one_word_goes() -> None:
    assert added(wide("~控制器 锚索", Reach.OFF)) == {"控制器": ["調光器"]}
    assert added(wide("~~控制器 锚索", Reach.OFF)) == {"控制器": ["controller", "調光器"]}
    assert added(wide("~(控制器 锚索)", Reach.OFF)) == {"控制器": ["調光器"], "锚索": ["锚杆", "锚栓"]}
    assert added(wide("~控制器", Reach.BOTH)) == {"控制器": ["調光器"]}


def test_nothing_is_added_when_nobody_asked() -> None:
    found = wide("锚索 LED", Reach.OFF)
    assert found.node == found.typed == parse("锚索 LED", TYPE)


def test_a_synonym_or_a_whole_word_can_be_left_out() -> None:
    assert added(wide("锚索", Reach.BOTH, "锚栓")) == {"锚索": ["锚杆"]}
    assert added(wide("錨索", Reach.BOTH, "錨栓")) == {"錨索": ["锚杆"]}
    off = wide("锚索 LED", Reach.BOTH, "锚索")
    assert added(off) == {"锚索": [], "LED": LED_BOTH}
    assert not wide("锚索", Reach.BOTH, "锚杆", "锚栓").is_wider
    assert not wide("LED驱动电源", Reach.BOTH, "LED", "驱动电源").is_wider


def test_what_is_excluded_with_its_synonyms_is_not_found_as_typed_either() -> None:
    found = wide("~灯 NOT ~锚索", Reach.OFF)
    assert not matches(found.node, _text("一盏灯和锚杆"))
    assert matches(found.node, _text("一盏台灯"))
    assert not matches(wide("~(支护 NOT 锚索)", Reach.OFF).node, _text("支护锚杆"))


def _text(title: str) -> dict[str, tuple[object, ...]]:
    return {"title": (title,), "abstract": (), "applicant": (), "ipc": (), "filed_on": (), "filed_year": ()}


def test_synonyms_are_marked_in_the_text() -> None:
    assert set(places(Phrase((TITLE,), "锚杆"))) <= marked_places(wide("锚索").node)["title"]


def test_too_many_synonyms_are_refused_with_what_to_do() -> None:
    group = Group("many", zh(*(f"词{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}" for number in range(99))))
    with pytest.raises(UserError, match=f"98.*{MAX_ADDED}") as caught:
        expand(parse("词甲0", TYPE), Dictionary.of([group]), Reach.SYNONYMS)
    assert caught.value.code == "search.too_many_synonyms"
    assert caught.value.hint


def test_too_many_distances_with_synonyms_are_refused() -> None:
    text = "TI=(~锚索 60D ~~LED)"
    parse(text, TYPE)
    with pytest.raises(UserError) as caught:
        wide(text)
    assert caught.value.code == "search.too_many_synonyms"


def test_spellings_of_english() -> None:
    def of(text: str) -> tuple[str, ...]:
        return spellings(Term(text, Language.EN))

    assert of("battery") == ("battery", "batteries")
    assert of("light-emitting diode")[2:] == ("light emitting diode", "light emitting diodes")
    assert of("die press") == ("die press",)
    assert of("gearbox") == ("gearbox", "gearboxes")
    assert of("relay")[1] == "relays"
    assert spellings(Term("电池", Language.ZH)) == ("电池",)
    assert key_of("LED-驱动") == key_of("ｌｅｄ 驅動")


_words = st.sampled_from(
    [
        "锚索",
        "锚杆",
        "支护",
        "灯",
        "LED驱动电源",
        "light",
        "emitting",
        "diode",
        "控制器",
        "发光二极管照明",
        "的",
        "NOT",
        "OR",
        "AND",
        "~",
        "~~",
    ]
)


@given(parts=st.lists(_words, min_size=1, max_size=8), reach=st.sampled_from(Reach))
def test_a_wider_query_loses_nothing_but_what_is_excluded(parts: list[str], reach: Reach) -> None:
    try:
        node = parse(" ".join(parts).replace("~ ", "~"), TYPE)
    except UserError:
        return
    found = expand(node, WORDS, reach)
    for each in documents():
        assert matches(found.node, each.values) >= matches(found.typed, each.values)
        if "NOT" not in parts:
            assert matches(found.typed, each.values) == matches(node, each.values)


def test_scores_of_the_two_parts_of_a_list() -> None:
    assert own_score(7.5) == 5.5
    assert own_score(0.0004) == pytest.approx(4)


def test_a_full_year_counts_from_the_day() -> None:
    fading = Fading("day", date(2024, 2, 29))
    assert fading.factor(date(2030, 1, 1)) == 1
    assert fading.factor(date(2023, 3, 1)) == 1
    assert fading.factor(date(2023, 2, 28)) == 0.95
    assert fading.factor(date(2014, 3, 1)) == 0.55
    assert fading.factor(date(2014, 2, 28)) == 0.5
    assert fading.factor(date(1990, 1, 1)) == fading.factor(None) == 0.5
