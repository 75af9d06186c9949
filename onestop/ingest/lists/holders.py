"""Lists of organisations without any title: business registers, members of a park or an association."""

from dataclasses import replace

from django.utils.translation import gettext as _

from onestop.ingest.findings import rejected
from onestop.ingest.lists.cells import holder_of, refuse_other_rows, region_of
from onestop.ingest.row import Row
from onestop.ingest.sources.spreadsheet.sets import column_set, key
from onestop.records.holders.kinds import kind_of
from onestop.records.holders.names import former_names, present_name
from onestop.records.models import HolderKind
from onestop.records.registers.records import HolderRecord


def holder(row: Row, region: str) -> HolderRecord:
    """A list of organisations names no people, whatever a name looks like."""
    refuse_other_rows(row)
    _refuse_header(row)
    found = holder_of(row, region_of(row, region))
    kind = kind_of(found.name)
    return replace(
        found,
        name=present_name(found.name),
        kind=HolderKind.UNKNOWN if kind == HolderKind.PERSON else kind,
        former_names=(*found.former_names, *former_names(found.name)),
    )


def _refuse_header(row: Row) -> None:
    if key(row.text("name")) in {key(name) for name in column_set("holder").columns["name"]["headers"]}:
        raise rejected(
            "holder.header_line",
            _("这一行是列名“%s”，不是单位名称。") % row.text("name"),
            _("可以不理会，也可以删去这一行。"),
            *row.column("name"),
        )
