"""Which patents belong to a street, a town or a park: by the words of their address, or by a stored query."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.portal.pages.labels import region_label
from onestop.portal.pages.site import remembered
from onestop.records.search import PatentSearch, first_keys
from onestop.reference.parks import Park, park, parks
from onestop.reference.streets import Street, street, streets_of

MOST_FOUND = 30_000
"""Patents that a stored query may find: as many keys as one condition of a database takes."""


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    district: str
    """Empty where the query alone says where."""
    condition: Q
    """Of a patent."""
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    query: str = ""

    @property
    def full_name(self) -> str:
        return f"{region_label(self.district)}{self.name}" if self.district else self.name

    @property
    def key(self) -> str:
        """Tells it from what the same code meant before the list was changed or the search found something else."""
        return f"{self.code}.{hash((self.name, self.district, self.condition))}"


def place_of(code: str) -> Place | None:
    if found := street(code):
        return _of_street(found)
    if own := park(code):
        return _of_park(own)
    return None


def places_of(district: str) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """(the parks of the district's own list, its streets and towns)."""
    return tuple(map(_of_park, parks())), tuple(map(_of_street, streets_of(district)))


def _of_street(found: Street) -> Place:
    word = found.short_name
    here = Q(region=found.district, address__contains=word)
    return Place(found.code, found.name, found.district, here, (word,))


def _of_park(found: Park) -> Place:
    if found.query:
        here = Q(pk__in=_found_by(found))
        return Place(found.code, found.name, found.district, here, query=found.query)
    named = reduce(or_, (Q(address__contains=word) for word in found.words))
    for word in found.without:
        named &= ~Q(address__contains=word)
    here = Q(region=found.district) & named
    return Place(found.code, found.name, found.district, here, found.words, found.without)


def _found_by(found: Park) -> list[int]:
    """Within its district, where one is named."""
    name = f"park.{found.code}.{hash((found.query, found.district))}"
    return remembered(name, lambda: _searched(found))


def _searched(found: Park) -> list[int]:
    filters = (("region", found.district),) if found.district else ()
    total, keys = first_keys(PatentSearch(text=found.query, filters=filters), MOST_FOUND)
    if total > MOST_FOUND:
        raise UserError(
            "places.too_many",
            _("“%(name)s”的检索式找到 %(total)s 件，最多 %(most)s 件。")
            % {"name": found.name, "total": total, "most": MOST_FOUND},
            _("请在 places.yaml 里把检索式写窄。"),
        )
    return sorted(keys)
