"""A query narrowed by the values that were chosen beside the results."""

import re

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.search.query import And, Exact, Node, Or
from onestop.search.schema import DocumentType


def filtered(node: Node, filters: tuple[tuple[str, str], ...], document_type: DocumentType) -> Node:
    """Values of one field are alternatives, fields must all hold."""
    chosen: dict[str, list[Node]] = {}
    for name, value in filters:
        field = document_type.by_name.get(name)
        if field is None or not field.facet or (field.bounds and not re.fullmatch("[0-9]{1,9}", value)):
            raise UserError(
                "search.unknown_filter", _("没有筛选条件“%s”") % f"{name}={value}", _("请重新选择筛选条件")
            )
        chosen.setdefault(name, []).append(Exact(field, value))
    parts = [each[0] if len(each) == 1 else Or(tuple(each)) for each in chosen.values()]
    return And((node, *parts)) if parts else node
