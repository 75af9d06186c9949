"""The charts of a region beyond counts by facet: trends, ranks, ages, ends, technology, flows."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from onestop.indicators.definitions import by_code, in_language
from onestop.indicators.everywhere import Grid
from onestop.indicators.pictures.flows import flows
from onestop.indicators.pictures.lives import OLDEST, ages, endings, filed_between
from onestop.indicators.pictures.technology import subclasses_by_year
from onestop.indicators.pictures.trends import trend
from onestop.indicators.results import Number
from onestop.law.fees import add_months
from onestop.portal.pages.addresses import overview_href, query_href
from onestop.portal.pages.charts import is_incomplete
from onestop.portal.pages.labels import class_titles, kind_label
from onestop.portal.pages.types import Chart, ChartRow
from onestop.portal.pages.types_pictures import Matrix, MatrixCell, MatrixRow
from onestop.records.models import PatentKind, TransactionKind
from onestop.reference import regions

_WORDS = {PatentKind.INVENTION: "发明", PatentKind.UTILITY_MODEL: "实用新型", PatentKind.DESIGN: "外观设计"}
_FIELDS = 12
_YEARS = 10
_FLOW_YEARS = 5
CsvHref = Callable[[str], str]


class Painter:
    """Makes the pictures of one region on one day; each is empty where the data tell nothing."""

    def __init__(self, region: str, as_of: date, csv_href: CsvHref) -> None:
        self.region, self.as_of, self.csv_href = region, as_of, csv_href

    def _query(self, *conditions: str) -> str:
        """The search of these patents of the region."""
        return query_href(" AND ".join([*conditions, *([f"RG={self.region}"] if self.region else [])]))

    def trend(self, code: str, years: int = _YEARS) -> Chart:
        definition = by_code()[code]
        points = trend(code, self.region, self.as_of, years)
        return Chart(
            code=f"trend-{code}",
            title=_("历年%(name)s") % {"name": in_language(definition.name)},
            kind="columns",
            label_name=_("统计日"),
            unit=in_language(definition.unit),
            rows=tuple(
                ChartRow(
                    self._period(point.as_of),
                    rounded(point.value, definition.decimals),
                    query_href(point.query) if point.query and point.value else "",
                    is_incomplete=code.startswith("applications")
                    and is_incomplete(point.as_of.year, self.as_of),
                )
                for point in points
                if point.value is not None
            ),
            note=_("各年末，最后一项为统计日")
            if definition.period == "day"
            else _("按年，最后一年计到统计日"),
            as_of=self.as_of,
            csv_href=self.csv_href(f"trend-{code}"),
        )

    def _period(self, day: date) -> str:
        """A year's end is called by its year, another day by itself."""
        return str(day.year) if (day.month, day.day) == (12, 31) else day.isoformat()

    def ages(self) -> Matrix:
        found = ages(self.region, self.as_of)
        sides = (("发明",), ("实用新型", "外观设计"))
        kinds = ((PatentKind.INVENTION,), (PatentKind.UTILITY_MODEL, PatentKind.DESIGN))
        rows = tuple(
            MatrixRow(
                _("满 %(age)s 年及以上") % {"age": age} if age == OLDEST else _("%(age)s 年") % {"age": age},
                tuple(
                    self._cell(sum(found[kind, age] for kind in side), self._aged(words, age))
                    for side, words in zip(kinds, sides, strict=True)
                ),
            )
            for age in range(OLDEST + 1)
        )
        return self._matrix(
            "ages",
            _("有效专利的年龄"),
            "pyramid",
            _("自申请日起"),
            (_("发明"), _("实用新型和外观设计")),
            rows if found else (),
            _("按满年计；发明期限二十年，实用新型十年，外观设计十五年（2021年6月前申请的十年）"),
        )

    def _aged(self, words: Sequence[str], age: int) -> str:
        before_first, last = filed_between(age, self.as_of)
        kinds = " OR ".join(f"TYPE={word}" for word in words)
        filed = f"AD<={last}" + ("" if age == OLDEST else f" AND AD>{before_first}")
        return f"({kinds}) AND {filed} AND (GD<={self.as_of} NOT ED<={self.as_of})"

    def endings_by_month(self) -> Matrix:
        first = (self.as_of + timedelta(1)).replace(day=1)
        starts = [add_months(first, step) for step in range(13)]
        title = _("今后十二个月到期")
        return self._endings("endings-months", title, starts, lambda day: f"{day:%Y-%m}")

    def endings_by_year(self) -> Matrix:
        first = (self.as_of + timedelta(1)).year
        starts = [date(first + step, 1, 1) for step in range(11)]
        return self._endings("endings-years", _("今后十年到期"), starts, lambda day: str(day.year))

    def _endings(self, code: str, title: str, starts: Sequence[date], label: Callable[[date], str]) -> Matrix:
        found = endings(self.region, self.as_of, starts[-1])
        rows = tuple(
            MatrixRow(label(since), tuple(self._ending(found, kind, since, until) for kind in PatentKind))
            for since, until in pairwise(starts)
        )
        note = _("现有法律状态下期限届满的；今后不缴年费的会更早终止")
        labels = tuple(kind_label(kind) for kind in PatentKind)
        return self._matrix(code, title, "stacked", _("期间"), labels, rows if found else (), note)

    def _ending(self, found: Counter[tuple[date, str]], kind: str, since: date, until: date) -> MatrixCell:
        count = sum(n for (month, each), n in found.items() if each == kind and since <= month < until)
        after = max(self.as_of, since - timedelta(1))
        word = _WORDS[PatentKind(kind)]
        return self._cell(count, f"TYPE={word} AND GD<={self.as_of} AND ED>{after} AND ED<{until}")

    def technology(self, fields: int = _FIELDS) -> Matrix:
        found = subclasses_by_year(self.region, self.as_of, _YEARS)
        totals: Counter[str] = Counter()
        for (subclass, _year), count in found.items():
            totals[subclass] += count
        top = [subclass for subclass, _count in totals.most_common(fields)]
        titles = class_titles(top)
        years = range(self.as_of.year - _YEARS + 1, self.as_of.year + 1)
        rows = tuple(
            MatrixRow(
                f"{subclass} {titles[subclass]}".strip(),
                tuple(
                    MatrixCell(
                        found[subclass, year],
                        self._query(
                            f"IPC={subclass}", f"AD=[{year}-01-01 TO {min(self.as_of, date(year, 12, 31))}]"
                        )
                        if found[subclass, year]
                        else "",
                    )
                    for year in years
                ),
            )
            for subclass in top
        )
        return self._matrix(
            "technology",
            _("技术地图：领域与申请年"),
            "heat",
            _("IPC 小类"),
            tuple(map(str, years)),
            rows,
            _("按主分类计，前 %(count)s 个小类；点开的检索含副分类") % {"count": len(top)},
        )

    def flows(self, kind: str) -> Matrix:
        since = date(self.as_of.year - _FLOW_YEARS + 1, 1, 1)
        found = flows(kind, self.region, since, self.as_of)
        pairs: Counter[tuple[str, str]] = Counter()
        given, received = Counter[str](), Counter[str]()
        for (giver, receiver), count in found.items():
            one, other = self._place(giver), self._place(receiver)
            pairs[one, other] += count
            given[one] += count
            received[other] += count
        givers, receivers = (tuple(name for name, _n in each.most_common()) for each in (given, received))
        rows = tuple(
            MatrixRow(giver, tuple(MatrixCell(pairs[giver, each]) for each in receivers)) for giver in givers
        )
        label = str(TransactionKind(kind).label)
        return self._matrix(
            f"flows-{kind}",
            _("%(kind)s流向") % {"kind": label},
            "flows",
            _("转出方所在地"),
            receivers,
            rows,
            _("%(since)s 至 %(until)s 登记的%(kind)s，按双方所在地；个人和没有登记地址的为“未知”")
            % {"since": since, "until": self.as_of, "kind": label},
            unit=_("项"),
        )

    def _place(self, code: str) -> str:
        """The region itself and its neighbours by name, farther ones by their city or province."""
        if code not in regions.regions():
            return _("未知")
        above = (*regions.ancestors(code), regions.region(code))
        farther = (each for each in above if each.code not in self._here)
        return next(farther, above[-1]).name

    @property
    def _here(self) -> set[str]:
        return (
            {self.region, *(each.code for each in regions.ancestors(self.region))} if self.region else set()
        )

    def ranking(self, code: str) -> Chart:
        """The region among its peers."""
        definition = by_code()[code]
        rows = sorted(self._peers(code), key=lambda row: -row.value)
        above = regions.region(self.region).parent if self.region else ""
        name = regions.region(above).name if above else _("全国")
        return Chart(
            code=f"rank-{code}",
            title=_("%(place)s各地%(name)s") % {"place": name, "name": in_language(definition.name)},
            kind="bars",
            label_name=_("地区"),
            unit=in_language(definition.unit),
            rows=tuple(rows),
            note=_("没有数据的地区不列"),
            as_of=self.as_of,
            csv_href=self.csv_href(f"rank-{code}"),
        )

    def _peers(self, code: str) -> Iterable[ChartRow]:
        above = regions.region(self.region).parent if self.region else ""
        grid = Grid(above, self.as_of)
        for each in regions.children(above):
            value = grid.cell(code, each.code).value
            if value is not None:
                shown = rounded(value, by_code()[code].decimals)
                href = overview_href(each.code, day=self.as_of.isoformat())
                yield ChartRow(each.name, shown, href, is_here=each.code == self.region)

    def _cell(self, count: int, query: str) -> MatrixCell:
        return MatrixCell(count, self._query(query) if count else "")

    def _matrix(
        self,
        code: str,
        title: str,
        kind: str,
        label_name: str,
        columns: tuple[str, ...],
        rows: tuple[MatrixRow, ...],
        note: str,
        unit: str = "",
    ) -> Matrix:
        return Matrix(
            code,
            title,
            kind,
            label_name,
            unit or _("件"),
            columns,
            rows,
            note,
            self.as_of,
            self.csv_href(code),
        )


def rounded(value: Number, decimals: int) -> float:
    """A count stays a whole number."""
    return round(float(value), decimals) if decimals else round(value)
