"""The small text beside a file that the inbox has dealt with."""

from django.utils import timezone
from django.utils.translation import gettext as _

from onestop.core import clock
from onestop.core.errors import UserError
from onestop.ingest.models import IngestRun
from onestop.ingest.queries import reasons

RESULT_SUFFIX = ".result.txt"


def text_of_run(run: IngestRun) -> str:
    lines = [
        _("已导入，导入编号 %(run)s，%(when)s。") % {"run": run.pk, "when": _when()},
        _(
            "读 %(read)s 行：新增 %(created)s，更新 %(updated)s，不变 %(unchanged)s，未导入 %(rejected)s；空行 %(blank)s。"
        )
        % {
            name: getattr(run, name)
            for name in ("read", "created", "updated", "unchanged", "rejected", "blank")
        },
    ]
    if run.ignored:
        lines.append(_("没有用到：%s。") % "、".join(run.ignored))
    if found := reasons(run):
        lines += [_("原因（行数）："), *(f"  {number:>7,}  {code}" for code, number in found.items())]
        lines.append(_("明细：onestop rejected %(run)s") % {"run": run.pk})
    return "\n".join(lines) + "\n"


def text_of_failure(error: UserError) -> str:
    lines = [_("没有导入，%s。") % _when(), error.message, error.hint, f"({error.code})"]
    return "\n".join(filter(None, lines)) + "\n"


def _when() -> str:
    return timezone.localtime(clock.now()).strftime("%Y-%m-%d %H:%M")
