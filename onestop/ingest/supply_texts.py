"""How an issue of a supply and its state are said."""

from django.utils.translation import gettext as _

from onestop.ingest.supplies import Issue, IssueState, Supply


def issue_name(supply: Supply, issue: Issue) -> str:
    """2026 年第 37 周; with the day where there are several a week."""
    year, week, _day = issue.day.isocalendar()
    name = _("%(year)s 年第 %(week)s 周") % {"year": year, "week": week}
    return f"{name} {issue.day:%m-%d}" if len(supply.weekdays) > 1 else name


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
