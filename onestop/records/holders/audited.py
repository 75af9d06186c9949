"""What is written into the audit log of holders, as administrators read it."""

from django.utils.translation import gettext_lazy as _

from onestop.core import audit

ACTIONS = {
    "holder.name_confirmed": _("确认名称属于权利人"),
    "holder.name_parted": _("名称不属于权利人，分开"),
    "holder.merged": _("合并权利人"),
    "holder.merge_undone": _("撤销合并权利人"),
}


def register() -> None:
    audit.register(ACTIONS)
