"""Days in addresses."""

from datetime import date

from django.utils.translation import gettext as _

from onestop.core.errors import UserError


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UserError(
            "portal.bad_day", _("“%s”不是日期。") % text[:40], _("请写成 2023-12-31 的形式。")
        ) from error
