"""What officers changed in the dictionary of synonyms; all else is as it was shipped (`data/`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onestop.accounts.models import User
from onestop.core import clock

MAX_NOTE = 200


class TermGroup(models.Model):
    """Terms that mean the same: a new group, or what stands in place of the shipped one with this code.

    Who changed what and when is in the audit log under the code; without this row the shipped group holds again.
    """

    code = models.CharField(_("代码"), max_length=60, primary_key=True)
    industry = models.CharField(_("行业"), max_length=20)
    zh = models.JSONField(_("中文词"), default=list)
    en = models.JSONField(_("英文词"), default=list)
    abbr = models.JSONField(_("缩写"), default=list)
    tw = models.JSONField(_("台湾用语"), default=list)
    hk = models.JSONField(_("香港用语"), default=list)
    note = models.CharField(_("备注"), max_length=MAX_NOTE, blank=True)
    is_on = models.BooleanField(_("启用"), default=True)
    changed_at = models.DateTimeField(_("修改时间"), default=clock.now)
    changed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("修改人")
    )

    def __str__(self) -> str:
        return "、".join([*self.zh, *self.en, *self.abbr][:3]) or self.code
