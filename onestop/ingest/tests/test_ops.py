"""The connector to OPS against a server that plays it: what is asked, kept, imported, and every refusal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from onestop.core.errors import UserError
from onestop.ingest.connectors.ops import Fetched, fetch, read_number
from onestop.ingest.tests.ops_server import (
    BIBLIO,
    BLACK,
    CLAIMS,
    EXPIRED,
    FAMILY,
    IDLE,
    Answer,
    Player,
    playing,
)
from onestop.records.models import Document, DocumentEvent, FullText, SourceFile, Statement

pytestmark = pytest.mark.django_db

NUMBER = "EP9900021A1"


@pytest.fixture
def ops(settings: Settings, tmp_path: Path) -> Iterator[Player]:
    player = Player(
        answers={"biblio": Answer(body=BIBLIO), "family": Answer(body=FAMILY), "claims": Answer(body=CLAIMS)}
    )
    with playing(player):
        settings.OPS_URL, settings.FETCHED_DIR = player.url, tmp_path / "fetched"
        settings.OPS_KEY, settings.OPS_SECRET = "key", "secret"
        yield player


def take(*numbers: str) -> list[Fetched]:
    return list(fetch([read_number(each) for each in numbers]))


def code_of(fetched: Fetched) -> str:
    return fetched.error.code if fetched.error else ""


def test_answers_become_files_and_the_files_are_imported(ops: Player, tmp_path: Path) -> None:
    (fetched,) = take("EP 9900021 A1")
    assert (fetched.number, fetched.missing, fetched.error) == (NUMBER, (), None)
    assert [each.name for each in fetched.parts] == ["biblio", "family", "claims"]
    document = Document.objects.get()
    assert (document.key, document.titles, document.family) == (NUMBER, {"en": "Invented lamp"}, "99000021")
    assert DocumentEvent.objects.get().code == "17P"
    assert FullText.objects.get().paragraphs == ["1. A lamp."]
    files = sorted(path.name for path in (tmp_path / "fetched/ops").glob("*.xml"))
    assert files == sorted(SourceFile.objects.values_list("name", flat=True))
    assert Statement.objects.filter(register="document", entry=document.pk, file__name__in=files).exists()
    assert [(each.method, each.path.removeprefix("/3.2/rest-services/")) for each in ops.asked] == [
        ("POST", "published-data/publication/docdb/biblio"),
        ("GET", "family/publication/docdb/(EP).(9900021).(A1)/legal"),
        ("POST", "published-data/publication/docdb/claims"),
    ]
    assert ops.tokens == 1


def test_the_same_answer_again_changes_nothing(ops: Player, tmp_path: Path) -> None:
    take(NUMBER)
    version = Document.objects.get().version
    (again,) = take(NUMBER)
    assert [each.run.unchanged for each in again.parts] == [1, 1, 1]
    assert len(list((tmp_path / "fetched/ops").glob("*.xml"))) == 3
    assert Document.objects.get().version == version


@pytest.mark.parametrize(
    ("text", "reference", "asked"),
    [
        ("EP9900021", "publication", "(EP9900021)"),
        ("US 2012/0057518 A1", "publication", "(US).(2012057518).(A1)"),
        ("CN201510817712.7", "application", "(CN).(201510817712).(A)"),
        ("201520123456", "application", "(CN).(201520123456).(U)"),
    ],
)
def test_numbers_are_asked_for_in_the_words_of_ops(text: str, reference: str, asked: str) -> None:
    wanted = read_number(text)
    assert (wanted.reference, wanted.input.as_api_input()) == (reference, asked)


@pytest.mark.parametrize("text", ["", "EP", "lamp", "2020301234561", "../../etc/passwd"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_number(text)


def test_an_expired_token_is_renewed_for_every_kind_of_request(ops: Player) -> None:
    ops.first = [Answer(400, EXPIRED), Answer(body=BIBLIO), Answer(400, EXPIRED)]
    (fetched,) = take(NUMBER)
    assert fetched.error is None
    assert [(each.method, each.token) for each in ops.asked] == [
        ("POST", "token-1"),
        ("POST", "token-2"),
        ("GET", "token-2"),
        ("GET", "token-3"),
        ("POST", "token-3"),
    ]


def test_a_token_that_never_works_ends(ops: Player) -> None:
    ops.answers = {"biblio": Answer(400, EXPIRED)}
    assert code_of(take(NUMBER)[0]) == "ops.wrong_credentials"


def test_a_part_that_ops_lacks_is_said(ops: Player) -> None:
    del ops.answers["claims"]
    (fetched,) = take(NUMBER)
    assert (fetched.missing, fetched.error) == (("claims",), None)


def test_an_unknown_number_does_not_stop_the_others(ops: Player) -> None:
    ops.first = [Answer(404, "<fault/>") for _ in range(3)]
    unknown, known = take("EP9999999A1", NUMBER)
    assert (code_of(unknown), code_of(known)) == ("ops.unknown_number", "")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(403, "", {"X-Rejection-Reason": "IndividualQuotaPerHour"}), "ops.refused"),
        (Answer(403, "", {"X-Rejection-Reason": "RegisteredQuotaPerWeek"}), "ops.refused"),
        (Answer(403, "", {"X-Rejection-Reason": "AnonymousQuotaPerDay"}), "ops.refused"),
        (Answer(403, ""), "ops.refused"),
        (Answer(503, ""), "ops.unavailable"),
    ],
)
def test_what_would_meet_every_number_is_asked_once(ops: Player, answer: Answer, code: str) -> None:
    ops.answers = {"biblio": answer}
    assert [code_of(each) for each in take(NUMBER, "EP9900022A1")] == [code, code]
    assert len(ops.asked) == 1


def test_a_bad_request_is_one_numbers_own(ops: Player) -> None:
    ops.first = [Answer(400, "<error><code>CLIENT.InvalidReference</code></error>")]
    assert [code_of(each) for each in take("EP9999999A1", NUMBER)] == ["ops.bad_request", ""]


def test_limits_that_ops_announces_are_kept_across_runs(ops: Player) -> None:
    headers = {"X-Throttling-Control": BLACK, "Retry-After": "600000"}
    ops.answers["claims"] = Answer(body=CLAIMS, headers=headers)
    assert code_of(take(NUMBER)[0]) == ""
    asked = len(ops.asked)
    assert code_of(take(NUMBER)[0]) == "ops.throttled"
    assert len(ops.asked) == asked


def test_limits_that_nobody_understands_do_not_stop_the_work(ops: Player) -> None:
    ops.answers["biblio"] = Answer(body=BIBLIO, headers={"X-Throttling-Control": "whatever"})
    assert code_of(take(NUMBER)[0]) == ""


@pytest.mark.parametrize("answer", [Answer(401, ""), Answer(200, "no json"), Answer(200, "{}")])
def test_credentials_that_are_refused(ops: Player, answer: Answer) -> None:
    ops.token_answer = answer
    assert code_of(take(NUMBER)[0]) == "ops.wrong_credentials"


def test_no_credentials_is_said_before_anything_is_asked(ops: Player, settings: Settings) -> None:
    settings.OPS_KEY = ""
    with pytest.raises(UserError) as raised:
        take(NUMBER)
    assert raised.value.code == "ops.no_credentials"
    assert not ops.tokens


def test_a_network_that_is_down(ops: Player, settings: Settings) -> None:
    settings.OPS_URL = "http://127.0.0.1:9/3.2"
    assert code_of(take(NUMBER)[0]) == "ops.network"


def test_an_answer_that_cannot_be_read_is_kept_and_said(ops: Player, tmp_path: Path) -> None:
    ops.answers["biblio"] = Answer(body=BIBLIO[:400], headers={"X-Throttling-Control": IDLE})
    (fetched,) = take(NUMBER)
    assert fetched.error
    assert fetched.error.code == "ingest.broken_xml"
    assert not Document.objects.exists()
    assert list((tmp_path / "fetched/ops").glob("*.xml"))
