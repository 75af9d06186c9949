"""Many rows into one table at once, where nobody needs the made objects back.

Django's `bulk_create` makes an object of every row and writes one long statement; for the millions of small rows
that hang on patents that takes most of the time of an import.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.db import connections, models, router

_AS_THEY_ARE = (
    models.BooleanField,
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.ForeignKey,
)
Row = Sequence[Any]


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows whose values stand in the order of `columns` (field names; a foreign key takes the key).

    Every column without a database default must be given: defaults and `auto_now_add` of the fields do not apply.
    """
    connection = connections[router.db_for_write(model)]
    table, names, prepared = _statement(connection, model, columns, rows)
    if not prepared:
        return
    listed = ", ".join(names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({places})", prepared)  # noqa: S608 - our own names


def update(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Give the columns these values in the row whose primary key stands behind them."""
    connection = connections[router.db_for_write(model)]
    key: Any = model._meta.pk
    table, names, prepared = _statement(connection, model, [*columns, key.name], rows)
    if prepared:
        said = ", ".join(f"{name} = %s" for name in names[:-1])
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET {said} WHERE {names[-1]} = %s", prepared)  # noqa: S608 - our own names


def new_keys(model: type[models.Model], count: int) -> list[int]:
    """Primary keys that nobody has, for rows to be inserted in this transaction before more are asked for."""
    connection = connections[router.db_for_write(model)]
    key: Any = model._meta.pk
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), key.column, count],
            )
            return [number for (number,) in cursor.fetchall()]
        # Transactions of ours are the only writers from their beginning (settings: IMMEDIATE).
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone()
    return list(range(last + 1, last + 1 + count))


def _statement(
    connection: Any, model: type[models.Model], columns: Iterable[str], rows: Iterable[Row]
) -> tuple[str, list[str], list[Row]]:
    """Table and columns as SQL writes them, and the rows as the database takes them."""
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    adapters = [_adapter(field, connection) for field in fields]
    names = [quote(field.column) for field in fields]
    return quote(model._meta.db_table), names, list(_adapted(rows, adapters))


def _adapted(rows: Iterable[Row], adapters: Sequence[Callable[[Any], Any] | None]) -> Iterator[Row]:
    wanted = [(place, adapt) for place, adapt in enumerate(adapters) if adapt]
    for row in rows:
        if len(row) != len(adapters):
            raise ValueError(f"{len(adapters)} columns, {len(row)} values")
        values = list(row)
        for place, adapt in wanted:
            values[place] = adapt(values[place])
        yield values


def _adapter(field: Any, connection: Any) -> Callable[[Any], Any] | None:
    """How a value of this field becomes one of the database; None where nothing needs to be done."""
    if isinstance(field, models.DateTimeField):
        return _remembering(connection.ops.adapt_datetimefield_value)
    if isinstance(field, models.DateField):
        return _remembering(connection.ops.adapt_datefield_value)
    if isinstance(field, _AS_THEY_ARE):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _remembering(adapt: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same few days stand in thousands of rows."""
    return lru_cache(maxsize=1_000)(adapt)
