from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onestop.core.text import is_cjk
from onestop.search import tokens
from onestop.search.tokens import BREAK


def test_characters_words_and_breaks() -> None:
    assert tokens.characters("一种LED灯，５.５W") == ["一", "种", "led", "灯", BREAK, "5", BREAK, "5w"]
    assert tokens.sequence("，锚索。") == ["锚", "索"]


def test_pairs_never_reach_across_anything_but_space() -> None:
    assert tokens.pairs("锚 索支，护A灯具") == ["锚索", "索支", BREAK, "灯具"]
    assert tokens.pairs("灯") == []


def test_words_leave_out_function_words_unless_nothing_else_is_left() -> None:
    assert tokens.words("錨索的支护") == ("锚索", "支护")
    assert tokens.words("的") == ("的",)


def test_words_of_other_languages_stay_whole() -> None:
    assert tokens.words("Câble d'ancrage 5.5W") == ("câble", "d", "ancrage", "5.5w")
    assert tokens.words("Fördergerät für锚索 кабель アンカー") == (
        "fördergerät",
        "für",
        "锚索",
        "кабель",
        "アンカー",
    )


@given(st.text(alphabet="锚索A1 ，_〇灯\n", max_size=30))
def test_pairs_are_the_neighbours_among_the_characters(text: str) -> None:
    """A second implementation, token by token."""
    characters = tokens.characters(text)
    neighbours = [
        left + right for left, right in pairwise(characters) if is_cjk(left[0]) and is_cjk(right[0])
    ]
    assert [pair for pair in tokens.pairs(text) if pair != BREAK] == neighbours


@given(st.text(max_size=60))
def test_located_tokens_are_the_characters(text: str) -> None:
    assert [token for token, _, _ in tokens.located(text)] == tokens.characters(text)


@given(st.text(alphabet="锚索A1 ，_〇灯\n\0", max_size=60))
def test_the_index_takes_the_characters_and_the_pairs(text: str) -> None:
    assert tokens.indexed(text) == (" ".join(tokens.characters(text)), " ".join(tokens.pairs(text)))
