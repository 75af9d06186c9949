"""Patents that people watch, and what was noticed of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onestop.accounts.models import User
from onestop.core import clock

MAX_NUMBER = 48
MAX_TEXT = 500


class NoticeKind(models.TextChoices):
    STATUS = "status", _("法律状态变化")
    OWNER = "owner", _("专利权人变化")
    DOCUMENT = "document", _("新的文献")
    FEE = "fee", _("年费快到期")
    GRACE = "grace", _("年费已过期限，在滞纳期内")


class Watch(models.Model):
    """A patent that a person watches."""

    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="watches", verbose_name=_("关注的人")
    )
    number = models.CharField(_("号码"), max_length=MAX_NUMBER, help_text="as in the patent's address")
    seen = models.JSONField(_("上次看到的"), default=dict, help_text="State as it was last looked at")
    added_at = models.DateTimeField(_("关注时间"), default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "number"], name="watch_once")]

    def __str__(self) -> str:
        return self.number


class Notice(models.Model):
    """Something that became different, told to the person once on the page and once by mail."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=16, choices=NoticeKind)
    before = models.CharField(_("原来"), max_length=MAX_TEXT, blank=True)
    after = models.CharField(_("现在"), max_length=MAX_TEXT)
    noticed_at = models.DateTimeField(_("发现时间"), default=clock.now, editable=False)
    read_at = models.DateTimeField(_("已读时间"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("发信时间"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.watch} {self.kind}"
