"""What searchers type as the value of a field, made canonical: shared by all kinds of documents."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold
from onestop.reference import regions


def choice(names: Mapping[str, str], what: str | Promise) -> Callable[[str], str]:
    """Accepts a choice by its value or by any of its names (name -> value)."""
    folded = {fold(name): value for name, value in names.items()}

    def clean(text: str) -> str:
        value = folded.get(fold(text.strip()))
        if value is None:
            raise UserError(
                "search.unknown_value",
                _("“%(text)s”不是%(what)s") % {"text": text, "what": what},
                _("可用的值：%s") % "、".join(names),
            )
        return value

    return clean


def region(text: str) -> str:
    """The code of a region by its code or its name."""
    if text in regions.regions():
        return text
    found = regions.find(text)
    if len(found) == 1:
        return found[0].code
    if found:
        names = "、".join(f"{regions.full_name(each.code)}（{each.code}）" for each in found[:5])
        raise UserError(
            "search.ambiguous_region", _("有几个地方叫“%s”") % text, _("请写全称或代码：%s") % names
        )
    raise UserError("search.unknown_region", _("没有名为“%s”的地区") % text, _("例如 江海区、江门市、440704"))


def whole_number(text: str) -> tuple[int, int]:
    """A number as both bounds of a range."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise UserError("search.not_a_number", _("“%s”不是数字") % text, _("例如 2015"))
    return int(text), int(text)
