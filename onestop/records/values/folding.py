"""What typing and copying do to a code: full width, lower case, stray spaces, look-alike letters."""

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_LOWER_CASE = {code: chr(code - 0x20) for code in range(ord("a"), ord("z") + 1)}
_FULL_WIDTH_LOWER_CASE = {code: chr(code - 0xFEE0 - 0x20) for code in range(0xFF41, 0xFF5B)}
SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + "".join(map(chr, range(0x202A, 0x202F)))
_UPPER: dict[int, str | None] = {
    **_FULL_WIDTH,
    **_LOWER_CASE,
    **_FULL_WIDTH_LOWER_CASE,
    0x3000: " ",
    **dict.fromkeys(map(ord, INVISIBLE), None),
}

HYPHENS = "-－‐‑‒–—―−_＿"
DOTS = ".．。·・•"

LOOK_ALIKES = str.maketrans("OILZS", "01125")
"""Letters typed, or read by OCR, for digits."""


def upper(text: str) -> str:
    """Half-width capitals, no invisible characters. ASCII only: `str.upper` turns ß into SS and ı into I."""
    return text.translate(_UPPER)


def squeezing(drop: str = "", dot: str = "") -> dict[int, str | None]:
    """Table for `str.translate`: half-width capitals, no spaces, no `drop`, each of `dot` as a full stop."""
    dropped = dict.fromkeys(map(ord, SPACES + drop), None)
    return {**_UPPER, **dropped, **dict.fromkeys(map(ord, dot), ".")}


SQUEEZE = squeezing(drop=HYPHENS + DOTS + ",，")
