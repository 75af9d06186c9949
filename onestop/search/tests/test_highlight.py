from hypothesis import given
from hypothesis import strategies as st

from onestop.search.highlight import Piece, mark, marked_places, snippet
from onestop.search.parser import parse
from onestop.search.tests.corpus import TYPE


def _marked(text: str, query: str, field: str = "title") -> list[str]:
    return [
        piece.text for piece in mark(text, marked_places(parse(query, TYPE)).get(field, ())) if piece.is_match
    ]


def test_marks_what_was_searched_in_that_field_only() -> None:
    assert _marked("一种锚索支护装置", "锚索 装置") == ["锚索", "装置"]
    assert _marked("一种锚索支护装置", "AB=锚索") == []
    assert _marked("一种锚索支护装置", "支护 NOT 锚索") == ["支护"]


def test_marks_the_original_writing() -> None:
    assert _marked("預應力錨索與ＬＥＤ", "锚索 OR led") == ["錨索", "ＬＥＤ"]
    assert _marked("LED灯 LEDs", "LED灯") == ["LED灯"]
    assert _marked("ledger, LEDs", "led+") == ["ledger", "LEDs"]


def test_overlapping_matches_are_one() -> None:
    assert _marked("锚索支护", '"锚索支" OR "索支护"') == ["锚索支护"]


def test_snippet_shows_the_first_match() -> None:
    text = "字" * 500 + "锚索" + "尾" * 500
    pieces = snippet(text, marked_places(parse("锚索", TYPE))["title"], 100)
    assert Piece("锚索", True) in pieces
    assert pieces[0] == pieces[-1] == Piece("…", False)
    assert sum(len(piece.text) for piece in pieces) == 102


def test_snippet_shows_different_words_together() -> None:
    text = "锚索" + "字" * 300 + "锚索与支护" + "尾" * 300
    pieces = snippet(text, marked_places(parse("锚索 支护", TYPE))["title"], 100)
    assert [piece.text for piece in pieces if piece.is_match] == ["锚索", "支护"]
    alike = snippet(text, marked_places(parse("锚索", TYPE))["title"], 100)
    assert alike[0] == Piece("锚索", True), "of equals the first"


@given(st.text(max_size=80), st.sampled_from(["锚索", '"锚 索"', "led+", "a OR b"]))
def test_pieces_are_the_text(text: str, query: str) -> None:
    wanted = marked_places(parse(query, TYPE)).get("title", ())
    assert "".join(piece.text for piece in mark(text, wanted)) == text
