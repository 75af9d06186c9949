"""The dictionary: what is shipped is sound, what officers change holds at once and can be traced and taken back."""

import io
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import DjangoCaptureOnCommitCallbacks

from onestop.accounts.factories import make_person
from onestop.accounts.models import User
from onestop.accounts.roles import Role
from onestop.core.errors import UserError
from onestop.search.synonyms import key_of
from onestop.thesaurus import exchange, queries
from onestop.thesaurus.entries import Entry, Origin, checked, parted
from onestop.thesaurus.models import TermGroup
from onestop.thesaurus.services import restore, save, switch

pytestmark = pytest.mark.django_db
OWN = Entry("", "lighting", zh=("灯杯", "灯碗"), en=("lamp cup",), note="试用")


@pytest.fixture(autouse=True)
def _look_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "LOOK_AGAIN_SECONDS", 0)
    queries.forget()


@pytest.fixture
def officer() -> User:
    return make_person(Role.OFFICER)


def synonyms(word: str) -> set[str]:
    senses = queries.dictionary().senses.get(key_of(word), ())
    return {each.text for group, _term in senses for each in group.terms}


def test_every_shipped_group_is_one_an_officer_could_have_made() -> None:
    for entry in queries.shipped().values():
        assert checked(entry, queries.industries()) == entry


def test_the_process_that_changes_a_group_knows_at_once(
    officer: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setattr(queries, "LOOK_AGAIN_SECONDS", 1_000)
    assert synonyms("灯杯") == set()
    with django_capture_on_commit_callbacks():
        save(OWN, officer)
    assert synonyms("灯杯") == set(), "as another process sees it"
    with django_capture_on_commit_callbacks(execute=True):
        save(OWN, officer)
    assert synonyms("灯杯")


def test_the_shipped_dictionary_covers_the_industries() -> None:
    counts = dict.fromkeys(queries.industries(), 0)
    for entry in queries.shipped().values():
        counts[entry.industry] += 1
    assert counts.pop("other") == 0
    assert len(counts) == 12
    assert min(counts.values()) >= 30
    regional = [each for each in queries.shipped().values() if each.tw or each.hk]
    assert len(regional) > 200


def test_words_of_taiwan_and_hong_kong_and_traditional_characters() -> None:
    assert {"伺服器", "server"} <= synonyms("服务器")
    assert "集成电路" in synonyms("積體電路") == synonyms("积体电路")
    assert "冰箱" in synonyms("雪櫃")


def test_a_new_group_holds_at_once_and_says_who_made_it(officer: User) -> None:
    assert synonyms("灯杯") == set()
    made = save(OWN, officer)
    assert (made.code, made.origin) == ("own-lamp-cup", Origin.OWN)
    assert synonyms("lamp cups") == {"灯杯", "灯碗", "lamp cup"}
    (entry,) = queries.history(made.code)
    assert (entry.action, entry.actor_id) == ("terms.added", officer.pk)
    assert entry.after["zh"] == ["灯杯", "灯碗"]
    assert TermGroup.objects.get().changed_by == officer
    assert save(OWN, officer).code == "own-lamp-cup-2", "a code is given once"


def test_a_change_takes_the_place_of_what_was_shipped_and_can_be_taken_back(officer: User) -> None:
    before = queries.entries()["lamp-bead"]
    save(replace(before, zh=("灯珠", "发光珠")), officer)
    assert synonyms("灯珠") == {"灯珠", "发光珠", *before.en}
    assert queries.entries()["lamp-bead"].origin == Origin.CHANGED
    assert restore("lamp-bead", officer) == before == queries.entries()["lamp-bead"]
    assert synonyms("灯珠") == set(before.terms)
    newest, first = queries.history("lamp-bead")
    assert (newest.action, first.action) == ("terms.restored", "terms.changed")
    assert first.before == {"zh": list(before.zh)}
    assert newest.after == first.before


def test_a_group_that_is_switched_off_adds_nothing(officer: User) -> None:
    switch("lamp-bead", False, officer)
    assert synonyms("灯珠") == set()
    assert [each.code for each in queries.found(state="off")] == ["lamp-bead"]
    switch("lamp-bead", True, officer)
    assert "lamp bead" in synonyms("灯珠")


def test_saving_what_is_there_already_leaves_no_trace(officer: User) -> None:
    save(queries.entries()["lamp-bead"], officer)
    assert not TermGroup.objects.exists()
    assert queries.history("lamp-bead") == []


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADMINISTRATOR])
def test_who_may_not_is_refused(role: Role) -> None:
    person = make_person(role)
    with pytest.raises(PermissionDenied):
        save(OWN, person)
    with pytest.raises(PermissionDenied):
        restore("lamp-bead", person)
    assert not TermGroup.objects.exists()


