"""Published documents of any office as the EPO, the USPTO and search services tell of them; families and citations.

Numbers are written as DOCDB does: office, number, kind (EP2400812A1); an application is office and number
(EP10167109, CN201510817712 without its check digit). The edges (`Priority`, `Citation`) join numbers and not rows,
because most of the documents they name are not held here.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onestop.records.models.sources import RegisterEntry, SourceFile


class Document(RegisterEntry):
    """One published document. `key` is its number."""

    office = models.CharField(_("局"), max_length=2, db_index=True, help_text="WIPO ST.3: EP, US, WO")
    serial = models.CharField(
        max_length=48, db_index=True, help_text="office and number without kind: EP2400812"
    )
    kind_code = models.CharField(_("文献种类代码"), max_length=4, blank=True, help_text="A1, B2: WIPO ST.16")
    application = models.CharField(_("申请号"), max_length=48, blank=True, db_index=True)
    published_on = models.DateField(_("公布日"), null=True, blank=True)
    filed_on = models.DateField(_("申请日"), null=True, blank=True)
    titles = models.JSONField(_("名称"), default=dict, help_text="language -> text")
    abstracts = models.JSONField(_("摘要"), default=dict, help_text="language -> text")
    applicants = models.JSONField(_("申请人"), default=list)
    inventors = models.JSONField(_("发明人"), default=list)
    ipc = models.JSONField(_("国际专利分类"), default=list, help_text="main class first")
    cpc = models.JSONField(_("联合专利分类"), default=list)
    family = models.CharField(
        _("同族号"), max_length=20, blank=True, db_index=True, help_text="simple family as DOCDB numbers it"
    )

    class Meta:
        indexes = [models.Index(fields=["office", "published_on"])]


class DocumentEvent(models.Model):
    """A legal event of another office as INPADOC tells it: its code and words, no status derived from it."""

    serial = models.CharField(max_length=48, db_index=True, help_text="of the document, without kind")
    code = models.CharField(_("事件代码"), max_length=16)
    effective_on = models.DateField(_("生效日"))
    country = models.CharField(
        max_length=2, help_text="whose event: an EP document has events of many states"
    )
    text = models.TextField(_("事项"), blank=True)
    digest = models.CharField(max_length=32, help_text="of the text: an index holds no long texts")
    recorded_on = models.DateField(_("入库日"))
    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["serial", "code", "country", "effective_on", "digest"], name="document_event_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.serial} {self.code} {self.effective_on}"


class Priority(models.Model):
    """An application claims the priority of an earlier one (Paris Convention art. 4; Patent Law art. 29)."""

    application = models.CharField(_("申请号"), max_length=48, db_index=True)
    claimed = models.CharField(_("优先权号"), max_length=48, db_index=True)
    claimed_on = models.DateField(_("优先权日"), null=True, blank=True)
    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "claimed"], name="priority_once")]

    def __str__(self) -> str:
        return f"{self.application} ← {self.claimed}"


class Citation(models.Model):
    """A document cites another, or a text that is no patent. Both sides without kind: EP2400812."""

    citing = models.CharField(_("引证文献"), max_length=48, db_index=True)
    cited = models.CharField(_("被引文献"), max_length=48, blank=True, db_index=True)
    text = models.CharField(_("非专利文献"), max_length=1000, blank=True, help_text="where `cited` is empty")
    digest = models.CharField(
        max_length=32, blank=True, help_text="of the text: an index holds no long texts"
    )
    category = models.CharField(_("相关性"), max_length=8, blank=True, help_text="X, Y, A: WIPO ST.14")
    phase = models.CharField(_("阶段"), max_length=8, blank=True, help_text="who found it: SEA, APP, EXA …")
    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["citing", "cited", "digest"], name="citation_once")]

    def __str__(self) -> str:
        return f"{self.citing} → {self.cited or self.text[:40]}"


class TextPart(models.TextChoices):
    CLAIMS = "claims", _("权利要求书")
    DESCRIPTION = "description", _("说明书")


class FullText(models.Model):
    """Claims or description of a published document: one entry a claim or paragraph, as printed."""

    document = models.CharField(_("公开（公告）号"), max_length=48, help_text="with kind: CN105334567B")
    part = models.CharField(max_length=12, choices=TextPart)
    language = models.CharField(max_length=2)
    paragraphs = models.JSONField(help_text="list of texts in order")
    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "part", "language"], name="full_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.part}"


class DeliveryCount(RegisterEntry):
    """What a supplier says that a delivery holds: so many documents of this office and kind.

    `key` is delivery, status, office and kind: DOCDB-202324:A:CN:B.
    """

    delivery = models.CharField(_("交付批次"), max_length=40, db_index=True, help_text="DOCDB-202324")
    status = models.CharField(_("交付状态"), max_length=1, help_text="as DOCDB: C new, A amended, D deleted")
    office = models.CharField(_("局"), max_length=2)
    kind_code = models.CharField(_("文献种类代码"), max_length=4)
    documents = models.PositiveIntegerField(_("文献数"))
    first_number = models.CharField(_("最小文献号"), max_length=24, blank=True)
    last_number = models.CharField(_("最大文献号"), max_length=24, blank=True)
    first_published_on = models.DateField(_("最早公布日"), null=True, blank=True)
    last_published_on = models.DateField(_("最晚公布日"), null=True, blank=True)
