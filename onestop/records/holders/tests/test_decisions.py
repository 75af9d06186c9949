"""The officer 王 decides; the stranger 赵 may not."""

import pytest
from django.core.exceptions import PermissionDenied

from onestop.accounts.factories import make_person
from onestop.accounts.models import User
from onestop.accounts.roles import Role
from onestop.core.errors import UserError
from onestop.core.models import AuditEntry
from onestop.records.holders.decisions import confirm, reject
from onestop.records.holders.merges import merge
from onestop.records.holders.queries import holder_of
from onestop.records.holders.runs import match
from onestop.records.holders.tests.stories import patent
from onestop.records.models import Holder, LinkState, NameKind, NameLink, Party

LAMP, REFORMED = "江门明灯照明有限公司", "江门明灯照明股份有限公司"
pytestmark = pytest.mark.django_db


@pytest.fixture
def wang() -> User:
    return make_person(Role.OFFICER, display_name="王")


@pytest.fixture
def asked() -> NameLink:
    patent(LAMP)
    patent(REFORMED)
    match()
    return NameLink.objects.get(state=LinkState.SUGGESTED)


def test_confirmed(wang: User, asked: NameLink) -> None:
    confirm(asked, wang)
    holder = holder_of(LAMP)
    assert holder == holder_of(REFORMED)
    assert set(Party.objects.values_list("holder", flat=True)) == {holder and holder.pk}
    link = NameLink.objects.get(pk=asked.pk)
    assert (link.state, link.decided_by) == (LinkState.CONFIRMED, wang)
    assert holder
    assert holder.names.get(name=REFORMED).kind == NameKind.ALIAS
    entry = AuditEntry.objects.get(action="holder.name_confirmed")
    assert (entry.actor, entry.object_label, entry.after) == (str(wang), LAMP, {"name": REFORMED})


def test_two_officers_decide_once(wang: User, asked: NameLink) -> None:
    confirm(asked, wang)
    with pytest.raises(UserError, match="已经有人处理过"):
        confirm(asked, wang)


def test_rejected_and_not_asked_again(wang: User, asked: NameLink) -> None:
    reject(asked, wang)
    own = holder_of(REFORMED)
    assert own
    assert own.name == REFORMED
    assert own != holder_of(LAMP)
    assert Party.objects.get(name=REFORMED).holder == own
    assert match().read == 0
    assert NameLink.objects.get(name=REFORMED).state == LinkState.REJECTED


def test_a_wrong_confirmation_is_taken_back(wang: User, asked: NameLink) -> None:
    confirm(asked, wang)
    reject(asked, wang)
    assert holder_of(REFORMED) != holder_of(LAMP)
    lamp = holder_of(LAMP)
    assert lamp
    assert list(lamp.names.values_list("name", flat=True)) == [LAMP]


def test_a_holder_keeps_its_own_name(wang: User, asked: NameLink) -> None:
    with pytest.raises(UserError, match="自己的名称"):
        reject(NameLink.objects.get(name=LAMP), wang)


def test_what_a_merge_brought_is_parted_by_undoing_it(wang: User, asked: NameLink) -> None:
    patent("江门红烛有限公司")
    match()
    lamp, candle = holder_of(LAMP), holder_of("江门红烛有限公司")
    assert lamp
    assert candle
    merge(lamp, candle, "同一企业", wang)
    with pytest.raises(UserError, match="合并带来的"):
        reject(NameLink.objects.get(name="江门红烛有限公司"), wang)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADMINISTRATOR])
def test_the_stranger_may_not(role: Role, asked: NameLink) -> None:
    zhao = make_person(role, display_name="赵")
    school = Holder.objects.create(name="五邑大学")
    for act in (
        lambda: confirm(asked, zhao),
        lambda: reject(asked, zhao),
        lambda: merge(asked.holder, school, "试", zhao),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert NameLink.objects.get(pk=asked.pk).state == LinkState.SUGGESTED
    assert not AuditEntry.objects.filter(action__startswith="holder.").exists()
