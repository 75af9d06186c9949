"""Trademarks: one entry for each number and class of the Nice classification."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onestop.records.models.holders import Holder
from onestop.records.models.sources import RegisterEntry, SourceFile


class MarkKind(models.TextChoices):
    """Trademark Law (2019) art. 8; motion marks from 2027-01-01."""

    WORD = "word", _("文字")
    FIGURATIVE = "figurative", _("图形")
    COMBINED = "combined", _("图文组合")
    THREE_DIMENSIONAL = "three_dimensional", _("立体")
    COLOUR = "colour", _("颜色组合")
    SOUND = "sound", _("声音")
    MOTION = "motion", _("动态")
    UNKNOWN = "unknown", _("未说明")


class MarkUse(models.TextChoices):
    """Trademark Law (2019) art. 3."""

    ORDINARY = "ordinary", _("普通商标")
    COLLECTIVE = "collective", _("集体商标")
    CERTIFICATION = "certification", _("证明商标")


class Trademark(RegisterEntry):
    """`key` is office:number:class (CN:1234567:9)."""

    office = models.CharField(_("局"), max_length=2, default="CN")
    number = models.CharField(_("申请号/注册号"), max_length=20, db_index=True)
    registration_number = models.CharField(
        _("注册号"),
        max_length=20,
        blank=True,
        db_index=True,
        help_text="where it is not the number: in China both are one",
    )
    nice_class = models.PositiveSmallIntegerField(_("国际分类"))
    mark = models.CharField(_("商标名称"), max_length=500, blank=True)
    mark_kind = models.CharField(_("商标类型"), max_length=20, choices=MarkKind, default=MarkKind.UNKNOWN)
    mark_use = models.CharField(max_length=16, choices=MarkUse, default=MarkUse.ORDINARY)
    applicants = models.JSONField(_("申请人"), default=list, help_text="first is the one written to")
    applicant_foreign = models.CharField(_("申请人外文名"), max_length=500, blank=True)
    address = models.CharField(_("地址"), max_length=500, blank=True)
    region = models.CharField(_("行政区划代码"), max_length=6, blank=True, db_index=True)
    holder = models.ForeignKey(
        Holder, on_delete=models.SET_NULL, null=True, blank=True, related_name="trademarks"
    )
    agent = models.CharField(_("代理机构"), max_length=500, blank=True)
    goods = models.JSONField(_("商品和服务"), default=list, help_text="[{group: 0901, name: 计算机}]")
    filed_on = models.DateField(_("申请日"), null=True, blank=True)
    preliminary_on = models.DateField(_("初步审定公告日"), null=True, blank=True)
    preliminary_issue = models.CharField(_("初审公告期号"), max_length=10, blank=True)
    registered_on = models.DateField(_("注册公告日"), null=True, blank=True)
    registration_issue = models.CharField(_("注册公告期号"), max_length=10, blank=True)
    term_from = models.DateField(_("专用权起始日"), null=True, blank=True)
    term_to = models.DateField(_("专用权截止日"), null=True, blank=True, help_text="last day of the term")
    status_text = models.CharField(_("来源所述状态"), max_length=200, blank=True)
    status_as_of = models.DateField(_("来源所述状态的日期"), null=True, blank=True)
    picture_file = models.CharField(
        _("图样文件名"),
        max_length=255,
        blank=True,
        db_index=True,
        help_text="as the source names it, without folders",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "number", "nice_class"], name="trademark_once")
        ]


class TrademarkEvent(models.Model):
    """A step of the procedure, as the register lists it."""

    trademark = models.ForeignKey(Trademark, on_delete=models.CASCADE, related_name="events")
    name = models.CharField(_("流程"), max_length=200)
    effective_on = models.DateField(_("日期"))
    code = models.CharField(max_length=32, blank=True)
    recorded_on = models.DateField(_("入库日"))
    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trademark", "name", "effective_on"], name="trademark_event_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.effective_on}"


class MarkImage(models.Model):
    """The picture of a number, which all its classes share; drawn anew and small, as a file named by its digest."""

    office = models.CharField(_("局"), max_length=2, default="CN")
    number = models.CharField(_("申请号/注册号"), max_length=20)
    digest = models.CharField(_("原文件的 SHA-256"), max_length=64, db_index=True)
    name = models.CharField(_("原文件名"), max_length=255)
    fingerprint = models.BinaryField(_("图形指纹"), max_length=48, help_text="see records.marks.pictures")
    stored_at = models.DateTimeField(_("存入时间"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "number"], name="mark_image_once")]

    def __str__(self) -> str:
        return f"{self.office}:{self.number}"
