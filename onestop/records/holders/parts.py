"""Names that begin with the whole name of another organisation: its branch, its department, a member of its group."""

import re
from dataclasses import dataclass
from functools import cache

from onestop.records.holders.datafiles import data_file
from onestop.records.holders.names import parse
from onestop.records.models import RelationKind


@dataclass(frozen=True, slots=True)
class Head:
    key: str
    """Name key of the organisation that the name begins with; of a group: its beginning, 某某集团."""
    rest: str
    kind: RelationKind


def head_of(name: str) -> Head | None:
    """某某有限公司江门分公司 -> 某某有限公司, branch; 某某集团江门电器有限公司 -> 某某集团, member."""
    key = parse(name).key
    for match in reversed(list(_heads().finditer(key))):
        rest = key[match.end() :]
        if match.start() >= 2 and _is_part(rest):
            return Head(key[: match.end()], rest, _kind(rest))
    group, word, rest = key.partition(data_file("words.yaml")["group"])
    if len(group) >= 2 and rest.endswith("公司") and not _OWN_FORM.fullmatch(rest):
        return Head(group + word, rest, RelationKind.GROUP_MEMBER)
    return None


def _is_part(rest: str) -> bool:
    """Not 某某有限公司有限公司, which only says its form twice."""
    return len(rest) > 1 and rest.endswith(_branch_endings()) and not _OWN_FORM.fullmatch(rest)


# 某某集团有限公司 is the group itself
_OWN_FORM = re.compile("(?:控股)?(?:股份)?(?:有限)?(?:责任)?(?:总)?公司")


def _kind(rest: str) -> RelationKind:
    """A company of its own is no branch: 山东科技大学科技开发公司."""
    is_company = rest.endswith("公司") and not rest.endswith(("分公司", "支公司"))
    return RelationKind.GROUP_MEMBER if is_company else RelationKind.BRANCH


@cache
def _heads() -> re.Pattern[str]:
    words = sorted(data_file("words.yaml")["heads"], key=len, reverse=True)
    return re.compile("|".join([*words, "学院(?=附[属设])"]))


@cache
def _branch_endings() -> tuple[str, ...]:
    return tuple(data_file("words.yaml")["branch_endings"])
