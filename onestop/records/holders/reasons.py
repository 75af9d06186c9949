"""The reasons of a match in words, as officers read them."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "own": _("以这个名称新建的权利人"),
    "key.same": _("名称相同（不计全半角、括号、繁简、大小写和标点）"),
    "former.stated": _("括号里写明了曾用名"),
    "core.same": _("字号和行业相同"),
    "core.lookalike": _("字形相近的一个字：%s"),
    "core.left_out": _("多或少一个字：%s"),
    "core.renamed": _("所、院之别，常因单位更名：%s"),
    "core.abbreviation": _("一个像是另一个的简写：%s"),
    "place.same": _("所在地相同，或都没有写"),
    "place.moved": _("所在地相同，一个写在前面，一个写在括号里"),
    "place.nested": _("一个所在地包含另一个：%s"),
    "place.absent": _("只有一个写了所在地：%s"),
    "place.nation": _("只有一个写了国别：%s"),
    "form.same": _("组织形式相同"),
    "form.alike": _("组织形式不同，可能是改制或漏写"),
    "several": _("有 %s 个权利人同样符合"),
    "listed": _("名称来自名单，暂作单独的权利人"),
    "not": _("有人判定不是：%s"),
}


def in_words(reason: Mapping[str, Any]) -> str:
    """A code that an older version wrote is shown as it is."""
    words = str(WORDS.get(reason["code"], reason["code"]))
    return words % " / ".join(reason["details"]) if "%s" in words else words
