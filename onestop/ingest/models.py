"""What was imported when, how far it got, and what was wrong with single rows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onestop.records.models import SourceFile


class RunState(models.TextChoices):
    RUNNING = "running", _("进行中")
    """Also a run that was killed: it continues when the same file is imported again."""
    DONE = "done", _("完成")
    FAILED = "failed", _("失败")
    """The file could not be used as a whole; nothing of it was stored."""


class RowOutcome(models.TextChoices):
    REJECTED = "rejected", _("未导入")
    DROPPED = "dropped", _("舍去一个值")
    REPAIRED = "repaired", _("已修正")
    NOTED = "noted", _("存疑")


class IngestRun(models.Model):
    """One import of one file. The counts and `position` change in the transaction that stores the rows."""

    file = models.ForeignKey(
        SourceFile, on_delete=models.PROTECT, null=True, blank=True, related_name="ingest_runs",
        help_text="null where the file failed as a whole",
    )  # fmt: skip
    file_name = models.CharField(_("文件"), max_length=255)
    source = models.CharField(_("来源类型"), max_length=30, blank=True)
    options_digest = models.CharField(max_length=64, blank=True, help_text="of the mapping and the region")
    options = models.JSONField(default=dict, help_text="the mapping and the region themselves")
    retry_of = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="retries",
        help_text="the run whose rejected rows were cleaned again, or came back repaired",
    )  # fmt: skip
    state = models.CharField(_("状态"), max_length=8, choices=RunState, default=RunState.RUNNING)
    position = models.PositiveIntegerField(default=0, help_text="last line whose batch is stored")
    columns = models.JSONField(default=list, help_text="the file's columns, in order")
    ignored = models.JSONField(default=list, help_text="columns and sheets that nothing was taken from")
    read = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    repaired = models.PositiveIntegerField(default=0, help_text="stored rows of which a value was mended")
    blank = models.PositiveIntegerField(default=0, help_text="rows without any content; not among `read`")
    error = models.JSONField(default=dict, blank=True, help_text="code, message and hint of a failed run")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="ingest_run_state_known"),
            models.CheckConstraint(
                condition=Q(read=models.F("created") + models.F("updated") + models.F("unchanged") + models.F("rejected")),
                name="ingest_run_loses_no_row",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name} {self.state}"


class RowReport(models.Model):
    """Something about one row that a person should know: why it was rejected, or what was mended in it."""

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="reports")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=RowOutcome)
    code = models.CharField(max_length=60)
    message = models.TextField()
    advice = models.TextField(blank=True)
    cells = models.JSONField(help_text="as in the file: all of a rejected row, else the cells concerned")
    resolved_by = models.ForeignKey(
        IngestRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="resolved",
        help_text="the later run that stored this rejected row after all",
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["run", "line"]),
            models.Index(fields=["run", "code"]),
            models.Index(fields=["code", "resolved_by"]),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.line} {self.code}"


class PackageMember(models.Model):
    """A file inside an imported package: which lines of the run are its rows, or why it could not be used.

    With it a line of a package leads to the file and the row in it.
    """

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="members")
    path = models.TextField(_("包内路径"))
    size = models.PositiveBigIntegerField(help_text="bytes")
    digest = models.CharField("SHA-256", max_length=64, blank=True, help_text="empty if it can't be unpacked")
    source = models.CharField(_("来源类型"), max_length=30, blank=True)
    first_line = models.PositiveIntegerField()
    rows = models.PositiveIntegerField(help_text="0 if it can't be used; it still takes one line")
    error = models.JSONField(default=dict, blank=True, help_text="code, message and hint")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "first_line"], name="package_member_once"),
        ]

    def __str__(self) -> str:
        return self.path


class QualitySnapshot(models.Model):
    """How many records a measure of quality counted on a day; the newest of a day stays, the days make the trend."""

    day = models.DateField(_("日期"))
    measure = models.CharField(max_length=60, help_text="code in data/quality.yaml")
    count = models.PositiveIntegerField()
    total = models.PositiveIntegerField(help_text="of how many records")
    keys = models.JSONField(
        default=list, help_text="the first of them, where finding them takes long; of the newest day only"
    )
    parts = models.JSONField(default=dict, help_text="kind of source -> how many came from it")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "day"], name="quality_snapshot_once"),
            models.CheckConstraint(condition=Q(count__lte=models.F("total")), name="quality_snapshot_share"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.count}"


class SourceStanding(models.Model):
    """What came from one kind of source and what it lacks, as counted last (`onestop.ingest.completeness`)."""

    source = models.CharField(_("来源类型"), max_length=30, unique=True)
    content = models.JSONField()
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source} {self.taken_at}"
