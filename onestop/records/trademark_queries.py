"""Reading trademarks: all classes of a number, and a list to find one in.

The list costs one walk along one index: by number along `number`, by words along `sought`, which holds mark and
applicants folded, in its order and only until a page is full. Without a hit that is the whole index. Measured with 1,000,000 rows on SQLite, two busy
cores: a page of hits 10 to 20 ms, also deep in the list; a word that nothing holds 0.35 s.
"""

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex

from onestop.core import keyset
from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.records.models import Correction, Statement, Trademark
from onestop.records.values import trademark_number

PAGE_SIZE = 50
_REGISTER = "trademark"


def classes_of(office: str, number: str) -> list[Trademark]:
    """Every class of a number, with its events; by the registration's number where the office has another."""
    found = _of(office).filter(number=number) or _of(office).filter(registration_number=number)
    return list(found.order_by("nice_class"))


def _of(office: str) -> QuerySet[Trademark]:
    return Trademark.objects.filter(office=office).prefetch_related("events")


def canonical(office: str, text: str) -> str:
    """UserError for what is no number of that office."""
    return trademark_number.clean(text) if office == "CN" else trademark_number.clean_foreign(text)


def find(text: str, after: str = "") -> keyset.KeysetPage[Trademark]:
    """By number, or by a part of the mark's or an applicant's name; everything where the text is empty."""
    rows = Trademark.objects.prefetch_related("events")
    numbered = rows.filter(_has_number(text)) if _is_number(text) else rows.none()
    if numbered.exists():
        return keyset.page(numbered, "id", after, PAGE_SIZE)
    words = fold(" ".join(text.split()))
    return keyset.page(_with_words(rows, words) if words else rows, "sought", after, PAGE_SIZE)


def _with_words(rows: QuerySet[Trademark], words: str) -> QuerySet[Trademark]:
    """Compares bytes; LIKE takes several times as long."""
    return rows.alias(place=StrIndex("sought", Value(words))).filter(place__gt=0)


def statements(trademarks: list[Trademark]) -> list[Statement]:
    """Which rows of which files speak of them."""
    keys = [each.pk for each in trademarks]
    found = Statement.objects.filter(register=_REGISTER, entry__in=keys).select_related("file")
    return list(found)


def corrections(trademarks: list[Trademark]) -> int:
    keys = [each.pk for each in trademarks]
    return Correction.objects.filter(register=_REGISTER, entry__in=keys).count()


def _is_number(text: str) -> bool:
    return any(character.isdigit() for character in text) and bool(_numbers(text))


def _has_number(text: str) -> Q:
    numbers = _numbers(text)
    return Q(number__in=numbers) | Q(registration_number__in=numbers)


def _numbers(text: str) -> list[str]:
    """As a Chinese number, and as one of any other office."""
    found = []
    for clean in (trademark_number.clean, trademark_number.clean_foreign):
        try:
            found.append(clean(text))
        except UserError:
            continue
    return found
