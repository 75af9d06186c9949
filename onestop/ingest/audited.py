"""What this package writes into the audit log, as administrators read it."""

from django.utils.translation import gettext_lazy as _

from onestop.core import audit

ACTIONS = {
    "ingest.dropped": _("上传数据文件"),
    "quarantine.retried": _("重试未导入的行"),
    "quarantine.repaired": _("上传改正的行"),
}


def register() -> None:
    audit.register(ACTIONS)
