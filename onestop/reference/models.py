"""Reference tables that are too large, or too little ours, to be built in: loaded by command from a file."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceTable(models.TextChoices):
    IPC = "ipc", _("国际专利分类表")
    INDUSTRIES = "industries", _("战略性新兴产业分类与国际专利分类参照关系表")


class ReferenceLoad(models.Model):
    """Which file a table was last loaded from."""

    table = models.CharField(max_length=16, choices=ReferenceTable, unique=True)
    file_name = models.CharField(max_length=255)
    digest = models.CharField("SHA-256", max_length=64)
    entries = models.PositiveIntegerField(help_text="in the table after the load")
    loaded_at = models.DateTimeField()
    is_demonstration = models.BooleanField(
        _("演示数据"), default=False, help_text="made for the demonstration, not the published table"
    )

    def __str__(self) -> str:
        return f"{self.table} {self.file_name}"


class IpcEntry(models.Model):
    """A place of the IPC and its Chinese title.

    A place that a newer edition has dropped stays: older patents still carry it.
    """

    symbol = models.CharField(_("分类号"), max_length=15, unique=True, help_text="E21D20/02")
    title_zh = models.TextField(_("类名"), blank=True, help_text="empty: the source has lost it")
    level = models.CharField(_("层级"), max_length=10)
    parent = models.CharField(_("上位"), max_length=15, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.symbol} {self.title_zh}"


class IndustryRule(models.Model):
    """A row of the reference table from strategic emerging industries to the IPC (国知办函规字〔2021〕121号).

    `keywords` are stored as printed: how they narrow a rule is decided where the rules are applied.
    """

    number = models.PositiveSmallIntegerField(_("序号"), unique=True, help_text="row in the table, from 1")
    industry_code = models.CharField(_("产业代码"), max_length=8, help_text="1.6")
    industry_name = models.CharField(_("产业名称"), max_length=100)
    keywords = models.TextField(_("关键词"), blank=True)

    def __str__(self) -> str:
        return f"{self.number} {self.industry_code} {self.industry_name}"


class IndustryPattern(models.Model):
    """An IPC pattern that a rule includes or excludes: G06F1*, H04L9/32."""

    rule = models.ForeignKey(IndustryRule, on_delete=models.CASCADE, related_name="patterns")
    pattern = models.CharField(max_length=16)
    is_excluded = models.BooleanField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "pattern", "is_excluded"], name="industry_pattern_once")
        ]

    def __str__(self) -> str:
        return f"{'-' if self.is_excluded else '+'}{self.pattern}"
