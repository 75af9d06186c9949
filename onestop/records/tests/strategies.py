"""Texts for the property tests of the value cleaners: numbers, and what typing does to them."""

from hypothesis import strategies as st

SPACES = (" ", "\u00a0", "\u3000", "\t", "\u200b", "\ufeff")


def full_width(character: str) -> str:
    return chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character


def _variants(character: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted({character, character.lower(), full_width(character)}))


@st.composite
def typed(draw: st.DrawFn, text: str, between: tuple[str, ...] = SPACES) -> str:
    """The same characters, some of them full width or lower case, with noise between them."""
    noise = st.sampled_from(("", "", "", *between))
    return "".join(draw(noise) + draw(_variants(character)) for character in text) + draw(
        st.sampled_from(SPACES)
    )


def digits(count: int) -> st.SearchStrategy[str]:
    """Not all zero."""
    return st.integers(1, 10**count - 1).map(lambda number: f"{number:0{count}d}")


TEXTS = st.one_of(
    st.text(), st.text("0123456789XxCNZLcnzlＣＮ０１９Ｘ.．- 号:/()IiAaBbUuSsDdEe+,;；=\"'", max_size=24)
)
"""Anything at all, and what looks like a number."""

NEW_BODIES = st.builds("{}{}{}".format, st.integers(2003, 2025), st.sampled_from("12389"), digits(7))
OLD_BODIES = st.builds(
    "{:02d}{}{}".format,
    st.sampled_from([*range(85, 100), *range(4)]),
    st.sampled_from("123"),
    digits(5),
)
APPLICATION_BODIES = st.one_of(NEW_BODIES, OLD_BODIES)
PUBLICATION_NUMBERS = st.builds(
    lambda kind, rest, year, code: f"CN{year}{kind[0]}{rest}{kind[1]}{code}",
    st.sampled_from(["1A", "1B", "1C", "2U", "2Y", "3S", "3D"]),
    st.one_of(digits(6), digits(8)),
    st.just(""),
    st.sampled_from(["", "8", "9", "1"]),
)
