from hypothesis import given
from hypothesis import strategies as st

from onestop.core.text import fold, to_half_width


def test_writing_does_not_matter() -> None:
    assert fold("錨索ＬＥＤ") == fold("锚索led") == "锚索led"
    assert to_half_width("（ＡＢ）　＝") == "(AB) ="


@given(st.text())
def test_length_is_kept_and_folding_again_changes_nothing(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
