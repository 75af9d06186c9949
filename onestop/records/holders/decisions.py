"""What a person decides about a name: it is this holder's, or it is not. The command line is nobody (None)."""

from django.db import transaction
from django.utils.translation import gettext as _

from onestop.accounts.access import require
from onestop.accounts.models import User
from onestop.core import audit, clock
from onestop.core.errors import UserError
from onestop.records.holders.kinds import kind_of
from onestop.records.holders.links import project
from onestop.records.holders.names import present_name
from onestop.records.holders.registry import add, add_names
from onestop.records.models import Holder, HolderMerge, LinkState, NameKind, NameLink

ACTION = "holders.merge"


def allow(person: User | None) -> None:
    if person is not None:
        require(person, ACTION)


@transaction.atomic
def confirm(link: NameLink, person: User | None) -> NameLink:
    """The name is the holder's: its patents, trademarks and contracts are."""
    allow(person)
    link = _locked(link)
    if link.state != LinkState.SUGGESTED:
        raise _decided(link)
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
    merges = HolderMerge.objects.filter(survivor=former, undone_at=None)
    if number := next((each.pk for each in merges if link.pk in each.moved["links"]), None):
        raise UserError(
            "holders.came_by_merge",
            _("“%(name)s”是由第 %(number)s 号合并带来的。") % {"name": link.name, "number": number},
            _("请撤销那次合并，而不是分开名称。"),
        )


def _own(link: NameLink, former: Holder) -> Holder:
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
