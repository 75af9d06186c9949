"""Indicator definitions: data files, read once."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Definition:
    code: str
    version: int
    name: dict[str, str]
    unit: dict[str, str]
    count: str
    period: str
    """year or day"""
    definition: dict[str, str]
    source: dict[str, str]


@lru_cache(maxsize=1)
def definitions() -> tuple[Definition, ...]:
    files = sorted(FOLDER.glob("*.yaml"))
    entries: list[dict[str, Any]] = [
        entry for path in files for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    return tuple(Definition(**entry) for entry in entries)


def in_language(texts: dict[str, str]) -> str:
    """The text in the language of the request; Chinese where there is no other."""
    return texts["en"] if (get_language() or "").startswith("en") else texts["zh"]
