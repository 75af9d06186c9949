"""How a notice is said, on the page and in a mail."""

from django.utils.translation import gettext as _

from onestop.records.status import LegalStatus
from onestop.watches.models import Notice, NoticeKind


def said(notice: Notice) -> str:
    texts = {
        NoticeKind.STATUS: _("法律状态：%(before)s → %(after)s"),
        NoticeKind.OWNER: _("专利权人（申请人）：%(before)s → %(after)s"),
        NoticeKind.DOCUMENT: _("新的文献：%(after)s"),
        NoticeKind.FEE: _("下一次年费最迟 %(after)s 缴纳；缴没缴，本站不知道"),
        NoticeKind.GRACE: _("年费已过缴纳期限，最迟 %(after)s 可补缴并缴滞纳金；缴没缴，本站不知道"),
    }
    values = {"before": notice.before, "after": notice.after}
    if notice.kind == NoticeKind.STATUS:
        values = {name: _status(value) for name, value in values.items()}
    return texts[NoticeKind(notice.kind)] % values


def _status(value: str) -> str:
    status, _colon, reason = value.partition(":")
    label = str(LegalStatus(status).label) if status in LegalStatus.values else status
    return f"{label}（{_reason(reason)}）" if _reason(reason) else label


def _reason(reason: str) -> str:
    return {
        "filed": _("已申请"),
        "published": _("已公布"),
        "examined": _("实质审查中"),
        "granted": _("已授权"),
        "partly_invalid": _("部分无效"),
        "term_adjusted": _("期限已获补偿"),
        "rejected": _("驳回"),
        "withdrawn": _("撤回或视为撤回"),
        "deemed_abandoned": _("视为放弃取得专利权"),
        "abandoned": _("放弃专利权"),
        "double_patent": _("避免重复授权而放弃"),
        "fee_lapsed": _("未缴年费"),
        "expired": _("期限届满"),
        "invalidated": _("全部无效"),
        "term_over": _("最长保护期届满"),
    }.get(reason, "")
