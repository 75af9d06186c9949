"""Where facts come from: files, what each said, and what a statement changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from onestop.core import clock


class SourceFile(models.Model):
    """A file that records came from, known by its digest."""

    digest = models.CharField("SHA-256", max_length=64, unique=True)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField(help_text="bytes")
    first_seen_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Statement(models.Model):
    """This row of this file said this about this entry of a register. Patents have `PatentSource` instead.

    `register` and `entry` point at any table of `RegisterEntry`, so there is no foreign key; entries are not deleted.
    """

    register = models.CharField(max_length=32, help_text="model name: trademark, document, honour")
    entry = models.PositiveBigIntegerField()
    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="statements")
    row = models.PositiveIntegerField(help_text="line or row in the file, from 1")
    digest = models.CharField(max_length=32, help_text="of the cleaned record it said")
    recorded_at = models.DateTimeField(_("入库时间"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "entry", "file", "digest"], name="statement_once")
        ]

    def __str__(self) -> str:
        return f"{self.register}:{self.entry} {self.file_id}:{self.row}"


class Correction(models.Model):
    """What an entry of a register said before a statement changed it: the older fact stays in time."""

    register = models.CharField(max_length=32)
    entry = models.PositiveBigIntegerField()
    source = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("变更时间"))
    before = models.JSONField(help_text="the fields that changed, with their values before")

    class Meta:
        indexes = [models.Index(fields=["register", "entry"])]

    def __str__(self) -> str:
        return f"{self.register}:{self.entry} {self.changed_at}"


class RegisterEntry(models.Model):
    """One entry of a register that files bring: found by `key`, newer statements win, gaps erase nothing."""

    key = models.CharField(max_length=200, unique=True, help_text="what identifies it, made from the record")
    is_demonstration = models.BooleanField(_("演示数据"), default=False)
    version = models.PositiveIntegerField(default=1, help_text="grows with every change")
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key
