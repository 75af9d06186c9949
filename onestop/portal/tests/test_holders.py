"""The page of a holder, its JSON twin, and what officers do on it; the stranger 赵 gets nowhere."""

from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from onestop.accounts.access import actions
from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.records.holders.merges import merge
from onestop.records.holders.queries import holder_of
from onestop.records.holders.reasons import WORDS, in_words
from onestop.records.holders.runs import match
from onestop.records.holders.tests.stories import patent
from onestop.records.models import (
    Holder,
    HolderKind,
    HolderMerge,
    Honour,
    HonourKind,
    Level,
    LinkState,
    NameKind,
    NameLink,
)
from onestop.search.services import catch_up

LAMP, REFORMED, BRANCH = "江门明灯照明有限公司", "江门明灯照明股份有限公司", "江门明灯照明有限公司中山分公司"
CODE = "914403001922038216"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def lamp() -> Holder:
    for name in (LAMP, LAMP, REFORMED, BRANCH):
        patent(name, region="440704")
    match()
    catch_up()
    caches["process"].clear()
    found = holder_of(LAMP)
    assert found
    return found


def browser(role: Role) -> Client:
    client = Client()
    if role != Role.VISITOR:
        client.force_login(
            make_person(role, second_factor=True, display_name="王" if role == Role.OFFICER else "赵")
        )
    return client


def test_a_visitor_reads_the_page(client: Client, lamp: Holder) -> None:
    lamp.uscc = CODE
    lamp.save()
    lamp.names.create(name="江门灯厂", name_key="江门灯厂", kind=NameKind.FORMER, valid_to=date(2010, 1, 1))
    Honour.objects.create(
        key="1",
        kind=HonourKind.HIGH_TECH,
        level=Level.NATIONAL,
        holder=lamp,
        name=LAMP,
        valid_to=date(2022, 1, 1),
    )
    text = client.get(f"/holders/{lamp.pk}").text
    for part in (
        LAMP,
        CODE,
        "江门灯厂",
        "2010-01-01",
        "高新技术企业",
        "不在有效期内",
        "江海区",
        BRANCH,
        "连同它们共 3 件专利",
    ):
        assert part in text, part
    assert "仅工作人员可见" not in text


def test_the_twin_says_the_same(client: Client, lamp: Holder) -> None:
    found = client.get(f"/api/v1/holders/{lamp.pk}").json()
    assert (found["name"], found["kind"], found["total"], found["group_total"]) == (LAMP, "company", 2, 3)
    assert [each["label"] for each in found["printed"]] == [LAMP]
    assert [(each["name"], each["relation"]) for each in found["below"]] == [(BRANCH, "branch")]
    assert client.get(found["search_href"]).context["page"].total == 2
    assert client.get(found["group_href"]).context["page"].total == 3
    branch = client.get(found["below"][0]["href"]).context["page"]
    assert [each.name for each in branch.above] == [LAMP]
    assert client.get("/api/v1/holders/999999").json()["code"] == "holder.not_found"
    assert client.get("/holders/999999").status_code == 404


def test_a_persons_code_is_masked_and_the_address_not_told(client: Client) -> None:
    person = Holder.objects.create(name="李明", kind=HolderKind.PERSON, uscc=CODE, address="某路1号")
    for address in (f"/holders/{person.pk}", f"/api/v1/holders/{person.pk}"):
        text = client.get(address).text
        assert CODE not in text
        assert "91************8216" in text
        assert "某路1号" not in text


def test_the_applicants_page_leads_to_the_holder(client: Client, lamp: Holder) -> None:
    assert client.get(f"/applicants/{LAMP}").context["page"].holder.href == f"/holders/{lamp.pk}"
    assert client.get(f"/applicants/{REFORMED}").context["page"].holder is None


def test_of_a_merged_holder_the_page_of_its_survivor(client: Client, lamp: Holder) -> None:
    other = Holder.objects.create(name="红烛有限公司")
    merge(lamp, other, "同一企业", None)
    assert client.get(f"/holders/{other.pk}").headers["Location"] == f"/holders/{lamp.pk}"
    assert client.get(f"/api/v1/holders/{other.pk}").json()["number"] == lamp.pk


