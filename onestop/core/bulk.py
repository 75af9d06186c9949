"""Many rows into one table at once, where nobody needs the made objects back.

Django's `bulk_create` makes an object of every row and writes one long statement; for the millions of small rows
that hang on patents that takes most of the time of an import.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connections, models, router

_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows whose values stand in the order of `columns` (field names; a foreign key takes the key).

    Every column without a database default must be given: defaults and `auto_now_add` of the fields do not apply.
    """
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    names = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 - our own names
    prepared = _prepared(rows, [_adapter(field, connection) for field in fields])
    if prepared:
        with connection.cursor() as cursor:
            cursor.executemany(statement, prepared)


def _prepared(
    rows: Iterable[Sequence[Any]], adapters: Sequence[Callable[[Any], Any] | None]
) -> list[tuple[Any, ...]]:
    return [
        tuple(adapt(value) if adapt else value for value, adapt in zip(row, adapters, strict=True))
        for row in rows
    ]


def _adapter(field: Any, connection: Any) -> Callable[[Any], Any] | None:
    """How a value of this field becomes one of the database; None where nothing needs to be done."""
    if isinstance(field, _AS_THEY_ARE):
        return None
    return lambda value: field.get_db_prep_save(value, connection)
