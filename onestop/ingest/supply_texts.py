"""How an issue of a supply and its state are said."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from onestop.ingest.supplies import Issue, IssueState, Supply
from onestop.ingest.supply_calendar import Supplied


def issue_name(supply: Supply, issue: Issue) -> str:
    """2026 年第 37 周; with the day where there are several a week."""
    year, week, _day = issue.day.isocalendar()
    name = _("%(year)s 年第 %(week)s 周") % {"year": year, "week": week}
    return f"{name} {issue.day:%m-%d}" if len(supply.weekdays) > 1 else name


def spans(supplied: Supplied, issues: Sequence[Issue]) -> list[str]:
    """Some issues in few words: those that follow each other in the calendar by the first and the last."""
    place = {each.day: number for number, each in enumerate(supplied.issues)}
    runs = groupby(enumerate(issues), lambda pair: place[pair[1].day] - pair[0])
    return [_span(supplied.supply, [each for _number, each in run]) for _key, run in runs]


def _span(supply: Supply, run: Sequence[Issue]) -> str:
    first, last = issue_name(supply, run[0]), issue_name(supply, run[-1])
    return _("%(first)s至 %(last)s") % {"first": first, "last": last} if len(run) > 1 else first


def lost_text(supplied: Supplied) -> str:
    """What can't be had any more, summed up; empty where nothing is lost."""
    if not supplied.lost:
        return ""
    return _("%(count)s 期没有收到，来源已不再保存：%(which)s。") % {
        "count": len(supplied.lost),
        "which": _("、").join(spans(supplied, supplied.lost)),
    }


def state_label(state: IssueState) -> str:
    return {
        IssueState.ARRIVED: _("已收到"),
        IssueState.MISSING: _("未收到"),
        IssueState.LOST: _("已错过"),
        IssueState.NOT_YET_DUE: _("未到期"),
    }[state]


def issue_text(issue: Issue) -> str:
    """The state in words, with what there is to do about it."""
    parts = [_state_text(issue)]
    if issue.state != IssueState.ARRIVED and issue.unusable:
        parts.append(_("收到的文件不能用：%s") % "、".join(issue.unusable))
    if issue.repeated:
        parts.append(_("收到的文件与另一期内容相同：%s") % "、".join(issue.repeated))
    return "；".join(parts)


def _state_text(issue: Issue) -> str:
    if issue.state == IssueState.MISSING and issue.days_left is not None:
        return _("未收到，还剩 %(days)s 天") % {"days": issue.days_left}
    if issue.state == IssueState.LOST:
        return _("未收到，来源已不再保存")
    return state_label(issue.state)
