"""Vocabulary and shape of the demonstration district: data files, so that code stays small."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Aim = tuple[str, str, str]
"""What a creation is for: quality (高效散热), problem (散热效果差), effect (能够快速导出热量)."""


@dataclass(frozen=True, eq=False)
class Field:
    """A branch of industry: what its holders are called and what they invent."""

    domain: str
    companies: list[str]
    share: float
    leaning: dict[str, float]
    """How much the branch leans to each kind of patent."""
    aims: list[Aim]
    uses: list[str]
    parts: list[str]
    extra: list[str]
    """IPC symbols that may stand beside the main one."""
    devices: dict[str, list[str]]
    """Product -> its IPC symbols, the main one first; likewise the next two."""
    designs: dict[str, list[str]]
    """Locarno class -> products."""
    mixtures: dict[str, list[str]] = field(default_factory=dict)
    mixture_aims: list[Aim] = field(default_factory=list)
    systems: dict[str, list[str]] = field(default_factory=dict)
    ingredients: list[str] = field(default_factory=list)
    forms: dict[str, int] = field(default_factory=dict)
    """Instead of the usual mixture of devices, processes, mixtures and systems."""
    techniques: list[str] = field(default_factory=list)


@lru_cache
def data_file(name: str) -> Any:
    """The parsed file; the same object each time, so never change it."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_LOADER)  # noqa: S506 - both loaders are the safe ones


@lru_cache(maxsize=1)
def fields() -> dict[str, Field]:
    return {
        path.stem: Field(**data_file(f"fields/{path.name}")) for path in sorted(FOLDER.glob("fields/*.yaml"))
    }
