"""What stands on the workbench, and for whom."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from onestop.accounts.access import Person, may


@dataclass(frozen=True)
class DeskEntry:
    href: str
    icon: str
    label: str
    description: str


def desk(person: Person) -> tuple[DeskEntry, ...]:
    """In the order of a morning's work. To add a page: a line here, with the action it asks for."""
    entries = (
        (
            "cockpit.view",
            "portal:cockpit",
            "chart",
            _("驾驶舱"),
            _("全部指标与上年和目标相比，一年来的进出，要办的事"),
        ),
        (
            "bulletins.publish",
            "portal:bulletins",
            "chart",
            _("知识产权月报"),
            _("每月的草稿：核对、按现在的记录重算、发布"),
        ),
        (
            "figures.view",
            "portal:kept_list",
            "check",
            _("留存的结果"),
            _("公布过的数：何时、谁、哪一版口径，现在重算是否相同"),
        ),
        (
            "quarantine.view",
            "portal:imports",
            "data",
            _("导入记录"),
            _("每个文件导入了几行，没有导入的行和原因，改正后重新导入"),
        ),
        (
            "quarantine.view",
            "portal:supplies",
            "warning",
            _("应到的数据包"),
            _("哪一周的数据没有收到，来源还保存几天"),
        ),
        (
            "holders.merge",
            "portal:holder_review",
            "check",
            _("权利人审核"),
            _("拿不准指谁的名称，专利多的在前；确认或分开"),
        ),
        (
            "terms.edit",
            "portal:terms",
            "search",
            _("同义词词典"),
            _("检索时哪些词算一个意思，中文、英文和缩写；增加、修改、停用"),
        ),
        (
            "quality.view",
            "portal:quality",
            "chart",
            _("数据质量"),
            _("缺失、无效、重复和互相矛盾的记录，以及变化"),
        ),
    )
    return tuple(
        DeskEntry(reverse(name), icon, label, text)
        for action, name, icon, label, text in entries
        if may(person, action)
    )
