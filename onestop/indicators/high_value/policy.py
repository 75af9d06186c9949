"""The policy file, read once."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "policy.yaml"


@lru_cache(maxsize=1)
def policy() -> Mapping[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def pledge_threshold(day: date) -> Decimal | None:
    """Yuan from which a pledge of that day is substantial; None while none has been set."""
    held = [each for each in policy()["pledge"]["thresholds"] if each["valid_from"] <= day]
    return Decimal(str(max(held, key=lambda each: each["valid_from"])["yuan"])) if held else None


def digest(rules: object) -> str:
    """Of the policy and of the industry table that it is applied to: what was assessed by another is stale."""
    return sha256(f"{FILE.read_text(encoding='utf-8')}{rules}".encode()).hexdigest()
