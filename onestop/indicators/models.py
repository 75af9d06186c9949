"""High-value inventions with their reasons, kept results with their evidence, targets."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from onestop.records.models import Patent


class Category(models.TextChoices):
    """The five categories of high-value invention patents (国家知识产权局, 2021)."""

    INDUSTRY = "industry", _("战略性新兴产业")
    OVERSEAS = "overseas", _("有海外同族专利权")
    LONG_LIVED = "long_lived", _("维持超过10年")
    PLEDGED = "pledged", _("较高质押融资金额")
    AWARDED = "awarded", _("获国家科技奖或中国专利奖")


class HighValueReason(models.Model):
    """Why an invention counts, from which day on. Being over ten years old is told by its filing date alone."""

    patent = models.ForeignKey(Patent, on_delete=models.CASCADE, related_name="high_value_reasons")
    category = models.CharField(max_length=10, choices=Category)
    since = models.DateField(_("起始日"))
    evidence = models.JSONField(help_text="rule and symbol, document, registration or prize")
    is_conditional = models.BooleanField(
        default=False, help_text="the rule has keywords, and the policy in force takes them as met"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patent", "category"], name="high_value_reason_once")]
        indexes = [models.Index(fields=["category", "since"])]

    def __str__(self) -> str:
        return f"{self.patent_id} {self.category}"


class HighValueDecision(models.Model):
    """An officer confirmed or rejected a category of an invention, and says why."""

    patent = models.ForeignKey(Patent, on_delete=models.CASCADE, related_name="high_value_decisions")
    category = models.CharField(max_length=10, choices=Category)
    is_confirmed = models.BooleanField()
    reason = models.CharField(_("理由"), max_length=500)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patent", "category"], name="high_value_decision_once")
        ]

    def __str__(self) -> str:
        return f"{self.patent_id} {self.category} {self.is_confirmed}"


class Assessment(models.Model):
    """Which version of an invention was assessed, by which rules: what is stale is assessed anew."""

    patent = models.OneToOneField(
        Patent, on_delete=models.CASCADE, primary_key=True, related_name="assessment"
    )
    version = models.PositiveIntegerField()
    policy = models.CharField(max_length=64, help_text="digest of the rules, tables and policy applied")

    def __str__(self) -> str:
        return f"{self.patent_id} {self.version}"


class Bulletin(models.Model):
    """A month's bulletin as it was made: what it says, its files, and whether the public sees it.

    What was published stays; a correction is the next issue of the same month.
    """

    region = models.CharField(max_length=6)
    month = models.DateField(_("月份"), help_text="first day of the month")
    issue = models.PositiveSmallIntegerField(_("第几版"), default=1)
    made_at = models.DateTimeField(_("生成时间"))
    content = models.JSONField(help_text="what it says, as onestop.indicators.bulletins.content has it")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content")
    docx = models.BinaryField()
    pdf = models.BinaryField(help_text="empty where the machine could not set one")
    published_at = models.DateTimeField(_("发布时间"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "month", "issue"], name="bulletin_issue_once")
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.month:%Y-%m} #{self.issue}"


class KeptResult(models.Model):
    """A figure as it was computed and published, with the set counted: it stays, whatever is learned later."""

    code = models.CharField(max_length=64)
    definition_version = models.PositiveSmallIntegerField()
    region = models.CharField(max_length=6, blank=True)
    as_of = models.DateField(_("统计日"))
    computed_at = models.DateTimeField(_("计算时间"))
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    missing = models.CharField(max_length=500, blank=True)
    members = models.JSONField(
        default=list,
        help_text="keys of the records counted, ascending; [key, number] where numbers of theirs count",
    )
    reason = models.CharField(_("说明"), max_length=200, blank=True, help_text="bulletin, assessment")
    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, null=True, related_name="figures")
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["code", "region", "as_of"])]

    def __str__(self) -> str:
        return f"{self.code} {self.region} {self.as_of}"


class Target(models.Model):
    """What a figure is to reach at the end of a year, and who set it."""

    code = models.CharField(max_length=64)
    region = models.CharField(max_length=6, blank=True)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    source = models.CharField(_("依据"), max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "region", "year"], name="target_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.region} {self.year}"


class PledgeThreshold(models.Model):
    """Yuan from which pledge financing makes an invention high-value. None has been published: off until one is set."""

    valid_from = models.DateField(_("起始日"), unique=True)
    yuan = models.DecimalField(_("金额（元）"), max_digits=16, decimal_places=2)
    source = models.CharField(_("依据"), max_length=300)

    def __str__(self) -> str:
        return f"{self.valid_from} {self.yuan}"
