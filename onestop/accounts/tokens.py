"""Keys by which a person's programs use the API: shown once, kept as a digest, revoked at any time."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from onestop.accounts.access import Person, require
from onestop.accounts.models import MAX_TOKEN_NAME, ApiToken, User
from onestop.core import audit, clock
from onestop.core.errors import UserError

ACTION = "tokens.keep"
MAX_TOKENS = 10
_PREFIX = "onestop_"  # so that a key that stands in a file by mistake is found and known for one


@dataclass(frozen=True)
class Made:
    token: ApiToken
    key: str
    """Told to its owner now and never again."""


@transaction.atomic
def make_token(owner: Person, name: str) -> Made:
    require(owner, ACTION)
    assert isinstance(owner, User)
    person = User.objects.select_for_update().get(pk=owner.pk)  # so that two requests at once keep the limit
    name = " ".join(name.split())
    if not 0 < len(name) <= MAX_TOKEN_NAME:
        raise UserError("token.name", _("令牌要有名称，最多 %d 个字。") % MAX_TOKEN_NAME)
    if person.tokens.filter(revoked_at=None).count() >= MAX_TOKENS:
        raise UserError("token.too_many", _("一个人最多 %d 个令牌。") % MAX_TOKENS, _("请先撤销不用的。"))
    key = _PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(owner=person, name=name, digest=_digest(key))
    audit.record(person, "token.made", token)
    return Made(token, key)


@transaction.atomic
def revoke_token(owner: Person, number: int) -> None:
    require(owner, ACTION)
    found = ApiToken.objects.filter(pk=number, owner=owner.pk, revoked_at=None)
    for token in found.select_related("owner"):
        found.update(revoked_at=clock.now())
        audit.record(token.owner, "token.revoked", token)


def tokens_of(owner: Person) -> list[ApiToken]:
    return list(ApiToken.objects.filter(owner=owner.pk, revoked_at=None).order_by("pk"))


def owner_of(key: str) -> int | None:
    """The person of a key; none for one that is unknown, revoked, or of somebody who may no longer sign in."""
    found = ApiToken.objects.filter(digest=_digest(key), revoked_at=None, owner__is_active=True)
    return found.values_list("owner_id", flat=True).first()


def _digest(key: str) -> str:
    """Keys are 256 random bits: nothing slower than this is needed to keep them."""
    return sha256(key.encode()).hexdigest()
