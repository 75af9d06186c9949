"""`onestop search --type document`: what the search page of other offices' documents says, for scripts."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

from onestop.cli.group import WrongUse
from onestop.core.errors import UserError

if TYPE_CHECKING:
    from onestop.records.document_search import DocumentHit, DocumentResults, DocumentSearch


def search_foreign(query: str, limit: int, *, as_json: bool) -> None:
    from onestop.records.document_search import MAX_PAGE_SIZE, DocumentSearch, search_documents

    asked = DocumentSearch(text=query, page_size=min(limit, MAX_PAGE_SIZE), facets=())
    try:
        results = search_documents(asked)
    except UserError as error:
        raise WrongUse(error, as_json=as_json) from error
    found = [_hit(each) for each in islice(_hits(results, asked), limit)]
    if as_json:
        summary = {"total": results.total, "took_ms": round(results.took_ms, 3), "query": results.query}
        click.echo(json.dumps(summary | {"hits": found}, ensure_ascii=False))
        return
    for each in found:
        click.echo(f"{each['number']:<18}{each['published_on']:<12}{next(iter(each['titles'].values()), '')}")
    shown = {"total": results.total, "ms": results.took_ms, "query": results.query}
    click.echo(_("共 %(total)d 条，%(ms).1f 毫秒。检索式：%(query)s") % shown, err=True)


def _hits(first: "DocumentResults", asked: "DocumentSearch") -> Iterator["DocumentHit"]:
    """Page after page; the first one is there already."""
    from onestop.records.document_search import search_documents

    yield from first.hits
    for page in count(2):
        if page > first.pages:
            return
        yield from search_documents(replace(asked, page=page)).hits


def _hit(hit: "DocumentHit") -> dict[str, Any]:
    return {
        "number": hit.number,
        "office": hit.office,
        "published_on": hit.published_on,
        "titles": {each.language: "".join(piece.text for piece in each.pieces) for each in hit.titles},
        "applicants": ["".join(piece.text for piece in each) for each in hit.applicants],
    }
