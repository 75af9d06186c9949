"""The one way to change a basket. Every function is told who acts; a basket of somebody else does not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.accounts.access import Person, require
from onestop.accounts.models import User
from onestop.baskets.models import (
    MAX_NAME,
    MAX_NOTE,
    MAX_NUMBER,
    MAX_RATING,
    Basket,
    BasketEntry,
    BasketShare,
)
from onestop.core import audit, clock
from onestop.core.errors import UserError

ACTION = "baskets.keep"
MAX_BASKETS = 50
MAX_ENTRIES = 1_000
MAX_SHARES = 20
SHARE_DAYS = (7, 14, 30, 90)
AUDITED = {
    "basket.shared": gettext_lazy("分享文献夹"),
    "basket.unshared": gettext_lazy("撤销文献夹的分享"),
    "basket.removed": gettext_lazy("删除文献夹"),
}
_SALT = "onestop.baskets.share"


class NoSuchBasket(UserError):
    def __init__(self) -> None:
        super().__init__("basket.not_found", _("没有这个文献夹。"), _("它可能已被删除，请回到文献夹一览。"))


@dataclass(frozen=True)
class Added:
    new: int
    known: int


def baskets_of(owner: Person) -> Sequence[Basket]:
    return list(Basket.objects.filter(owner=owner.pk).order_by("name")) if owner.is_authenticated else []


def basket_of(owner: Person, key: int) -> Basket:
    require(owner, ACTION)
    found = Basket.objects.filter(owner=owner.pk, pk=key).first()
    if found is None:
        raise NoSuchBasket
    return found


@transaction.atomic
def make(owner: Person, name: str) -> Basket:
    require(owner, ACTION)
    assert isinstance(owner, User)
    User.objects.select_for_update().get(pk=owner.pk)  # so that two requests at once keep the limit
    name = " ".join(name.split())
    if not 0 < len(name) <= MAX_NAME:
        raise UserError("basket.name", _("文献夹要有名称，最多 %d 个字。") % MAX_NAME)
    if owner.baskets.count() >= MAX_BASKETS:
        raise UserError("basket.too_many", _("一个人最多 %d 个文献夹。") % MAX_BASKETS, _("请先删去不用的。"))
    if owner.baskets.filter(name=name).exists():
        raise UserError("basket.name_taken", _("已有名为“%s”的文献夹。") % name, _("请换一个名称。"))
    return Basket.objects.create(owner=owner, name=name)


@transaction.atomic
def add(owner: Person, key: int, numbers: Sequence[str]) -> Added:
    """Numbers as in the addresses of patents; those that are in it already stay as they are."""
    basket = _locked(owner, key)
    wanted = list(dict.fromkeys(each.strip() for each in numbers if each.strip()))
    if wrong := [each for each in wanted if len(each) > MAX_NUMBER]:
        raise UserError("basket.number", _("“%s”不是专利号码。") % wrong[0][:60])
    known = set(basket.entries.values_list("number", flat=True))
    new = [each for each in wanted if each not in known]
    if len(known) + len(new) > MAX_ENTRIES:
        raise UserError(
            "basket.full",
            _("一个文献夹最多 %d 件。") % MAX_ENTRIES,
            _("请分成几个文献夹，或收藏检索式本身。"),
        )
    BasketEntry.objects.bulk_create(BasketEntry(basket=basket, number=each) for each in new)
    return Added(len(new), len(wanted) - len(new))


def describe(owner: Person, key: int, number: str, note: str, rating: int) -> None:
    if len(note) > MAX_NOTE:
        raise UserError("basket.note", _("备注最多 %d 个字。") % MAX_NOTE)
    if not 0 <= rating <= MAX_RATING:
        raise UserError("basket.rating", _("评分是 1 到 %d，0 表示不评。") % MAX_RATING)
    basket_of(owner, key).entries.filter(number=number).update(note=note.strip(), rating=rating)


def take_out(owner: Person, key: int, number: str) -> None:
    basket_of(owner, key).entries.filter(number=number).delete()


@transaction.atomic
def remove(owner: Person, key: int) -> None:
    basket = _locked(owner, key)
    entries = list(basket.entries.values_list("number", flat=True))
    audit.record(basket.owner, "basket.removed", basket, {"name": basket.name, "entries": len(entries)})
    basket.delete()


@transaction.atomic
def share(owner: Person, key: int, days: int) -> BasketShare:
    basket = _locked(owner, key)
    if days not in SHARE_DAYS:
        raise UserError("basket.days", _("分享的天数可以是：%s") % "、".join(map(str, SHARE_DAYS)))
    if len(open_shares(basket)) >= MAX_SHARES:
        raise UserError(
            "basket.shares", _("最多同时有 %d 个有效的链接。") % MAX_SHARES, _("请先撤销不用的。")
        )
    made = BasketShare.objects.create(basket=basket, expires_at=clock.now() + timedelta(days=days))
    audit.record(basket.owner, "basket.shared", basket, after={"until": made.expires_at.isoformat()})
    return made


@transaction.atomic
def revoke(owner: Person, key: int, share_key: int) -> None:
    basket = basket_of(owner, key)
    if basket.shares.filter(pk=share_key, revoked_at=None).update(revoked_at=clock.now()):
        audit.record(basket.owner, "basket.unshared", basket, {"share": share_key})


def open_shares(basket: Basket) -> Sequence[BasketShare]:
    return list(basket.shares.filter(revoked_at=None, expires_at__gt=clock.now()).order_by("-pk"))


def token_of(shared: BasketShare) -> str:
    return signing.Signer(salt=_SALT).sign(str(shared.pk))


def shared_basket(token: str) -> BasketShare:
    """What a link opens. Raises UserError for one that is forged, expired or revoked: a stranger learns not which."""
    try:
        key = int(signing.Signer(salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        key = 0
    found = BasketShare.objects.filter(pk=key, revoked_at=None, expires_at__gt=clock.now())
    shared = found.select_related("basket").first()
    if shared is None:
        raise UserError(
            "basket.link", _("这个链接打不开：已过期、已撤销或不完整。"), _("请向分享的人要一个新的链接。")
        )
    return shared


def _locked(owner: Person, key: int) -> Basket:
    """So that two requests at once keep the limits."""
    basket_of(owner, key)
    return Basket.objects.select_for_update().select_related("owner").get(pk=key)
