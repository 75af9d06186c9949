"""The audit log: who changed what, when, and what it was before. Entries are added and never touched again."""

from typing import Any, Never

from django.db import models
from django.utils.translation import gettext_lazy as _

from onestop.core import clock


class AppendOnlyError(TypeError):
    """An entry of the audit log was to be changed or deleted: a mistake in our code, never the user's."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **values: Any) -> Never:
        raise AppendOnlyError

    def delete(self) -> Never:
        raise AppendOnlyError


class AuditEntry(models.Model):
    """One change. It names the person and the object in words, so that it still says who when they are gone."""

    at = models.DateTimeField(_("时间"), default=clock.now, editable=False)
    actor_id = models.BigIntegerField(_("操作人编号"), null=True, help_text="null: the command line")
    actor = models.CharField(_("操作人"), max_length=300)
    action = models.CharField(_("操作"), max_length=60)
    object_type = models.CharField(_("对象类型"), max_length=40)
    object_id = models.CharField(_("对象编号"), max_length=100)
    object_label = models.CharField(_("对象"), max_length=300)
    before = models.JSONField(_("变更前"), default=dict)
    after = models.JSONField(_("变更后"), default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"]), models.Index(fields=["action"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.object_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise AppendOnlyError
