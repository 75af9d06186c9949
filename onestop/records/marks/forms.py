"""A mark taken apart: what is read, what is Chinese, what is Latin, and what of it is its own."""

from dataclasses import dataclass
from functools import lru_cache

from onestop.core.text import fold, is_cjk
from onestop.records.marks.datafiles import data_file

MAX_LENGTH = 100
"""Characters that are compared; a longer text is a slogan."""
LONGEST_READ = 20
"""Chinese characters whose Pinyin is kept."""


@dataclass(frozen=True, slots=True)
class Form:
    text: str
    """Folded, letters and digits and Chinese characters only."""
    chinese: str
    """Its Chinese characters without general words."""
    latin: str
    """Its letters and digits without general words."""
    numbered: str
    """With Chinese numerals as digits."""

    @property
    def all_chinese(self) -> str:
        return "".join(filter(is_cjk, self.text))

    @property
    def core(self) -> str:
        return self.chinese + self.latin


@lru_cache(maxsize=1 << 14)
def form(mark: str) -> Form:
    folded = fold(mark)[:MAX_LENGTH]
    text = "".join(filter(str.isalnum, folded))
    chinese = "".join(filter(is_cjk, text))
    words = "".join(" " if is_cjk(each) or not each.isalnum() else each for each in folded).split()
    return Form(
        text=text,
        chinese=_without_general(chinese),
        latin="".join(_own_words(words)),
        numbered=text.translate(_numerals()),
    )


def _without_general(text: str) -> str:
    """Again and again, since 新江海照明公司 has three; enough characters must remain."""
    while (shorter := _once(text)) != text:
        text = shorter
    return text


def _once(text: str) -> str:
    words = data_file("words.yaml")
    least = words["least"]
    for word in words["behind"]:
        if text.endswith(word) and len(text) - len(word) >= least:
            return text[: -len(word)]
    for word in words["before"]:
        if text.startswith(word) and len(text) - len(word) >= least:
            return text[len(word) :]
    return text


def _own_words(words: list[str]) -> list[str]:
    general = {*data_file("words.yaml")["before"], *data_file("words.yaml")["behind"]}
    return [each for each in words if each not in general] or words


@lru_cache(maxsize=1)
def _numerals() -> dict[int, str]:
    return str.maketrans(data_file("words.yaml")["numerals"])
