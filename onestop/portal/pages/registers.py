"""Entries of the registers that departments' lists fill, each with the rows that told it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.core.errors import UserError
from onestop.indicators.scope import stem_of
from onestop.portal.pages.addresses import holder_href, patent_href, register_href, trademark_href
from onestop.portal.pages.labels import region_label
from onestop.portal.pages.origins import entry_sources
from onestop.portal.pages.parameters import read_region
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import NotFound, Page
from onestop.portal.pages.types_registers import RegisterFact, RegisterLine
from onestop.portal.pages.types_related import Option
from onestop.records.models import (
    Award,
    GeographicalIndication,
    Honour,
    HonourKind,
    Layout,
    Level,
    Population,
    Provider,
    ProviderKind,
    RegisterEntry,
    Transaction,
    TransactionKind,
)
from onestop.records.search import display_number
from onestop.records.values import application_number

PAGE_SIZE = 50
_LONGEST_MARK_NUMBER = 8
"""Digits; a patent's number has nine or thirteen."""
Kinds = Mapping[str, str | Promise]


@dataclass(frozen=True, kw_only=True)
class RegisterPage(Page):
    name: str
    region: str
    """GB/T 2260 code; empty: all."""
    kind: str
    regions: tuple[Option, ...]
    """Those that entries have, and the one that was asked for."""
    kinds: tuple[Option, ...]
    total: int
    lines: tuple[RegisterLine, ...]
    """The newest entries first."""
    first_href: str
    """Empty on the first page."""
    next_href: str


@dataclass(frozen=True)
class _View:
    """How the entries of one table are shown."""

    register: str
    """As statements name it."""
    model: type[RegisterEntry]
    label: str | Promise
    title: str
    """The field that heads a line."""
    facts: tuple[str, ...]
    kind: str = ""
    kinds: Kinds | None = None
    related: tuple[str, ...] = ()
    has_region: bool = True


_SORTS: Kinds = {
    "product": gettext_lazy("地理标志产品"),
    "trademark": gettext_lazy("地理标志商标"),
    "agricultural": gettext_lazy("农产品地理标志"),
}
_VIEWS = {
    "honours": _View(
        "honour", Honour, gettext_lazy("称号与资质"), "name",
        ("level", "grade", "certificate", "batch", "valid_from", "valid_to"),
        "kind", dict(HonourKind.choices),
    ),
    "transactions": _View(
        "transaction", Transaction, gettext_lazy("质押、许可与转让"), "number",
        ("giver", "receiver", "rights", "amount", "registered_on", "ends_on", "terms"),
        "kind", dict(TransactionKind.choices), ("rights",),
    ),
    "awards": _View(
        "award", Award, gettext_lazy("获奖"), "name", ("grade", "year", "number", "winner"),
        "level", dict(Level.choices), has_region=False,
    ),
    "geographical-indications": _View(
        "geographical_indication", GeographicalIndication, gettext_lazy("地理标志"), "name",
        ("number", "holder_name", "products", "protected_on"), "sort", _SORTS,
    ),
    "layouts": _View(
        "layout", Layout, gettext_lazy("集成电路布图设计"), "title",
        ("number", "holder_name", "filed_on", "first_used_on", "announced_on"),
    ),
    "providers": _View(
        "provider", Provider, gettext_lazy("服务机构"), "name",
        ("uscc", "licence", "address", "phone", "services", "established_on"),
        "kind", dict(ProviderKind.choices),
    ),
    "populations": _View(
        "population", Population, gettext_lazy("人口数"), "region", ("year", "persons", "published_by")
    ),
}  # fmt: skip
NAME_OF: dict[type[Model], str] = {view.model: name for name, view in _VIEWS.items()}
"""Table -> its name in addresses."""


