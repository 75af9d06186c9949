import pytest
from django.db import transaction

from onestop.core import audit
from onestop.core.models import AppendOnlyError, AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(monkeypatch: pytest.MonkeyPatch) -> AuditEntry:
    monkeypatch.setattr(audit, "_labels", {"test.done": "试验"})
    thing = AuditEntry(pk=7, actor="王", action="x", object_label="甲")
    return audit.record(None, "test.done", thing, {"a": 1}, {"a": 2})


def test_what_is_recorded(entry: AuditEntry) -> None:
    stored = AuditEntry.objects.get()
    assert (stored.actor, stored.actor_id, stored.action) == ("onestop", None, "test.done")
    assert (stored.object_type, stored.object_id) == ("auditentry", "7")
    assert (stored.before, stored.after) == ({"a": 1}, {"a": 2})


def test_an_entry_is_never_touched_again(entry: AuditEntry) -> None:
    entry.actor = "赵"
    for touch in (
        entry.save,
        entry.delete,
        lambda: AuditEntry.objects.all().delete(),
        lambda: AuditEntry.objects.update(actor="赵"),
        lambda: AuditEntry.objects.bulk_update([entry], ["actor"]),
    ):
        with pytest.raises(AppendOnlyError), transaction.atomic():
            touch()
    assert AuditEntry.objects.get().actor == "onestop"


def test_an_action_nobody_registered_is_refused(entry: AuditEntry) -> None:
    with pytest.raises(LookupError, match=r"test\.other"):
        audit.record(None, "test.other", entry)


def test_differences() -> None:
    before = {"name": "王", "role": "member", "gone": 1}
    after = {"name": "王", "role": "officer", "new": 2}
    assert audit.differences(before, after) == (
        {"role": "member", "new": None},
        {"role": "officer", "new": 2},
    )