def test_the_page_costs_no_more_with_more_on_it(
    client: Client, lamp: Holder, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        patent(f"{LAMP}第{number}分公司")
        Honour.objects.create(
            key=str(number), kind=HonourKind.HIGH_TECH, level=Level.NATIONAL, holder=lamp, name=LAMP
        )
    match()
    with django_assert_max_num_queries(20):
        assert client.get(f"/holders/{lamp.pk}").status_code == 200


def _forms(lamp: Holder) -> dict[str, dict[str, str]]:
    link = NameLink.objects.get(state=LinkState.SUGGESTED)
    done = merge(lamp, Holder.objects.create(name="红烛有限公司"), "同一企业", None)
    return {
        f"/officer/names/{link.pk}/confirm": {},
        f"/officer/names/{link.pk}/reject": {},
        f"/officer/holders/{lamp.pk}/merge": {"other": BRANCH, "reason": "试"},
        f"/officer/merges/{done.pk}/undo": {},
    }


@pytest.mark.parametrize("role", list(Role))
def test_who_may(role: Role, lamp: Holder) -> None:
    """Every role at every address; whoever may not has changed nothing."""
    client, forms = browser(role), _forms(lamp)
    before = list(NameLink.objects.values()), list(HolderMerge.objects.values())
    is_allowed = role in actions()["holders.merge"].roles
    status = 200 if is_allowed else 302 if role == Role.VISITOR else 403
    assert client.get("/officer/holders/review").status_code == status
    assert ("归并（仅工作人员可见）" in client.get(f"/holders/{lamp.pk}").text) is is_allowed
    for address, fields in forms.items():
        assert client.get(address).status_code == 405, address
        if not is_allowed:
            assert client.post(address, fields).status_code == status, address
    assert (list(NameLink.objects.values()), list(HolderMerge.objects.values())) == before


def test_a_strangers_form_is_refused(lamp: Holder) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person(Role.OFFICER, second_factor=True))
    for address, fields in _forms(lamp).items():
        assert client.post(address, fields).status_code == 403, address


def test_the_officer_confirms_and_the_list_goes_on(lamp: Holder) -> None:
    wang = browser(Role.OFFICER)
    page = wang.get("/officer/holders/review").text
    assert REFORMED in page
    assert "组织形式不同" in page
    link = NameLink.objects.get(state=LinkState.SUGGESTED)
    answer = wang.post(f"/officer/names/{link.pk}/confirm", {"after": "7"}, follow=True)
    assert answer.redirect_chain == [("/officer/holders/review?after=7", 302)]
    assert f"“{REFORMED}”已归到权利人“{lamp.name}”名下" in answer.text
    assert holder_of(REFORMED) == lamp
    again = wang.post(f"/officer/names/{link.pk}/confirm", follow=True)
    assert "已经有人处理过" in again.text
    assert wang.post(f"/officer/names/{link.pk}/shrug").status_code == 404


def test_the_officer_parts_a_name_on_the_holders_page(lamp: Holder) -> None:
    wang = browser(Role.OFFICER)
    link = NameLink.objects.get(state=LinkState.SUGGESTED)
    wang.post(f"/officer/names/{link.pk}/confirm")
    answer = wang.post(f"/officer/names/{link.pk}/reject", {"from": "holder"}, follow=True)
    assert f"“{REFORMED}”不归“{lamp.name}”" in answer.text
    assert answer.redirect_chain == [(f"/holders/{lamp.pk}", 302)]
    assert holder_of(REFORMED) != lamp


def test_the_officer_merges_and_undoes(lamp: Holder) -> None:
    wang = browser(Role.OFFICER)
    branch = holder_of(BRANCH)
    for other in ("没有这个", "999999", "9" * 30):
        answer = wang.post(f"/officer/holders/{lamp.pk}/merge", {"other": other, "reason": "试"}, follow=True)
        assert "没有编号或名称是" in answer.text
    answer = wang.post(f"/officer/holders/{lamp.pk}/merge", {"other": BRANCH, "reason": "试"}, follow=True)
    assert f"“{BRANCH}”已并入“{lamp.name}”" in answer.text
    assert holder_of(BRANCH) == lamp
    done = HolderMerge.objects.get()
    answer = wang.post(f"/officer/merges/{done.pk}/undo", follow=True)
    assert "已撤销合并" in answer.text
    assert holder_of(BRANCH) == branch


def test_every_reason_has_words() -> None:
    assert in_words({"code": "core.left_out", "details": ["省"]}) == "多或少一个字：省"
    assert in_words({"code": "of.tomorrow", "details": []}) == "of.tomorrow"
    assert all(str(words) for words in WORDS.values())
