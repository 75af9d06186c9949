"""Marks that look like a picture: a page of its own, and a part of the pre-check. The picture is not kept."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.portal.pages.site import notice
from onestop.portal.pages.trademarks import trademark_lines
from onestop.portal.pages.types_mark_pictures import MarkPicturesPage
from onestop.portal.pages.types_search import SearchError
from onestop.portal.pages.types_trademark import PictureCandidate, PictureResults
from onestop.records.mark_images import SHOWN, Likeness, held, like
from onestop.records.marks.pictures import FORMATS, MAX_BYTES
from onestop.records.models import Trademark
from onestop.records.trademark_search import TrademarkHit, hits_of
from onestop.records.values import nice

_LOOKED_AT = 300
"""Nearest pictures of which those in the wanted classes are shown."""
HIGH, MEDIUM = 80, 60


def mark_pictures_page(data: bytes | None, classes: str = "") -> MarkPicturesPage:
    """Without a picture, the empty form. Raises UserError; `failed_mark_pictures_page` shows it in the form."""
    empty = _form(classes)
    if data is None:
        return empty
    return replace(empty, results=picture_results(data, read_classes(classes)))


def failed_mark_pictures_page(error: UserError, classes: str) -> MarkPicturesPage:
    return replace(_form(classes), error=SearchError(error.code, error.message, error.hint, 0, "", "", None))


def _form(classes: str) -> MarkPicturesPage:
    return MarkPicturesPage(
        title=_("以图找商标"),
        notice=notice(),
        classes=classes,
        results=None,
        held=held(),
        formats=FORMATS,
        max_mb=MAX_BYTES >> 20,
        error=None,
    )


def read_classes(text: str) -> tuple[int, ...]:
    numbers, notes = nice.parse_many(text)
    if notes:
        raise UserError("mark_check.classes", notes[0], _("类别是 1 至 45，用空格分开，例如 9 11。"))
    return tuple(sorted(numbers))


def picture_results(data: bytes, classes: Sequence[int]) -> PictureResults:
    """`classes` empty is all."""
    found = like(data, _LOOKED_AT if classes else SHOWN)
    entries = _entries(found.likenesses, classes)
    hits = {hit.key: hit for hit in hits_of([each.pk for some in entries.values() for each in some])}
    shown = [(each, [hits[one.pk] for one in entries[_owner(each)]]) for each in found.likenesses]
    candidates = tuple(_candidates([(each, some) for each, some in shown if some][:SHOWN]))
    return PictureResults(candidates, found.compared, found.took_ms)


def _owner(likeness: Likeness) -> tuple[str, str]:
    return likeness.image.office, likeness.image.number


def _entries(
    likenesses: Sequence[Likeness], classes: Sequence[int]
) -> Mapping[tuple[str, str], list[Trademark]]:
    """Of each number its classes, or those that are wanted."""
    found = Trademark.objects.filter(number__in={each.image.number for each in likenesses})
    if classes:
        found = found.filter(nice_class__in=classes)
    entries: dict[tuple[str, str], list[Trademark]] = defaultdict(list)
    for each in found.order_by("nice_class").only("pk", "office", "number", "nice_class"):
        entries[each.office, each.number].append(each)
    return entries


def _candidates(found: Sequence[tuple[Likeness, Sequence[TrademarkHit]]]) -> Iterator[PictureCandidate]:
    lines = trademark_lines([hits[0] for _likeness, hits in found])
    for line, (likeness, hits) in zip(lines, found, strict=True):
        yield PictureCandidate(
            line=line,
            other_classes=tuple(hit.nice_class for hit in hits[1:]),
            score=likeness.score,
            shape=likeness.shape,
            colour=likeness.colour,
            degree="high" if likeness.score >= HIGH else "medium" if likeness.score >= MEDIUM else "low",
            how=tuple(_how(likeness)),
        )


def _how(likeness: Likeness) -> Iterator[str]:
    if likeness.is_mirrored:
        yield _("左右镜像")
    if likeness.quarters:
        yield _("旋转 %d°") % (90 * likeness.quarters)
    if likeness.is_part:
        yield _("只比较中间部分")
