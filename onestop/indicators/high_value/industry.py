"""The first category: which strategic emerging industry an invention belongs to, by rule, symbol and term."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from onestop.core.text import fold
from onestop.indicators.high_value.policy import policy
from onestop.reference.concordance import moved
from onestop.reference.industries import Rule, RuleIndex


@dataclass(frozen=True, slots=True)
class Match:
    rule: Rule
    symbol: str
    term: str
    """The rule's term that the text has; empty for a rule without keywords."""
    place: str = ""
    """The symbol by which the rule names the place, where the IPC has moved it."""

    @property
    def evidence(self) -> Mapping[str, Any]:
        return {
            "industry": self.rule.industry_code,
            "name": self.rule.industry_name,
            "rule": self.rule.number,
            "symbol": self.symbol,
            "place": self.place,
            "term": self.term,
            "policy": policy()["version"],
        }


def industry_of(symbols: Sequence[str], text: str, rules: RuleIndex) -> Match | None:
    """The first match, unconditional rules before others, symbols as printed before places that the IPC has moved.

    None where no rule holds. `text`: title and abstract.
    """
    chosen = policy()["industry"]
    considered = symbols[:1] if chosen["match"] == "main_ipc" else symbols
    conditional: list[Match] = []
    for found in _candidates(considered, rules):
        if not found.rule.keywords:
            return found
        conditional.append(found)
    if chosen["conditional"] == "none":
        return None
    folded = fold(text)
    return next(filter(None, (_conditional(each, folded) for each in conditional)), None)


def _candidates(symbols: Sequence[str], rules: RuleIndex) -> Iterator[Match]:
    for symbol in symbols:
        yield from (Match(rule, symbol, "") for rule in rules.rules_for(symbol))
    for symbol in symbols:
        for place in moved(symbol):
            yield from (Match(rule, symbol, "", place) for rule in rules.rules_for(place))


def _conditional(found: Match, folded: str) -> Match | None:
    if policy()["industry"]["conditional"] == "all":
        return found
    terms = terms_of(found.rule.keywords)
    if any(term in folded for term in terms.excluded):
        return None
    if not terms.wanted and terms.excluded:
        return found
    term = next((term for term in terms.wanted if term in folded), "")
    return replace(found, term=term) if term else None


@dataclass(frozen=True, slots=True)
class Terms:
    wanted: tuple[str, ...]
    excluded: tuple[str, ...]


@lru_cache(maxsize=1024)
def terms_of(keywords: str) -> Terms:
    """光纤制造；显示器件制造 -> 光纤, 显示器件: each part without what only says that it is made or offered."""
    chosen = policy()["industry"]["terms"]
    wanted: list[str] = []
    excluded: list[str] = []
    for part in re.split(f"[{re.escape(chosen['separators'])}]", fold(keywords)):
        negative = next((each for each in chosen["exclusions"] if part.startswith(each)), "")
        for piece in part.removeprefix(negative).split("等"):
            term = _core(piece.strip(), chosen["suffixes"])
            if len(term) >= chosen["shortest"] and term not in chosen["stop"]:
                (excluded if negative else wanted).append(term)
    return Terms(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(excluded)))


def _core(term: str, suffixes: Sequence[str]) -> str:
    for suffix in suffixes:
        if term.endswith(suffix) and len(term) > len(suffix) + 1:
            return _core(term.removesuffix(suffix), suffixes)
    return term