def register_page(name: str, region: str = "", kind: str = "", after: str = "") -> RegisterPage:
    """Entries of one register, page by page; `after` comes from `next_href`."""
    view = _view(name)
    read_region(region)
    entries = _chosen(view, region, _read_kind(view, kind))
    start = int(after) if after.isascii() and after.isdecimal() else None
    found = list((entries.filter(pk__lt=start) if start else entries)[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return RegisterPage(
        title=str(view.label),
        notice=notice(),
        name=name,
        region=region,
        kind=kind,
        regions=tuple(_regions(name, view, region, kind)),
        kinds=tuple(_kinds(name, view, region, kind)),
        total=entries.count(),
        lines=register_lines(name, shown),
        first_href=register_href(name, region, kind) if start else "",
        next_href=register_href(name, region, kind, str(shown[-1].pk)) if len(found) > PAGE_SIZE else "",
    )


def lists_of(number: str) -> tuple[RegisterLine, ...]:
    """Contracts about a patent and awards that it won, by its application number."""
    if not number:
        return ()
    contracts = Transaction.objects.filter(rights__number=number).order_by("-registered_on", "pk")
    awards = Award.objects.filter(number=number).order_by("-year", "pk")
    return (
        *register_lines("transactions", contracts.prefetch_related("rights")[:PAGE_SIZE]),
        *register_lines("awards", awards[:PAGE_SIZE]),
    )


def right_href(number: str) -> str:
    if len(number) <= _LONGEST_MARK_NUMBER or not application_number.is_valid(number):
        return trademark_href("CN", number)
    return patent_href(number)


def register_lines(name: str, entries: Iterable[RegisterEntry]) -> tuple[RegisterLine, ...]:
    view, shown = _view(name), list(entries)
    sources = entry_sources(view.register, [entry.pk for entry in shown])
    return tuple(
        RegisterLine(
            number=entry.pk,
            name=_name(view, entry),
            href=_of_holder(getattr(entry, "holder_id", None)),
            kind=(kind := str(getattr(entry, view.kind, ""))),
            kind_label=str((view.kinds or {}).get(kind, kind)),
            region=(region := str(getattr(entry, "region", ""))),
            region_label=_place(region) if region else "",
            facts=tuple(fact for field in view.facts for fact in _facts(entry, field)),
            sources=sources[entry.pk],
            is_demonstration=entry.is_demonstration,
        )
        for entry in shown
    )


def _view(name: str) -> _View:
    if view := _VIEWS.get(name):
        return view
    raise NotFound(
        "register.not_found",
        _("没有名为“%s”的名单。") % name[:40],
        _("可以是：%s。") % "、".join(_VIEWS),
    )


def _read_kind(view: _View, kind: str) -> str:
    if kind and kind not in (view.kinds or {}):
        known = "、".join(view.kinds or ()) or _("（不分种类）")
        raise UserError("register.bad_kind", _("没有“%s”这一种类。") % kind[:40], _("可以是：%s。") % known)
    return kind


def _chosen(view: _View, region: str, kind: str) -> QuerySet[Any]:
    wanted = Q(**{view.kind: kind}) if kind else Q()
    if region and view.has_region:
        wanted &= Q(region__startswith=stem_of(region))
    entries = view.model._default_manager.filter(wanted).order_by("-pk")
    return entries.prefetch_related(*view.related)


def _regions(name: str, view: _View, region: str, kind: str) -> Iterator[Option]:
    if not view.has_region:
        return
    entries: QuerySet[Any] = view.model._default_manager.order_by()
    used = entries.exclude(region="").values_list("region", flat=True)
    yield Option("", _("全部地区"), register_href(name, "", kind), not region)
    for code in sorted({*used.distinct(), *filter(None, [region])}):
        yield Option(code, _place(code), register_href(name, code, kind), code == region)


def _kinds(name: str, view: _View, region: str, kind: str) -> Iterator[Option]:
    if view.kinds:
        yield Option("", _("全部种类"), register_href(name, region), not kind)
    for value, label in (view.kinds or {}).items():
        yield Option(value, str(label), register_href(name, region, value), value == kind)


def _place(code: str) -> str:
    return _("全国") if code == "100000" else region_label(code)


def _name(view: _View, entry: Any) -> str:
    text = str(getattr(entry, view.title))
    return _place(text) if view.title == "region" else text


def _facts(entry: Any, field: str) -> Iterator[RegisterFact]:
    """A fact for each right of a contract; none for what no file told."""
    if field == "rights":
        for right in entry.rights.all():
            yield RegisterFact(_("权利号码"), display_number(right.number), right_href(right.number))
        return
    text = _text(entry, field)
    if text:
        label = str(entry._meta.get_field(field).verbose_name)
        yield RegisterFact(label, text, _HREFS.get(field, lambda entry: "")(entry))


def _text(entry: Any, field: str) -> str:
    value = getattr(entry, field)
    match value:
        case Decimal():
            return f"{value:,.2f}"
        case date():
            return value.isoformat()
        case int() if field == "persons":
            return f"{value:,}"
    if isinstance(entry, Award) and field == "number":
        return display_number(entry.number)
    shown = getattr(entry, f"get_{field}_display", None)
    return str(shown() if shown else "" if value is None else value)


def _of_holder(number: int | None) -> str:
    return holder_href(number) if number else ""


_HREFS: dict[str, Callable[[Any], str]] = {
    "giver": lambda entry: _of_holder(entry.giver_holder_id),
    "receiver": lambda entry: _of_holder(entry.receiver_holder_id),
    "number": lambda entry: patent_href(entry.number) if isinstance(entry, Award) else "",
}
