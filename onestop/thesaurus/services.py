"""Everything that changes the dictionary. Each asks whether it may, and writes the audit log in its transaction."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.accounts.access import require
from onestop.accounts.models import User
from onestop.core import audit, clock
from onestop.core.errors import UserError
from onestop.thesaurus import queries
from onestop.thesaurus.entries import KINDS, Entry, checked
from onestop.thesaurus.models import TermGroup

ACTION = "terms.edit"
AUDITED = {
    "terms.added": gettext_lazy("新增同义词组"),
    "terms.changed": gettext_lazy("修改同义词组"),
    "terms.restored": gettext_lazy("恢复随软件提供的同义词组"),
}
MAX_OWN = 20_000


@transaction.atomic
def save(entry: Entry, person: User | None, known: Mapping[str, Entry] | None = None) -> Entry:
    """A new group (without a code) or what shall stand from now on. `person` None is the command line, `known` the
    groups as they are, for who saves many."""
    _require(person)
    wanted = checked(entry, queries.industries())
    known = queries.entries() if known is None else known
    wanted = wanted if wanted.code else replace(wanted, code=_new_code(wanted, known))
    before = known.get(wanted.code)
    if before and before.said() == wanted.said():
        return before
    if not before and TermGroup.objects.count() >= MAX_OWN:
        raise UserError("terms.too_many", _("自建和修改的词组已有 %d 个，不能再加。") % MAX_OWN)
    row = _store(wanted, person)
    changed = audit.differences(before.said() if before else {}, wanted.said())
    audit.record(person, "terms.changed" if before else "terms.added", row, *changed)
    return queries.entry_of(row)


def switch(code: str, is_on: bool, person: User | None) -> Entry:
    return save(replace(_known(code), is_on=is_on), person)


@transaction.atomic
def restore(code: str, person: User | None) -> Entry:
    """The shipped group again, in place of what was changed."""
    _require(person)
    if code not in queries.shipped():
        raise UserError("terms.own", _("这一组不是随软件提供的，没有原样可以恢复。"), _("可以把它停用。"))
    row = TermGroup.objects.filter(pk=code).first()
    if row:
        before, after = queries.entry_of(row).said(), queries.shipped()[code].said()
        audit.record(person, "terms.restored", row, *audit.differences(before, after))
        row.delete()
        transaction.on_commit(queries.forget)
    return queries.shipped()[code]


def _known(code: str) -> Entry:
    if entry := queries.entries().get(code):
        return entry
    raise UserError("terms.unknown", _("没有代码是“%s”的词组。") % code[:60])


def _store(entry: Entry, person: User | None) -> TermGroup:
    values = {kind: list(getattr(entry, kind)) for kind in KINDS}
    said = {"industry": entry.industry, "note": entry.note, "is_on": entry.is_on, **values}
    made = {"changed_at": clock.now(), "changed_by": person}
    row, _is_new = TermGroup.objects.update_or_create(code=entry.code, defaults=said | made)
    transaction.on_commit(queries.forget)
    return row


def _new_code(entry: Entry, known: Mapping[str, Entry]) -> str:
    stem = slugify(next(iter((*entry.en, *entry.abbr)), ""))[:40] or "group"
    number, code = 1, f"own-{stem}"
    while code in known:
        number, code = number + 1, f"own-{stem}-{number + 1}"
    return code


def _require(person: User | None) -> None:
    if person is not None:
        require(person, ACTION)
