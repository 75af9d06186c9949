"""What lists of case work say of one case or event, for the figures, until the case itself is handled here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onestop.records.models.sources import RegisterEntry


class CaseKind(models.TextChoices):
    ENFORCEMENT = "enforcement", _("行政执法案件")
    MALICIOUS_FILING = "malicious_filing", _("恶意商标注册案件")
    MEDIATION = "mediation", _("行政调解案件")
    RIGHTS_AID = "rights_aid", _("维权援助")
    TRAINING_EVENT = "training_event", _("培训活动")


class CaseSummary(RegisterEntry):
    """One case or event of a department's list."""

    kind = models.CharField(_("案件种类"), max_length=20, choices=CaseKind)
    number = models.CharField(_("案件编号"), max_length=100)
    region = models.CharField(_("行政区划代码"), max_length=6, blank=True, db_index=True)
    opened_on = models.DateField(_("受理日"), null=True, blank=True, help_text="filed, accepted or held")
    closed_on = models.DateField(_("办结日"), null=True, blank=True)
    amount = models.DecimalField(
        _("涉案金额（元）"), max_digits=16, decimal_places=2, null=True, blank=True, help_text="CNY"
    )
    labels = models.PositiveBigIntegerField(_("商标标识（件）"), null=True, blank=True)
    handed_over_on = models.DateField(_("移送公安日"), null=True, blank=True)
    confirmed_on = models.DateField(_("司法确认日"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("参加人次"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "opened_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="case_amount_not_negative"
            )
        ]
