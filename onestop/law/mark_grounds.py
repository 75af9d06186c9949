"""What the Trademark Law says against a mark by itself, and in the time after another's right ended.

2019: art. 10, 11, 12, 50; 2026: art. 15 to 18, 49. Which words a mark has is looked up by whoever asks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from onestop.law.fees import add_months

DATA = Path(__file__).parent / "data" / "mark_grounds.yaml"


@dataclass(frozen=True)
class Ground:
    code: str
    label: str
    match: str
    """contains, whole, goods, short: how the words are looked for."""
    words: tuple[str, ...]
    vocabulary: str
    """countries, places, or empty: names that belong to `words` and are kept elsewhere."""
    note: str
    cites: str
    text: str
    """The wording of the law."""


@dataclass(frozen=True)
class Bar:
    """No like mark is approved until that day."""

    until: date
    cites: str


def version(on: date) -> str:
    """The law that holds on a day: 商标法(2019); empty where none is recorded."""
    return next((each["name"] for each in _data()["versions"] if _holds(each, on)), "")


def grounds(on: date) -> Iterator[Ground]:
    for each in _data()["grounds"]:
        for law in filter(lambda law: _holds(law, on), each["laws"]):
            yield Ground(
                each["code"],
                each["label"],
                each["match"],
                tuple(each["words"]),
                each.get("vocabulary", ""),
                each["note"],
                law["cites"],
                law["text"],
            )


def unchecked(on: date) -> tuple[str, ...]:
    """The articles that no text of a mark can be held against."""
    laws = (law for each in _data()["unchecked"] for law in each["laws"])
    return tuple(f"{law['cites']}：{law['text']}" for law in laws if _holds(law, on))


def limits() -> tuple[int, int]:
    """Letters or digits up to which a mark is too simple, and from which on it is a sentence."""
    weak = next(each for each in _data()["grounds"] if each["match"] == "short")
    return weak["longest_simple"], weak["longest_sign"]


def bar_after(status: str, ended_on: date, on: date) -> Bar | None:
    """Whether a right that ended so and then still stands in the way on a day."""
    for each in _data()["after_end"]:
        if _holds(each, on) and status in each["statuses"]:
            until = add_months(ended_on, each["months"])
            return Bar(until, each["cites"]) if ended_on <= on <= until else None
    return None


def examples() -> dict[str, list[dict[str, Any]]]:
    """The worked examples of the data file, for the tests."""
    found: dict[str, list[dict[str, Any]]] = _data()["examples"]
    return found


def wordings() -> Iterator[tuple[str, str]]:
    """(cites, wording) of every entry, to be compared with the statute."""
    for each in (*_data()["grounds"], *_data()["unchecked"]):
        yield from ((law["cites"], law["text"]) for law in each["laws"])


def _holds(entry: dict[str, Any], on: date) -> bool:
    return bool(entry["valid_from"] <= on <= entry.get("valid_to", date.max))


@lru_cache(maxsize=1)
def _data() -> Any:
    return yaml.safe_load(DATA.read_text(encoding="utf-8"))
