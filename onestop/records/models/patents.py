"""Patents and what hangs on them.

The relational database is the truth; the search index is made from it. A patent is keyed by its canonical
application number (ZC 0006). Sources that print only a publication number make a patent without one; it is
completed, in the same row, when a source brings the application number.

Where a constraint begins with the patent, its index is the one for the patent too (`db_index=False`): these tables
have many rows, and an index more on each would slow the import and swell the database.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onestop.records.models.holders import Holder
from onestop.records.models.sources import SourceFile


class PatentKind(models.TextChoices):
    """Art. 2 Patent Law: the three kinds of invention-creation."""

    INVENTION = "invention", _("发明")
    UTILITY_MODEL = "utility_model", _("实用新型")
    DESIGN = "design", _("外观设计")


class PartyRole(models.TextChoices):
    APPLICANT = "applicant", _("申请人")
    PATENTEE = "patentee", _("专利权人")
    INVENTOR = "inventor", _("发明人")
    AGENCY = "agency", _("代理机构")
    AGENT = "agent", _("代理人")


class Scheme(models.TextChoices):
    IPC = "ipc", _("国际专利分类")
    LOCARNO = "locarno", _("洛迦诺分类")
    CPC = "cpc", _("联合专利分类")


class EventKind(models.TextChoices):
    """Legal events (Implementing Regs. art. 106, 107), as facts; the status is derived from them."""

    PUBLICATION = "publication", _("公布")
    EXAMINATION = "examination", _("实质审查的生效")
    GRANT = "grant", _("授权")
    REJECTION = "rejection", _("驳回")
    WITHDRAWAL = "withdrawal", _("撤回或视为撤回")
    DEEMED_ABANDONMENT = "deemed_abandonment", _("视为放弃取得专利权")
    ABANDONMENT = "abandonment", _("放弃专利权")
    DOUBLE_PATENT_ABANDONMENT = "double_patent_abandonment", _("避免重复授权放弃专利权")
    FEE_LAPSE = "fee_lapse", _("未缴年费终止")
    EXPIRY = "expiry", _("期限届满终止")
    TERM_ADJUSTMENT = "term_adjustment", _("专利权期限补偿")
    DRUG_TERM_EXTENSION = "drug_term_extension", _("药品专利权期限补偿")
    INVALIDATION = "invalidation", _("宣告全部无效")
    PARTIAL_INVALIDATION = "partial_invalidation", _("宣告部分无效")
    RESTORATION = "restoration", _("权利恢复")
    TRANSFER = "transfer", _("申请权或专利权转移")
    PLEDGE = "pledge", _("质押登记")
    PLEDGE_CHANGE = "pledge_change", _("质押变更")
    PLEDGE_RELEASE = "pledge_release", _("质押注销")
    LICENCE = "licence", _("许可合同备案")
    LICENCE_CHANGE = "licence_change", _("许可备案变更")
    LICENCE_RELEASE = "licence_release", _("许可备案注销")
    OPEN_LICENCE = "open_licence", _("开放许可")
    OPEN_LICENCE_WITHDRAWAL = "open_licence_withdrawal", _("撤回开放许可")
    COMPULSORY_LICENCE = "compulsory_licence", _("强制许可")
    PRESERVATION = "preservation", _("财产保全")
    PRESERVATION_RELEASE = "preservation_release", _("解除保全")
    BIBLIOGRAPHIC_CHANGE = "bibliographic_change", _("著录事项变更")


class Patent(models.Model):
    """One patent or application. `granted_on`, `ends_on` and the like are projections of its legal events."""

    application_number = models.CharField(
        _("申请号"), max_length=13, unique=True, null=True, blank=True, help_text="2015108177127, 851024750"
    )
    kind = models.CharField(_("专利类型"), max_length=16, choices=PatentKind)
    title = models.CharField(_("名称"), max_length=1000)
    abstract = models.TextField(_("摘要"), blank=True)
    filed_on = models.DateField(_("申请日"), null=True, blank=True)
    is_pct_national = models.BooleanField(_("PCT进入国家阶段"), default=False)
    pct_application = models.CharField(
        _("国际申请号"),
        max_length=17,
        blank=True,
        help_text="PCT/CN2017/076240: the application it came from",
    )
    pct_publication = models.CharField(
        _("国际公布号"), max_length=16, blank=True, help_text="WO2018161336, without kind"
    )
    national_phase_on = models.DateField(_("进入国家阶段日"), null=True, blank=True)
    address = models.CharField(_("地址"), max_length=500, blank=True, help_text="of the first patentee")
    region = models.CharField(_("行政区划代码"), max_length=6, blank=True, help_text="GB/T 2260")

    published_on = models.DateField(_("公布日"), null=True, blank=True)
    granted_on = models.DateField(_("授权公告日"), null=True, blank=True)
    ends_on = models.DateField(
        _("权利终止日"), null=True, blank=True, help_text="first day without the right, by lapse or by term"
    )
    closed_on = models.DateField(_("程序终结日"), null=True, blank=True, help_text="ended without a grant")
    legal_data_to = models.DateField(
        _("法律状态数据截止日"),
        null=True,
        blank=True,
        help_text="events are complete up to this day; null: unknown",
    )

    stated = models.JSONField(
        null=True,
        blank=True,
        help_text="patentees or applicants, address and region as documents state them, where a transfer changed them",
    )

    is_demonstration = models.BooleanField(_("演示数据"), default=False)
    version = models.PositiveIntegerField(
        default=1, help_text="grows with every change; the index carries it"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(
                # All that figures of regions filter by, so that they are counted from the index alone.
                fields=["region", "kind", "granted_on", "ends_on", "filed_on", "legal_data_to"],
                name="patent_of_region",
            ),
            models.Index(fields=["ends_on"]),
            models.Index(fields=["closed_on"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PatentKind.values), name="patent_kind_known")
        ]

    def __str__(self) -> str:
        return f"{self.application_number or self.pk} {self.title}"


class Publication(models.Model):
    """A published document of a patent: CN105334567A (application), CN105334567B (grant)."""

    patent = models.ForeignKey(Patent, on_delete=models.CASCADE, related_name="publications")
    number = models.CharField(_("公开(公告)号"), max_length=16, unique=True)
    serial = models.CharField(
        max_length=11, db_index=True, help_text="country and digits, without the kind code"
    )
    published_on = models.DateField(_("公开(公告)日"), null=True, blank=True)

    def __str__(self) -> str:
        return self.number


class Party(models.Model):
    """A person or organisation named in a patent, in the printed order (`position` starts at 1)."""

    patent = models.ForeignKey(Patent, on_delete=models.CASCADE, related_name="parties", db_index=False)
    role = models.CharField(max_length=12, choices=PartyRole)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=500, db_index=True)
    holder = models.ForeignKey(
        Holder, on_delete=models.SET_NULL, null=True, blank=True, related_name="parties", db_index=False,
        help_text="whom the name means, as `NameLink` says",
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patent", "role", "position"], name="party_once")]
        indexes = [
            models.Index(fields=["holder"], condition=Q(holder__isnull=False), name="party_of_holder"),
        ]

    def __str__(self) -> str:
        return self.name


class Classification(models.Model):
    """A class symbol; position 1 is the main class."""

    patent = models.ForeignKey(
        Patent, on_delete=models.CASCADE, related_name="classifications", db_index=False
    )
    scheme = models.CharField(max_length=8, choices=Scheme)
    position = models.PositiveSmallIntegerField()
    symbol = models.CharField(max_length=20, help_text="E21D20/02, 09-05")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patent", "scheme", "position"], name="classification_once")
        ]

    def __str__(self) -> str:
        return self.symbol


class LegalEvent(models.Model):
    """A fact of the register: true in law from `effective_on`, announced to all, recorded by us (ADR 0007)."""

    patent = models.ForeignKey(Patent, on_delete=models.CASCADE, related_name="legal_events", db_index=False)
    kind = models.CharField(max_length=32, choices=EventKind)
    effective_on = models.DateField(_("生效日"))
    reference = models.CharField(
        _("登记号"), max_length=64, blank=True, help_text="of a pledge or licence: Y2023980012345"
    )
    announced_on = models.DateField(_("公告日"), null=True, blank=True)
    recorded_on = models.DateField(_("入库日"))
    term_ends_on = models.DateField(
        _("补偿后期限届满日"),
        null=True,
        blank=True,
        help_text="of a term adjustment: first day without the right",
    )
    note = models.TextField(_("公告事项"), blank=True, help_text="as announced")
    before = models.JSONField(
        _("变更前权利人"), null=True, blank=True, help_text="names, address and region of the owners before"
    )
    after = models.JSONField(_("变更后权利人"), null=True, blank=True, help_text="of those after")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patent", "kind", "effective_on", "reference"], name="legal_event_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_on}"


class FormerOwner(models.Model):
    """Whose a patent was until a transfer, and where it belonged to: figures of a day before count it there.

    With today's knowledge, made anew from the events with every change of them (`records.owners`).
    """

    patent = models.ForeignKey(Patent, on_delete=models.CASCADE, related_name="former_owners", db_index=False)
    since = models.DateField(null=True, blank=True, help_text="null: from the beginning")
    until = models.DateField(help_text="first day of the next owner")
    name = models.CharField(max_length=500, blank=True, help_text="of the first of several")
    region = models.CharField(_("行政区划代码"), max_length=6, blank=True, help_text="GB/T 2260")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patent", "until"], name="former_owner_once")]
        indexes = [models.Index(fields=["until"], name="former_owner_until")]

    def __str__(self) -> str:
        return f"{self.name} – {self.until}"


class PatentSource(models.Model):
    """This row of this file said this about this patent. `digest` is of the cleaned record it said."""

    patent = models.ForeignKey(Patent, on_delete=models.CASCADE, related_name="sources", db_index=False)
    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="patents")
    row = models.PositiveIntegerField(help_text="line or row in the file, from 1")
    digest = models.CharField(max_length=32)
    says = models.PositiveIntegerField(default=0, help_text="which facts, as bits (onestop.records.facts)")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patent", "file", "digest"], name="patent_source_once")
        ]

    def __str__(self) -> str:
        return f"{self.file_id}:{self.row}"


class PatentRevision(models.Model):
    """What a patent said before a source changed it: a correction never erases the older fact."""

    patent = models.ForeignKey(Patent, on_delete=models.CASCADE, related_name="revisions")
    source = models.ForeignKey(
        SourceFile, on_delete=models.PROTECT, related_name="+", help_text="which changed it"
    )
    changed_at = models.DateTimeField(auto_now_add=True)
    before = models.JSONField(help_text="the fields that changed, with their values before")

    def __str__(self) -> str:
        return f"{self.patent_id} {self.changed_at}"
