"""The map of topics of a search: its hits by what they are about. All of it is in the address."""

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from time import perf_counter

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.matching.landscape import FEWEST, MAX_POINTS, Landscape, landscape
from onestop.portal.pages.addresses import landscape_href, patent_href, query_href, search_href
from onestop.portal.pages.asked import Asked
from onestop.portal.pages.labels import class_titles
from onestop.portal.pages.landscape_picture import HEIGHT, WIDTH, density, names_apart, placed
from onestop.portal.pages.lines import result_line
from onestop.portal.pages.search import active_filters, query_error
from onestop.portal.pages.similar import class_href, model_note, ready_model
from onestop.portal.pages.site import notice
from onestop.portal.pages.types import Option
from onestop.portal.pages.types_landscape import (
    ClassLink,
    LandscapePage,
    LandscapePicture,
    MapPoint,
    TopicLine,
)
from onestop.records.search import Understood, ask, results_of, understood
from onestop.records.values.cells import escape
from onestop.reference.locarno import locarno_title
from onestop.search.engine import Hit, SearchResponse

MAX_READ = 5_000
"""Hits that a sample is taken of: as many as families are told apart among."""
SIZES = (2, 4, 6, 8, 10, 12)
LISTED = 10
MAX_SEARCHED = 300
"""Numbers that fit into an address."""
CSV_FILES = ("topics", "patents")


def landscape_page(search: Asked, topic: str = "", size: str = "") -> LandscapePage:
    """Raises UserError for a query that cannot be understood; `failed_landscape_page` shows it in place."""
    started = perf_counter()
    search = replace(search, page=1, cursor="")
    sample = _sample(search)
    empty = replace(_empty_page(search), total=sample.total, read=min(sample.total, MAX_READ))
    if len(sample.hits) < FEWEST:
        few = _("有 %d 件专利，太少，画不出主题地图。") % sample.total
        return replace(empty, missing=few, hint=_("请去掉一些条件，或直接看列表。"))
    try:
        found = landscape([hit.key for hit in sample.hits], int(size) if size in map(str, SIZES) else None)
    except UserError as error:
        return replace(empty, missing=error.message, hint=error.hint)
    if len(found.points) < FEWEST:
        missing = _("相似模型还没有收入这些专利。")
        return replace(empty, missing=missing, hint=_("onestop worker 运行时每小时收入一次。"))
    page = _drawn(empty, search, sample, found, topic, size)
    return replace(page, took_ms=(perf_counter() - started) * 1_000)


def failed_landscape_page(search: Asked, error: UserError) -> LandscapePage:
    return replace(_empty_page(search), error=query_error(search, error))


@dataclass(frozen=True)
class _Sample:
    """Hits as the index gives them: their texts are marked only for the few that are listed."""

    asked: Understood
    response: SearchResponse
    hits: Sequence[Hit]

    @property
    def total(self) -> int:
        return self.response.total


