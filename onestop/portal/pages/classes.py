"""The class adviser: likely classes of a text, for people who file or search."""

from dataclasses import replace

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.matching.advice import LikelyClass, classes_of
from onestop.portal.pages.addresses import patent_href
from onestop.portal.pages.similar import class_href, model_note, ready_model, shown_error
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Link
from onestop.portal.pages.types_similar import ClassAdviceLine, ClassesPage


def classes_page(text: str) -> ClassesPage:
    """Without a text, the empty form. Raises UserError; `failed_classes_page` shows it in the form."""
    if not text.strip():
        return _form(text)
    found = classes_of(text)
    return replace(
        _form(text),
        subclasses=tuple(map(_line, found.subclasses)),
        groups=tuple(map(_line, found.groups)),
        model=model_note(found.about),
    )


def failed_classes_page(text: str, error: UserError) -> ClassesPage:
    return replace(_form(text), error=shown_error(error))


def _form(text: str) -> ClassesPage:
    return ClassesPage(
        title=_("分类助手"),
        notice=notice(),
        text=text,
        subclasses=(),
        groups=(),
        model=ready_model(),
        error=None,
    )


def _line(each: LikelyClass) -> ClassAdviceLine:
    return ClassAdviceLine(
        symbol=each.symbol,
        title=each.title,
        percent=round(100 * each.share),
        documents=each.documents,
        examples=tuple(Link(one.title, patent_href(one.number)) for one in each.examples),
        href=class_href(each.symbol),
    )
