"""Page numbers of a long list: every page is reachable."""

from collections.abc import Callable

from onestop.portal.pages.types import PageLink, Paging

AROUND = 2


def make_paging(page: int, pages: int, size: int, shown: int, href: Callable[[int], str]) -> Paging:
    """`shown`: how many lines this page has."""
    first = (page - 1) * size + 1
    return Paging(
        page=page,
        pages=pages,
        first=first,
        last=first + shown - 1,
        links=tuple(
            PageLink(number, "" if number in (0, page) else href(number)) for number in numbers(page, pages)
        ),
        previous_href=href(page - 1) if page > 1 else "",
        next_href=href(page + 1) if page < pages else "",
    )


def numbers(page: int, pages: int) -> list[int]:
    """The first, the last and those around the current page; 0 stands for a gap of at least two pages."""
    shown = sorted({1, pages, *range(max(page - AROUND, 1), min(page + AROUND, pages) + 1)})
    row: list[int] = []
    for number in shown:
        missing = number - row[-1] - 1 if row else 0
        row += [0] if missing > 1 else [number - 1] * missing
        row.append(number)
    return row
