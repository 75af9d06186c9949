"""What is watched: whose it is, limits, what is noticed and what is not, and mail."""

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from onestop.accounts.factories import make_person
from onestop.accounts.models import User
from onestop.core import clock
from onestop.core.errors import UserError
from onestop.portal.tests.conftest import ANCHOR, ONLY_PUBLISHED, keep
from onestop.records.models import EventKind, Patent
from onestop.records.types import EventRecord, PublicationRecord
from onestop.watches import mail, services
from onestop.watches.models import MAX_TEXT, Notice, NoticeKind, Watch
from onestop.watches.services import look, mark_read, notices_of, stop, watch, watches_of
from onestop.watches.state import State, changes, read_state
from onestop.watches.texts import said

DAY = date(2024, 7, 1)
NUMBER = ANCHOR.application_number


@pytest.fixture
def person(db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setattr(clock, "today", lambda: DAY)
    keep([ANCHOR, ONLY_PUBLISHED])
    return make_person()


class TestWatching:
    def test_in_any_writing_and_only_once(self, person: User) -> None:
        first = watch(person, "CN201510817712.7")
        assert first.number == NUMBER
        assert watch(person, "ZL201510817712.7") == first
        assert [each.number for each in watches_of(person)] == [NUMBER]

    def test_one_without_an_application_number(self, person: User) -> None:
        assert watch(person, "CN112980035B").number == "CN112980035"

    def test_unknown(self, person: User) -> None:
        with pytest.raises(UserError, match="没有号码"):
            watch(person, "CN201510817713.5")

    def test_the_limit(self, person: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(services, "MAX_WATCHES", 1)
        watch(person, NUMBER)
        with pytest.raises(UserError, match="最多关注 1 件"):
            watch(person, "CN112980035B")

    def test_the_watches_of_others_do_not_exist(self, person: User) -> None:
        watch(person, NUMBER)
        other = make_person()
        stop(other, NUMBER)
        assert list(watches_of(other)) == []
        assert services.is_watching(person, NUMBER)
        assert not services.is_watching(other, NUMBER)
        stop(person, NUMBER)
        assert not Watch.objects.exists()

    def test_visitors_may_not(self, person: User) -> None:
        with pytest.raises(PermissionDenied):
            watch(AnonymousUser(), NUMBER)
        assert not services.is_watching(AnonymousUser(), NUMBER)


def lapsed() -> None:
    keep(
        [replace(ANCHOR, events=(*ANCHOR.events, EventRecord(EventKind.FEE_LAPSE, date(2024, 6, 1))))],
        "later",
    )


class TestLooking:
    def test_nothing_new_is_not_told(self, person: User) -> None:
        watch(person, NUMBER)
        assert look(DAY) == services.Looked(1, 0, 0)

    def test_a_change_is_told_once(self, person: User) -> None:
        watch(person, NUMBER)
        lapsed()
        assert look(DAY).notices == 1
        assert look(DAY).notices == 0
        notice = notices_of(person)[0]
        assert notice.kind == NoticeKind.STATUS
        assert said(notice) == "法律状态：有效（已授权） → 失效（未缴年费）"
        assert mark_read(person) == 1
        assert mark_read(person) == 0

    def test_a_new_owner_and_a_new_document(self, person: User) -> None:
        watch(person, NUMBER)
        later = PublicationRecord("CN105334567C", date(2024, 6, 2))
        keep(
            [replace(ANCHOR, patentees=("新主人有限公司",), publications=(*ANCHOR.publications, later))],
            "later",
        )
        look(DAY)
        told = {each.kind: said(each) for each in Notice.objects.all()}
        assert "新主人有限公司" in told[NoticeKind.OWNER]
        assert "CN105334567C" in told[NoticeKind.DOCUMENT]

    def test_a_fee_that_comes_near_is_told_once_and_then_that_it_is_late(self, person: User) -> None:
        """Filed on 2015-11-23, so that each year's fee is due then."""
        watch(person, NUMBER)
        assert look(date(2024, 9, 1)).notices == 0
        assert look(date(2024, 10, 10)).notices == 1
        assert look(date(2024, 10, 20)).notices == 0
        assert look(date(2024, 12, 10)).notices == 1
        kinds = [each.kind for each in Notice.objects.order_by("pk")]
        assert kinds == [NoticeKind.FEE, NoticeKind.GRACE]
        assert "2024-11-25" in said(Notice.objects.get(kind=NoticeKind.FEE))  # the 23rd is a Saturday

    def test_one_that_is_not_held_any_more_is_counted(self, person: User) -> None:
        watch(person, NUMBER)
        Watch.objects.create(owner=person, number="2015108177999")
        assert look(DAY) == services.Looked(2, 0, 1)

    def test_queries_do_not_grow_with_what_is_watched(
        self, person: User, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for each in Patent.objects.all():
            watch(person, each.application_number or "CN112980035")
        for other in (make_person() for _ in range(5)):
            watch(other, NUMBER)
        with django_assert_max_num_queries(14):
            look(DAY)


class TestMail:
    def test_not_where_it_is_not_configured(self, person: User, settings: Settings) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
        watch(person, NUMBER)
        lapsed()
        look(DAY)
        assert mail.send() == 0
        assert Notice.objects.filter(mailed_at=None).count() == 1

    def test_one_mail_a_person_and_each_notice_once(self, person: User, mailoutbox: list[object]) -> None:
        watch(person, NUMBER)
        other = make_person()
        watch(other, NUMBER)
        lapsed()
        look(DAY)
        assert mail.send() == 2
        assert mail.send() == 0
        first = mailoutbox[0]
        assert first.to == [person.email]  # type: ignore[attr-defined]
        assert "未缴年费" in first.body  # type: ignore[attr-defined]
        assert other.email not in first.body  # type: ignore[attr-defined]

    def test_what_was_read_is_not_mailed(self, person: User, mailoutbox: list[object]) -> None:
        watch(person, NUMBER)
        lapsed()
        look(DAY)
        mark_read(person)
        assert mail.send() == 0
        assert mailoutbox == []

    def test_a_mail_that_fails_waits(self, person: User, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_given: object) -> int:
            raise OSError("refused")

        watch(person, NUMBER)
        lapsed()
        look(DAY)
        monkeypatch.setattr(mail, "send_mail", refuse)
        assert mail.send() == 0
        assert Notice.objects.filter(mailed_at=None).count() == 1


texts = st.lists(st.text(min_size=1, max_size=300), max_size=4).map(tuple)
states = st.builds(
    State,
    status=st.sampled_from(["in_force", "ended"]),
    reason=st.sampled_from(["granted", "fee_lapsed"]),
    owners=texts,
    documents=texts,
    fee_until=st.sampled_from(["", "2024-01-01"]),
    grace_until=st.sampled_from(["", "2024-07-01"]),
)


@given(states, states)
def test_changes_fit_and_sameness_has_none(one: State, other: State) -> None:
    assert list(changes(one, one)) == []
    assert all(max(len(each.before), len(each.after)) <= MAX_TEXT for each in changes(one, other))
    assert read_state(one.as_json()) == one


class TestPages:
    def test_visitors_are_led_to_the_sign_in(self, client: Client, person: User) -> None:
        page = client.get(f"/patents/{NUMBER}")
        assert "登录后关注" in page.text
        assert "csrfmiddlewaretoken" not in page.text
        assert "Set-Cookie" not in page.headers
        answer = client.get("/watches")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/sign-in")
        assert client.post("/watches/do", {"do": "watch", "number": NUMBER}).status_code == 302
        assert not Watch.objects.exists()

    def test_from_the_page_of_a_patent_and_back(self, client: Client, person: User) -> None:
        client.force_login(person)
        href = f"/patents/{NUMBER}"
        answer = client.post("/watches/do", {"do": "watch", "number": NUMBER, "next": href}, follow=True)
        assert answer.redirect_chain == [(href, 302)]
        assert "取消关注" in answer.text
        client.post("/watches/do", {"do": "stop", "number": NUMBER})
        assert not Watch.objects.exists()

    def test_what_is_new_stands_on_the_page_until_it_is_read(self, client: Client, person: User) -> None:
        watch(person, NUMBER)
        lapsed()
        look(DAY)
        client.force_login(person)
        page = client.get("/watches").context["page"]
        assert [(each.status, each.title) for each in page.lines] == [("ended", ANCHOR.title)]
        assert (page.unread, page.notices[0].is_new) == (1, True)
        client.post("/watches/do", {"do": "read"})
        page = client.get("/watches").context["page"]
        assert (page.unread, len(page.notices)) == (0, 1)

    @pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
    def test_it_leads_to_no_other_site(self, client: Client, person: User, address: str) -> None:
        client.force_login(person)
        answer = client.post("/watches/do", {"do": "watch", "number": NUMBER, "next": address})
        assert answer.headers["Location"] == "/watches"

    def test_an_unknown_number_and_an_unknown_deed(self, client: Client, person: User) -> None:
        client.force_login(person)
        assert client.post("/watches/do", {"do": "watch", "number": "1"}).status_code == 400
        assert client.post("/watches/do", {"do": "x"}).status_code == 400
