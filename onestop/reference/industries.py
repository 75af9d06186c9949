"""Strategic emerging industries: which rules of the reference table take in an IPC symbol.

Source: 战略性新兴产业分类与国际专利分类参照关系表（2021）（试行）, 国知办函规字〔2021〕121号, loaded by
`onestop reference load industries`. How a rule's keywords narrow it is decided where rules are applied, not here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onestop.reference.models import IndustryRule

_PATTERN = re.compile(r"[A-H]\d\d(?:[A-Z](?:\d{1,4}(?:/\d{2,6})?)?)?|[A-H]\d\d(?:[A-Z](?:\d{1,4})?)?\*")
_SYMBOL = re.compile(r"[A-H]\d\d(?:[A-Z](?:\d{1,4}(?:/\d{2,6})?)?)?")


def is_pattern(text: str) -> bool:
    """A class, subclass or main group with `*` after it, or one symbol: C08*, G06F*, G06F1*, H04L9/32."""
    return _PATTERN.fullmatch(text) is not None


def symbol_matches(pattern: str, symbol: str) -> bool:
    """`G06F1*` is the main group G06F1 with its subgroups (not G06F11), `G06F*` and `C08*` are all that begins so.

    A pattern without `*` is that symbol alone, letter by letter: G16H does not take in G16H10/60, as printed.
    """
    return pattern in patterns_matching(symbol)


def patterns_matching(symbol: str) -> frozenset[str]:
    """Every pattern that takes in the symbol: G06F1/16 gives G06F1/16, G06F1*, G06F*, G06*."""
    if not _SYMBOL.fullmatch(symbol):
        return frozenset()
    main_group = symbol.partition("/")[0]
    return frozenset({symbol, f"{main_group}*", f"{symbol[:4]}*", f"{symbol[:3]}*"})


@dataclass(frozen=True, slots=True)
class Rule:
    number: int
    """Row in the table."""
    industry_code: str
    industry_name: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    keywords: str

    @property
    def exclusion(self) -> tuple[str, ...]:
        """What is really excluded: not what the rule also includes by the same pattern.

        That happens in rule 3 of the 2021 table alone, where two printed rows stand in one: the second includes
        what the first excludes, because together the rows of an industry share a field out among them.
        """
        return tuple(pattern for pattern in self.exclude if pattern not in self.include)


class RuleIndex:
    """The table by pattern: built once, it answers for as many symbols as there are."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = {rule.number: rule for rule in rules}
        self._including = _numbers_by_pattern((rule.number, rule.include) for rule in self.rules.values())
        self._excluding = _numbers_by_pattern((rule.number, rule.exclusion) for rule in self.rules.values())

    def rules_for(self, symbol: str) -> tuple[Rule, ...]:
        """Rules that include the symbol and do not exclude it, in the table's order."""
        patterns = patterns_matching(symbol)
        included = {number for pattern in patterns for number in self._including.get(pattern, ())}
        excluded = {number for pattern in patterns for number in self._excluding.get(pattern, ())}
        return tuple(self.rules[number] for number in sorted(included - excluded))


def _numbers_by_pattern(rules: Iterable[tuple[int, tuple[str, ...]]]) -> Mapping[str, list[int]]:
    numbers: dict[str, list[int]] = {}
    for number, patterns in rules:
        for pattern in patterns:
            numbers.setdefault(pattern, []).append(number)
    return numbers


def industry_rules() -> RuleIndex:
    """The loaded table, empty when none is loaded. Two queries: for many symbols keep the answer."""
    return RuleIndex(
        Rule(
            row.number,
            row.industry_code,
            row.industry_name,
            tuple(each.pattern for each in row.patterns.all() if not each.is_excluded),
            tuple(each.pattern for each in row.patterns.all() if each.is_excluded),
            row.keywords,
        )
        for row in IndustryRule.objects.order_by("number").prefetch_related("patterns")
    )


def rules_for(symbol: str) -> tuple[Rule, ...]:
    """The rules that take in one symbol; for many, keep `industry_rules()`."""
    return industry_rules().rules_for(symbol)