WRONG = {
    "terms.industry": replace(OWN, industry="fishing"),
    "terms.term": replace(OWN, zh=("灯杯", "=灯碗")),
    "terms.language": replace(OWN, en=("灯", "lamp")),
    "terms.short": replace(OWN, en=("L",)),
    "terms.twice": replace(OWN, zh=("灯杯", "燈杯")),
    "terms.count": replace(OWN, zh=("灯杯",), en=()),
    "terms.note": replace(OWN, note="=1+1"),
    "terms.unknown": replace(OWN, code="nothing"),
}


@pytest.mark.parametrize("code", [code for code in WRONG if code != "terms.unknown"])
def test_what_is_wrong_is_said(code: str, officer: User) -> None:
    with pytest.raises(UserError) as caught:
        save(WRONG[code], officer)
    assert caught.value.code == code
    assert not TermGroup.objects.exists()


@pytest.mark.parametrize("term", ["", " ", 'a"b', "灯;具", "x" * 61, "|||", "~灯", "灯*", "-灯"])
def test_no_sign_of_the_query_language_is_a_term(term: str) -> None:
    with pytest.raises(UserError):
        checked(replace(OWN, zh=("灯杯", "灯碗", term)), queries.industries())


def test_too_many_terms_and_one_too_many_shipped_groups_restored(officer: User) -> None:
    with pytest.raises(UserError, match="25"):
        save(replace(OWN, zh=tuple(f"灯{number}" for number in range(24))), officer)
    with pytest.raises(UserError) as caught:
        restore(save(OWN, officer).code, officer)
    assert caught.value.code == "terms.own"
    with pytest.raises(UserError):
        switch("nothing", False, officer)


def test_terms_are_typed_line_by_line_or_with_semicolons() -> None:
    assert parted("灯杯；灯碗\r\n lamp  cup;\n\n") == ("灯杯", "灯碗", "lamp cup")


def _exported() -> str:
    file = io.StringIO()
    exchange.write(queries.entries().values(), file)
    return file.getvalue()


def test_what_is_exported_changes_nothing_when_it_is_read_in_again(officer: User) -> None:
    save(OWN, officer)
    switch("lamp-bead", False, officer)
    taken = exchange.take(_exported().encode("utf-8-sig"), officer)
    assert (taken.added, taken.changed, taken.refused) == (0, 0, ())
    assert taken.same == len(queries.entries()) > 600


def test_a_table_adds_and_changes_and_says_which_rows_it_refuses(officer: User) -> None:
    table = (
        "代码,行业,中文词,英文词,启用\n"
        "lamp-bead,lighting,灯珠；发光珠,lamp bead,是\n"
        ",lighting,灯杯;灯碗,,\n"
        ",,只有一个,,\n"
        "nothing,lighting,甲乙;丙丁,,\n"
        "\n"
        "lamp-bead,lighting,灯珠;发光珠,lamp bead,也许\n"
    )
    taken = exchange.take(table.encode("gb18030"), officer)
    assert (taken.added, taken.changed, taken.same) == (1, 1, 0)
    assert [each.line for each in taken.refused] == [4, 5, 7]
    assert all(each.message for each in taken.refused)
    assert "发光珠" in synonyms("灯珠")
    assert "灯碗" in synonyms("灯杯")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "terms.columns"),
        ("名称,词\n甲,乙\n".encode(), "terms.columns"),
        (b"\xff\xff\xff", "terms.encoding"),
        (b"x" * (exchange.MAX_BYTES + 1), "terms.too_large"),
        (
            "行业,中文词\n".encode() + "lighting,甲\n".encode() * (exchange.MAX_ROWS + 1),
            "terms.too_many_rows",
        ),
    ],
    ids=["empty", "columns", "encoding", "size", "rows"],
)
def test_a_table_that_cannot_be_read_is_refused(content: bytes, code: str, officer: User) -> None:
    with pytest.raises(UserError) as caught:
        exchange.take(content, officer)
    assert caught.value.code == code


def test_terms_of_several_meanings_are_told(officer: User) -> None:
    code = save(replace(OWN, zh=("灯珠", "珠子")), officer).code
    assert [(term, other.code) for term, other in queries.also_in(queries.entries()[code])] == [
        ("灯珠", "lamp-bead")
    ]


def test_groups_are_found_by_any_part_of_a_term() -> None:
    assert "lithium-battery" in {each.code for each in queries.found("鋰離子")} & {
        each.code for each in queries.found("lithium ion")
    }
    assert all(each.industry == "food" for each in queries.found(industry="food"))
    assert queries.found("没有这样的词") == []
