"""`onestop search`: what the search page finds, for scripts."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

from onestop.cli.documents import search_foreign
from onestop.cli.group import WrongUse
from onestop.cli.trademarks import search_marks
from onestop.core.errors import UserError

if TYPE_CHECKING:
    from onestop.records.search import PatentHit, PatentResults, PatentSearch

MOST = 10_000


@click.command()
@click.argument("query")
@click.option(
    "--type",
    "kind",
    type=click.Choice(["patent", "trademark", "document"]),
    default="patent",
    show_default=True,
    help="查专利、商标还是外局文献",
)
@click.option("--limit", type=click.IntRange(0, MOST), default=10, show_default=True, help="最多列出多少条")
@click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="编号=检索式",
    help="早先的检索式，供 #1 AND … 引用；可以写几次",
)
@click.option(
    "--expand",
    type=click.Choice(["off", "synonyms", "both"]),
    default="off",
    show_default=True,
    help="连同同义词找；both：中英文也互通",
)
@click.option("--without", multiple=True, metavar="词", help="不要的同义词，或不展开的词；可以写几次")
@click.option("--sort", default="relevance", show_default=True, help="次序：relevance、recent、filed_desc 等")
@click.option("--json", "as_json", is_flag=True, help="JSON")
def search(
    query: str,
    kind: str,
    limit: int,
    sets: tuple[str, ...],
    expand: str,
    without: tuple[str, ...],
    sort: str,
    as_json: bool,
) -> None:
    """检索专利，例如 onestop search 'TI,AB="锚索" AND AD=[2010 TO 2015]'；检索式有误时退出码为 2。
    商标：onestop search --type trademark '商标=望舒 AND 类=9'；外局文献：--type document 'CC=US AND CLM=driver'。"""
    if kind == "trademark":
        search_marks(query, limit, as_json=as_json)
        return
    if kind == "document":
        search_foreign(query, limit, as_json=as_json)
        return
    from onestop.records.search import MAX_PAGE_SIZE, PatentSearch, search_patents

    earlier = tuple(each.replace("=", ":", 1) for each in sets)
    asked = PatentSearch(
        text=query,
        page_size=min(limit, MAX_PAGE_SIZE),
        facets=(),
        sets=earlier,
        expand=expand,
        without=without,
        sort=sort,
    )
    try:
        results = search_patents(asked)
    except UserError as error:
        raise WrongUse(error, as_json=as_json) from error
    hits = [_as_dict(hit) for hit in islice(_hits(results, asked), limit)]
    if as_json:
        click.echo(json.dumps(_summary(results) | {"hits": hits}, ensure_ascii=False))
    else:
        _show(results, hits)


def _hits(first: "PatentResults", asked: "PatentSearch") -> Iterator["PatentHit"]:
    """Page after page; the first one is there already."""
    from onestop.records.search import search_patents

    yield from first.hits
    for page in count(2):
        if page > first.pages:
            return
        yield from search_patents(replace(asked, page=page)).hits


def _as_dict(hit: "PatentHit") -> dict[str, Any]:
    return {
        "application_number": "" if hit.number.startswith("CN") else hit.number,
        "publication_numbers": list(hit.publication_numbers),
        "title": "".join(piece.text for piece in hit.title),
        "score": round(hit.score, 4),
    }


def _summary(results: "PatentResults") -> dict[str, Any]:
    return {
        "total": results.total,
        "took_ms": round(results.took_ms, 3),
        "query": results.query,
        "synonyms": {each.typed: list(each.forms) for each in results.expansion.concepts},
        "suggestion": results.suggestion,
    }


def _show(results: "PatentResults", hits: list[dict[str, Any]]) -> None:
    for hit in hits:
        number = hit["application_number"] or ", ".join(hit["publication_numbers"])
        click.echo(f"{number:<16}{hit['title']}")
    found = {"total": results.total, "ms": results.took_ms, "query": results.query}
    click.echo(_("共 %(total)d 条，%(ms).1f 毫秒。检索式：%(query)s") % found, err=True)
    for each in results.expansion.concepts:
        click.echo(
            _("“%(typed)s”连同：%(terms)s") % {"typed": each.typed, "terms": "、".join(each.forms)}, err=True
        )
    if results.suggestion:
        click.echo(_("您要找的是不是：%s") % results.suggestion, err=True)
