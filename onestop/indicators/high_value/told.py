"""The reasons for which an invention counts, in words, with the evidence and what an officer decided."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from onestop.indicators.high_value.policy import policy
from onestop.indicators.models import Category, HighValueDecision, HighValueReason
from onestop.indicators.sets.patents import LONG_LIVED_YEARS
from onestop.law.terms import add_years
from onestop.records.models import Patent


@dataclass(frozen=True)
class Told:
    category: str
    label: str
    text: str
    """The evidence: rule and symbol, document, registration or prize."""
    since: date | None
    """None where only an officer says so."""
    policy: int
    """Version of the policy by which it was told."""
    is_conditional: bool
    """The rule has keywords, and the policy takes them as met."""
    is_demonstration: bool
    """By an illustrative rule of the demonstration."""
    decision: HighValueDecision | None


def reasons_of(patents: Collection[Patent], day: date) -> Mapping[int, tuple[Told, ...]]:
    """By key, in the order of the categories; those that an officer rejected too."""
    keys = [each.pk for each in patents]
    decisions = {
        (each.patent_id, each.category): each for each in HighValueDecision.objects.filter(patent__in=keys)
    }
    found: dict[int, dict[str, Told]] = defaultdict(dict)
    for reason in HighValueReason.objects.filter(patent__in=keys, since__lte=day):
        decision = decisions.get((reason.patent_id, reason.category))
        found[reason.patent_id][reason.category] = _told(reason, decision)
    for patent in patents:
        if since := long_lived_since(patent, day):
            category = Category.LONG_LIVED
            text = _("申请日 %(day)s") % {"day": patent.filed_on}
            decision = decisions.get((patent.pk, category.value))
            found[patent.pk][category] = _make(category, text, since, decision=decision)
    for (key, name), decision in decisions.items():
        if decision.is_confirmed and name not in found[key]:
            found[key][name] = _make(Category(name), _("工作人员确认"), None, decision=decision)
    return {key: tuple(told[each] for each in Category.values if each in told) for key, told in found.items()}


def long_lived_since(patent: Patent, day: date) -> date | None:
    """The day after ten years from filing, once it has come."""
    if (
        patent.kind != "invention"
        or not patent.filed_on
        or patent.filed_on >= add_years(day, -LONG_LIVED_YEARS)
    ):
        return None
    return add_years(patent.filed_on, LONG_LIVED_YEARS) + timedelta(1)


def _told(reason: HighValueReason, decision: HighValueDecision | None) -> Told:
    category = Category(reason.category)
    text = _WORDS[category](reason.evidence)
    made = bool(reason.evidence.get("is_demonstration"))
    return _make(category, text, reason.since, reason.is_conditional, made, decision)


def _make(
    category: Category,
    text: str,
    since: date | None,
    is_conditional: bool = False,
    is_demonstration: bool = False,
    decision: HighValueDecision | None = None,
) -> Told:
    version = policy()["version"]
    return Told(
        category.value, str(category.label), text, since, version, is_conditional, is_demonstration, decision
    )


def _industry(evidence: Mapping[str, Any]) -> str:
    text = _("%(symbol)s 属于 %(industry)s %(name)s（对照表第 %(rule)s 行）") % evidence
    if evidence.get("place"):
        text += _("，分类表调整前后对应 %(place)s") % evidence
    return text + (_("，题录中有“%(term)s”") % evidence if evidence["term"] else "")


def _overseas(evidence: Mapping[str, Any]) -> str:
    return _("%(office)s 授权文献 %(document)s") % evidence


def _pledged(evidence: Mapping[str, Any]) -> str:
    return _("质押登记 %(registration)s，%(yuan)s 元，门槛 %(threshold)s 元") % evidence


def _awarded(evidence: Mapping[str, Any]) -> str:
    return _("%(year)s 年%(award)s %(grade)s") % evidence


_WORDS = {
    Category.INDUSTRY: _industry,
    Category.OVERSEAS: _overseas,
    Category.PLEDGED: _pledged,
    Category.AWARDED: _awarded,
}