def _sample(search: Asked) -> _Sample:
    """The hits, evenly thinned where they are too many to be drawn."""
    asked = understood(search)
    response = ask(replace(search, facets=()), asked, 0, MAX_READ)
    step = -(-len(response.hits) // MAX_POINTS) or 1
    return _Sample(asked, response, response.hits[::step])


def _empty_page(search: Asked) -> LandscapePage:
    return LandscapePage(
        title=_("主题地图"),
        notice=notice(),
        text=search.text,
        active=tuple(active_filters(search)),
        search_href=search_href(search),
        total=0,
        drawn=0,
        read=0,
        unknown=0,
        topics=(),
        sizes=(),
        picture=None,
        chosen=None,
        lines=(),
        chosen_href="",
        topics_csv_href="",
        patents_csv_href="",
        took_ms=0.0,
        model=ready_model(),
        missing="",
        hint="",
        error=None,
    )


def _drawn(
    empty: LandscapePage, search: Asked, sample: _Sample, found: Landscape, topic: str, size: str
) -> LandscapePage:
    topics = _topics(found, topic, lambda number: landscape_href(search, number, size))
    chosen = next((each for each in topics if each.is_chosen), None)
    hits = {hit.key: hit for hit in sample.hits}
    mine = [hits[each.key] for each in found.points if chosen and each.topic + 1 == chosen.number]
    picture = _picture(
        found, {key: (hit.payload["number"], hit.payload["title"]) for key, hit in hits.items()}
    )
    return replace(
        empty,
        drawn=len(found.points),
        unknown=found.unknown,
        topics=topics,
        sizes=_sizes(search, topic, size),
        picture=picture,
        chosen=chosen,
        lines=tuple(map(result_line, results_of(search, sample.asked, sample.response, mine[:LISTED]).hits)),
        chosen_href=_numbers_href([hit.payload["number"] for hit in mine]),
        topics_csv_href=landscape_href(search, "", size, csv="topics"),
        patents_csv_href=landscape_href(search, "", size, csv="patents"),
        model=model_note(found.about),
    )


def _numbers_href(numbers: Sequence[str]) -> str:
    return query_href(" ".join(numbers)) if 0 < len(numbers) <= MAX_SEARCHED else ""


def _topics(found: Landscape, topic: str, href: Callable[[str], str]) -> tuple[TopicLine, ...]:
    counts = Counter(each.topic for each in found.points)
    labels = [_label(each.words, number) for number, each in enumerate(found.topics, 1)]
    places = names_apart([placed(each.x, each.y) for each in found.topics], labels)
    titles = class_titles({symbol for each in found.topics for symbol, _count in each.classes})
    return tuple(
        TopicLine(
            number=number,
            label=label,
            count=counts[number - 1],
            share=counts[number - 1] / len(found.points),
            classes=tuple(_class(symbol, titles) for symbol, _count in each.classes),
            href=href("" if topic == str(number) else str(number)),
            is_chosen=topic == str(number),
            x=x,
            y=y,
        )
        for number, (each, label, (x, y)) in enumerate(zip(found.topics, labels, places, strict=True), 1)
    )


def _label(words: Sequence[str], number: int) -> str:
    return "·".join(words) or _("主题 %d") % number


def _class(symbol: str, titles: Mapping[str, str]) -> ClassLink:
    title = titles.get(symbol) or ("" if symbol[:1].isalpha() else locarno_title(symbol))
    return ClassLink(symbol, title, class_href(symbol))


def _picture(found: Landscape, known: Mapping[int, tuple[str, str]]) -> LandscapePicture:
    points = []
    for each in found.points:
        number, title = known[each.key]
        points.append(
            MapPoint(number, title or number, patent_href(number), each.topic + 1, *placed(each.x, each.y))
        )
    return LandscapePicture(WIDTH, HEIGHT, tuple(points), density([(each.x, each.y) for each in points]))


def _sizes(search: Asked, topic: str, size: str) -> tuple[Option, ...]:
    options = [("", _("自动")), *((str(each), str(each)) for each in SIZES)]
    return tuple(
        Option(value, label, landscape_href(search, "", value), value == size) for value, label in options
    )


def landscape_csv(page: LandscapePage, what: str) -> str:
    """With a byte order mark, as the other tables have."""
    out = StringIO()
    writer = csv.writer(out)
    if what == "topics":
        writer.writerow([_("主题"), _("名称"), _("件"), _("占比"), _("主要分类")])
        for each in page.topics:
            classes = "；".join(f"{one.symbol} {one.title}".strip() for one in each.classes)
            writer.writerow(
                [each.number, escape(each.label), each.count, f"{each.share:.4f}", escape(classes)]
            )
    else:
        writer.writerow([_("号码"), _("名称"), _("主题"), "x", "y"])
        for point in page.picture.points if page.picture else ():
            writer.writerow([point.number, escape(point.title), point.topic, point.x, point.y])
    return "\ufeff" + out.getvalue()
