"""Writing the audit log. A package names its actions once (`register`); a name nobody registered is refused."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.db.models import Model

from onestop.core.models import AuditEntry

Values = Mapping[str, Any]
_labels: dict[str, Any] = {}


class Actor(Protocol):
    """Whoever is signed in; `core` knows no account."""

    pk: Any


def register(labels: Mapping[str, Any]) -> None:
    """Actions with their label in the interface: {"person.created": _("新建人员")}."""
    _labels.update(labels)


def labels() -> dict[str, str]:
    return {action: str(label) for action, label in _labels.items()}


def record(
    actor: Actor | None, action: str, on: Model, before: Values | None = None, after: Values | None = None
) -> AuditEntry:
    """In the transaction of the change itself. `actor` is None for the command line."""
    if action not in _labels:
        raise LookupError(f"audit action {action!r} is not registered")
    return AuditEntry.objects.create(
        actor_id=actor.pk if actor else None,
        actor=str(actor) if actor else "onestop",
        action=action,
        object_type=on._meta.model_name or "",
        object_id=str(on.pk),
        object_label=str(on)[:300],
        before=dict(before or {}),
        after=dict(after or {}),
    )


def differences(before: Values, after: Values) -> tuple[Values, Values]:
    """Only what changed, as both sides had it."""
    changed = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in changed}, {name: after[name] for name in changed}
