"""How far a search of patents is widened by the dictionary of synonyms."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.search.query import Node
from onestop.search.synonyms import Expansion, Reach, asks, expand
from onestop.thesaurus import queries

MAX_WITHOUT = 100


def widened(node: Node, reach: str, without: Collection[str] = ()) -> Expansion:
    """Where nobody asks for synonyms the dictionary is not opened. Raises UserError."""
    wanted = _reach(reach)
    if len(without) > MAX_WITHOUT:
        raise UserError("search.too_many_without", _("一次最多去掉 %d 个同义词。") % MAX_WITHOUT)
    if wanted == Reach.OFF and not asks(node):
        return Expansion(node, node, ())
    return expand(node, queries.dictionary(), wanted, without)


def _reach(name: str) -> Reach:
    if name not in tuple(Reach):
        raise UserError(
            "search.unknown_expand", _("不能按“%s”展开") % name[:40], _("可用的值：%s") % "、".join(Reach)
        )
    return Reach(name)
