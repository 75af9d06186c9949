"""The public portrait of a holder beyond its patents: contracts, marks, rights abroad, and who does the same."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from onestop.indicators.models import Category, HighValueReason
from onestop.portal.pages.addresses import filter_href, holder_csv_href, trademark_href
from onestop.portal.pages.charts import Counts
from onestop.portal.pages.labels import value_labels
from onestop.portal.pages.origins import entry_sources
from onestop.portal.pages.registers import right_href
from onestop.portal.pages.types import Chart, ChartRow, Link
from onestop.portal.pages.types_related import SourceLine
from onestop.records.models import Holder, Party, Transaction
from onestop.records.search import display_number

_MOST = 20
_PEERS = 10


@dataclass(frozen=True)
class ContractLine:
    kind_label: str
    number: str
    registered_on: date | None
    ends_on: date | None
    other: str
    """The other side, as the contract names it."""
    is_giver: bool
    amount: str
    """In yuan; empty where it is not published."""
    rights: tuple[Link, ...]
    sources: tuple[SourceLine, ...]
    """The rows of lists that told it."""


@dataclass(frozen=True)
class Portrait:
    contracts: tuple[ContractLine, ...]
    """The newest."""
    contracts_total: int
    trademarks: tuple[Link, ...]
    abroad: int
    """Inventions with a granted family member abroad, as far as documents of other offices are held."""
    high_value: int
    """Inventions that have a reason to count as high-value, but for their age."""
    peers: Chart | None
    """Who holds most in the field that it holds most in."""


def portrait_of(holder: Holder, counts: Counts | None, names: list[str], as_of: date | None) -> Portrait:
    contracts = Transaction.objects.filter(Q(giver_holder=holder) | Q(receiver_holder=holder))
    patents = Party.objects.filter(holder=holder).values("patent")
    reasons = HighValueReason.objects.filter(patent__in=patents)
    newest = list(contracts.order_by("-registered_on", "pk").prefetch_related("rights")[:_MOST])
    sources = entry_sources("transaction", [each.pk for each in newest])
    marks = holder.trademarks.order_by("-filed_on", "pk")[:_MOST]
    return Portrait(
        contracts=tuple(_contract(each, holder, sources[each.pk]) for each in newest),
        contracts_total=contracts.count(),
        trademarks=tuple(Link(str(each), trademark_href(each.office, each.number)) for each in marks),
        abroad=reasons.filter(category=Category.OVERSEAS).count(),
        high_value=reasons.values("patent").distinct().count(),
        peers=_peers(holder, counts, names, as_of) if counts else None,
    )


def _contract(found: Transaction, holder: Holder, sources: tuple[SourceLine, ...]) -> ContractLine:
    is_giver = found.giver_holder_id == holder.pk
    return ContractLine(
        kind_label=found.get_kind_display(),
        number=found.number,
        registered_on=found.registered_on,
        ends_on=found.ends_on,
        other=found.receiver if is_giver else found.giver,
        is_giver=is_giver,
        amount=_yuan(found.amount),
        rights=tuple(
            Link(display_number(each.number), right_href(each.number)) for each in found.rights.all()
        ),
        sources=sources,
    )


def _yuan(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.0f}"


def _peers(holder: Holder, counts: Counts, names: list[str], as_of: date | None) -> Chart | None:
    """By printed names of applicants: the largest of the field, and the holder itself among them."""
    if not counts.facets.get("ipc_subclass"):
        return None
    field = counts.facets["ipc_subclass"][0]
    scope = [("ipc_subclass", field.value)] + ([("region", holder.region)] if holder.region else [])
    others = Counts(*scope, fields=("applicant",), size=_PEERS).facets["applicant"]
    own = sum(each.count for each in others if each.value in names) or field.count
    rows = [
        ChartRow(each.value, each.count, filter_href(*scope, ("applicant", each.value)))
        for each in others
        if each.value not in names
    ]
    here = ChartRow(
        holder.name, own, filter_href(*scope, *(("applicant", name) for name in names)), is_here=True
    )
    return Chart(
        code="peers",
        title=_("同领域的申请人：%(field)s")
        % {"field": value_labels("ipc_subclass", [field.value])[field.value]},
        kind="bars",
        label_name=_("申请人（专利权人）"),
        unit=_("件"),
        rows=tuple(sorted([*rows, here], key=lambda row: -row.value)),
        note=_("本地区在它专利最多的 IPC 小类里申请最多的 %(count)s 位，按文献上的名称") % {"count": _PEERS},
        as_of=as_of,
        csv_href=holder_csv_href(holder.pk, "peers"),
    )
