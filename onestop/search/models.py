"""The outbox: which documents the index has yet to take."""

from django.db import models


class IndexJob(models.Model):
    """Written in the transaction that changes a record; the worker indexes the record and removes the job.

    A job says which document, never what to write: the worker reads the record as it then is.
    """

    document_type = models.CharField(max_length=20)
    key = models.BigIntegerField(help_text="primary key of the record")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.document_type} {self.key}"


class IndexClock(models.Model):
    """Up to which day the index knows the effects of time (expired rights and the like)."""

    document_type = models.CharField(max_length=20, primary_key=True)
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.document_type} {self.day}"
