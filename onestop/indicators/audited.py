"""What this package writes into the audit log, as administrators read it."""

from django.utils.translation import gettext_lazy as _

from onestop.core import audit

ACTIONS = {
    "high_value.decided": _("确认或否定高价值发明专利"),
    "high_value.withdrawn": _("撤回对高价值发明专利的判断"),
    "figure.kept": _("留存统计结果"),
    "target.set": _("设定目标值"),
    "bulletin.made": _("生成月报"),
    "bulletin.published": _("发布月报"),
}


def register() -> None:
    audit.register(ACTIONS)
