"""`onestop search --type trademark` and `onestop mark-check`: what the pages of trademarks say, for scripts."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

from onestop.cli.group import WrongUse
from onestop.core.errors import UserError

if TYPE_CHECKING:
    from onestop.records.mark_check import Candidate, Check
    from onestop.records.mark_images import Found
    from onestop.records.trademark_search import TrademarkHit, TrademarkResults, TrademarkSearch


def search_marks(query: str, limit: int, *, as_json: bool) -> None:
    from onestop.records.trademark_search import MAX_PAGE_SIZE, TrademarkSearch, search_trademarks

    asked = TrademarkSearch(text=query, page_size=min(limit, MAX_PAGE_SIZE), facets=())
    try:
        results = search_trademarks(asked)
    except UserError as error:
        raise WrongUse(error, as_json=as_json) from error
    found = [_hit(each) for each in islice(_hits(results, asked), limit)]
    if as_json:
        summary = {"total": results.total, "took_ms": round(results.took_ms, 3), "query": results.query}
        click.echo(json.dumps(summary | {"hits": found}, ensure_ascii=False))
        return
    for each in found:
        click.echo(f"{each['number']:<12}{each['nice_class']:>3}  {each['status']:<16}{each['mark']}")
    shown = {"total": results.total, "ms": results.took_ms, "query": results.query}
    click.echo(_("共 %(total)d 条，%(ms).1f 毫秒。检索式：%(query)s") % shown, err=True)


def _hits(first: "TrademarkResults", asked: "TrademarkSearch") -> Iterator["TrademarkHit"]:
    """Page after page; the first one is there already."""
    from onestop.records.trademark_search import search_trademarks

    yield from first.hits
    for page in count(2):
        if page > first.pages:
            return
        yield from search_trademarks(replace(asked, page=page)).hits


def _hit(hit: "TrademarkHit") -> dict[str, Any]:
    return {
        "office": hit.office,
        "number": hit.number,
        "nice_class": hit.nice_class,
        "mark": hit.text,
        "status": hit.status,
        "applicants": ["".join(piece.text for piece in each) for each in hit.applicants],
    }


@click.command("mark-check")
@click.argument("mark", default="")
@click.option(
    "--image", "picture", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="图样文件"
)
@click.option("--classes", default="", help="类别，用空格分开，例如 '9 11'；不填就查全部")
@click.option("--groups", default="", help="类似群，例如 '0922 1101'")
@click.option("--goods", default="", help="商品和服务的名称，用分号分开")
@click.option("--json", "as_json", is_flag=True, help="JSON")
def mark_check(mark: str, picture: Path | None, classes: str, groups: str, goods: str, as_json: bool) -> None:
    """预查想注册的文字或图样：列出相近的商标、分数和理由，以及法律本身可能不允许的地方。只是提示，不是法律意见。"""
    from onestop.records.mark_check import check, read_wanted
    from onestop.records.mark_images import like

    if not mark and picture is None:
        raise click.UsageError("请写文字，或用 --image 给出图样。")
    try:
        found = check(read_wanted(mark, classes, groups, goods)) if mark else None
        looked = like(_head(picture)) if picture else None
    except UserError as error:
        raise WrongUse(error, as_json=as_json) from error
    if as_json:
        report = (_report(found) if found else {}) | (_pictures(looked) if looked else {})
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    if found:
        _show(found)
    if looked:
        _show_pictures(looked)


def _head(path: Path) -> bytes:
    """One byte more than allowed is enough to refuse it."""
    from onestop.records.marks.pictures import MAX_BYTES

    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _pictures(found: "Found") -> dict[str, Any]:
    return {
        "pictures_compared": found.compared,
        "pictures": [
            {
                "office": each.image.office,
                "number": each.image.number,
                "score": each.score,
                "shape": each.shape,
                "colour": each.colour,
                "turned": 90 * each.quarters,
                "mirrored": each.is_mirrored,
                "part": each.is_part,
            }
            for each in found.likenesses
        ],
    }


def _show_pictures(found: "Found") -> None:
    for each in found.likenesses:
        click.echo(f"{each.score:>3}  {each.image.office} {each.image.number}")
    said = {"compared": found.compared, "ms": found.took_ms}
    click.echo(_("比较了 %(compared)d 张图样，%(ms).0f 毫秒。这是提示，不是法律意见。") % said, err=True)


def _report(found: "Check") -> dict[str, Any]:
    return {
        "mark": found.wanted.mark,
        "day": found.day.isoformat(),
        "compared": found.compared,
        "is_cut": found.is_cut,
        "took_ms": round(found.took_ms, 1),
        "candidates": [_candidate(each) for each in found.candidates],
        "grounds": [
            {"code": each.ground.code, "words": list(each.words), "cites": each.ground.cites}
            for each in found.touched
        ],
    }


def _candidate(found: "Candidate") -> dict[str, Any]:
    return _hit(found.hit) | {
        "risk": found.risk.name.lower(),
        "score": found.comparison.score,
        "reasons": {each.ground.value: each.score for each in found.comparison.reasons},
        "nearness": found.nearness.value,
        "barred_until": found.bar.until.isoformat() if found.bar else None,
    }


def _show(found: "Check") -> None:
    for each in found.candidates:
        reasons = "、".join(str(reason.ground.label) for reason in each.comparison.reasons)
        place = f"{each.hit.number:<12}{each.hit.nice_class:>3}"
        click.echo(
            f"{each.risk.name.lower():<8}{each.comparison.score:>3}  {place}  {each.hit.text}  {reasons}"
        )
    for touched in found.touched:
        click.echo(f"{touched.ground.cites}  {'、'.join(touched.words)}  {touched.ground.label}")
    said = {"compared": found.compared, "ms": found.took_ms}
    click.echo(_("比较了 %(compared)d 件，%(ms).0f 毫秒。这是提示，不是法律意见。") % said, err=True)
