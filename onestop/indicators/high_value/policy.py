"""The policy file, read once."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from onestop.indicators.models import PledgeThreshold
from onestop.reference import concordance
from onestop.reference.industries import RuleIndex

FILE = Path(__file__).parent / "policy.yaml"


@lru_cache(maxsize=1)
def policy() -> Mapping[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def pledge_threshold(day: date) -> Decimal | None:
    """Yuan from which a pledge of that day is substantial; None while none has been set."""
    held = PledgeThreshold.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    return held.yuan if held else None


def digest(rules: RuleIndex, is_demonstration: bool) -> str:
    """Of the policy and the tables that it is applied to: what was assessed by others is stale."""
    printed = sorted((rule.number, str(rule)) for rule in rules.rules.values())
    applied = f"{FILE.read_text(encoding='utf-8')}{concordance.text()}{printed}{is_demonstration}"
    return sha256(applied.encode()).hexdigest()
