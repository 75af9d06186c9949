"""What a person decides about a name: it is this holder's, or it is not. The command line is nobody (None)."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onestop.accounts.models import User
from onestop.core import audit, clock
from onestop.core.errors import UserError
from onestop.records.holders.kinds import kind_of
from onestop.records.holders.links import project
from onestop.records.holders.merges import merge
from onestop.records.holders.names import present_name
from onestop.records.holders.permission import ACTION as ACTION
from onestop.records.holders.permission import allow
from onestop.records.holders.registry import add, add_names
from onestop.records.models import Holder, HolderKind, HolderMerge, LinkState, NameKind, NameLink

_MOST_SHOWN = 400


@transaction.atomic
def confirm(link: NameLink, person: User | None) -> NameLink:
    """The name is the holder's: its patents, trademarks and contracts are, and what lists said of it."""
    allow(person)
    link = _locked(link)
    if link.state != LinkState.SUGGESTED:
        raise _decided(link)
    for listed in _listed(link):
        merge(link.holder, listed, _("审核确认是同一个单位：%s") % link.name[:_MOST_SHOWN], person)
    _decide(link, LinkState.CONFIRMED, person)
    if not link.holder.names.filter(name=link.name).exists():
        add_names([(link.holder, link.name, NameKind.ALIAS)])
    project([link.name])
    audit.record(person, "holder.name_confirmed", link.holder, after={"name": link.name})
    return link


@transaction.atomic
def reject(link: NameLink, person: User | None) -> NameLink:
    """The name is not the holder's, whoever said so: it gets a holder of its own, and is not asked about again."""
    allow(person)
    link = _locked(link)
    former = link.holder
    _check_parting(link, former)
    former.names.filter(name=link.name).exclude(kind=NameKind.CURRENT).delete()
    link.holder = _own(link, former)
    link.reasons = [*link.reasons, {"code": "not", "details": [former.name]}]
    _decide(link, LinkState.REJECTED, person)
    project([link.name])
    audit.record(person, "holder.name_parted", former, {"name": link.name}, {"holder": link.holder_id})
    return link


def _check_parting(link: NameLink, former: Holder) -> None:
    if link.name == former.name:
        raise UserError(
            "holders.own_name",
            _("“%s”是这一权利人自己的名称，不能分开。") % link.name,
            _("如果合并有误，请撤销合并。"),
        )
    merges = HolderMerge.objects.filter(survivor=former, undone_at=None).select_related("merged")
    came = (each.pk for each in merges if link.pk in each.moved["links"] or each.merged.name == link.name)
    if number := next(came, None):
        raise UserError(
            "holders.came_by_merge",
            _("“%(name)s”是由第 %(number)s 号合并带来的。") % {"name": link.name, "number": number},
            _("请撤销那次合并，而不是分开名称。"),
        )


def _listed(link: NameLink) -> QuerySet[Holder]:
    """Holders that lists state under this very name, apart from the one that is asked about."""
    named = Holder.objects.filter(name=present_name(link.name), merged_into=None).exclude(pk=link.holder_id)
    return named.exclude(kind=HolderKind.PERSON).order_by("pk")


def _own(link: NameLink, former: Holder) -> Holder:
    """The one that a list made, or a new one."""
    if listed := _listed(link).first():
        return listed
    name = present_name(link.name)
    made = Holder(kind=kind_of(name), name=name, is_demonstration=former.is_demonstration)
    return add([made])[0]


def _locked(link: NameLink) -> NameLink:
    return NameLink.objects.select_for_update(of=("self",)).select_related("holder").get(pk=link.pk)


def _decide(link: NameLink, state: LinkState, person: User | None) -> None:
    link.state, link.decided_by, link.decided_at = state, person, clock.now()
    link.save()


def _decided(link: NameLink) -> UserError:
    return UserError(
        "holders.already_decided",
        _("“%s”已经有人处理过了。") % link.name,
        _("请刷新页面，处理下一条。"),
    )
