"""What people send: names that do no harm, a place in the inbox, limits."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from onestop.accounts.factories import make_person
from onestop.accounts.roles import Role
from onestop.core.errors import UserError
from onestop.ingest import inbox as inboxes
from onestop.ingest import uploads
from onestop.ingest.inbox import Inbox, one_pass
from onestop.ingest.models import IngestRun
from onestop.ingest.tests import make


@given(st.text(max_size=300))
def test_any_name_becomes_one_plain_name_that_the_inbox_takes(name: str) -> None:
    safe = uploads.safe_name(name)
    assert safe == Path(safe).name
    assert not safe.startswith(".")
    assert len(safe.encode()) <= 160
    assert safe.isprintable() or not safe.isascii()
    assert not safe.endswith((".result.txt", ".part", ".tmp"))
    assert safe != "options.yaml"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc_passwd"),
        ("C:\\a\\第37周.zip", "C_a_第37周.zip"),
        ("options.yaml", "options.yaml.data"),
        ("a.PART", "a.PART.data"),
        ("", "file"),
        ("..", "file"),
    ],
)
def test_names(name: str, safe: str) -> None:
    assert uploads.safe_name(name) == safe


@pytest.mark.django_db
def test_what_is_dropped_is_imported_from_the_inbox(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inboxes, "SETTLE_SECONDS", 0.0)
    settings.INBOX_DIR = tmp_path / "inbox"
    content = make.csv_bytes([make.HEADER, *make.rows(2)])
    engineer = make_person(Role.DATA_ENGINEER)
    first = uploads.drop("周.csv", [content[:50], content[50:]], engineer)
    second = uploads.drop("周.csv", [content], engineer)
    assert (first.name, second.name) == ("周.csv", "周-2.csv")
    outcomes = list(one_pass(Inbox(settings.INBOX_DIR)))
    assert [each.run and each.run.read for each in outcomes] == [2, 2]
    assert IngestRun.objects.count() == 1, "the same content at the same time is one import"


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.MEMBER, Role.OFFICER, Role.ADMINISTRATOR])
def test_who_may_not_drop(settings: Settings, tmp_path: Path, role: Role) -> None:
    settings.INBOX_DIR = tmp_path / "inbox"
    with pytest.raises(PermissionDenied):
        uploads.drop("a.csv", [b"x"], make_person(role))
    assert not settings.INBOX_DIR.exists()


@pytest.mark.django_db
def test_limits_and_a_full_disk_are_explained(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    run = IngestRun.objects.create(file_name="a.csv")
    with pytest.raises(UserError) as caught:
        uploads.keep_repaired(run, "a.csv", [], uploads.MAX_REPAIRED_BYTES + 1)
    assert caught.value.code == "upload.too_large"
    (tmp_path / "uploads").write_text("a file where the folder should be")
    with pytest.raises(UserError) as caught:
        uploads.keep_repaired(run, "a.csv", [b"x"], 1)
    assert caught.value.code == "upload.not_stored"
