"""Holders of rights: companies, schools, institutes, people; the names they go by; how they hang together."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class HolderKind(models.TextChoices):
    COMPANY = "company", _("企业")
    SCHOOL = "school", _("院校")
    INSTITUTE = "institute", _("科研院所")
    HOSPITAL = "hospital", _("医疗机构")
    PUBLIC_BODY = "public_body", _("机关团体")
    PERSON = "person", _("个人")
    UNKNOWN = "unknown", _("类型未知")


class NameKind(models.TextChoices):
    CURRENT = "current", _("现名")
    FORMER = "former", _("曾用名")
    ALIAS = "alias", _("别名")
    FOREIGN = "foreign", _("外文名")


class LinkState(models.TextChoices):
    CERTAIN = "certain", _("已确定")
    """By rule: the same name or the same code."""
    SUGGESTED = "suggested", _("待审核")
    CONFIRMED = "confirmed", _("已确认")
    """By a person."""
    REJECTED = "rejected", _("已否定")


class RelationKind(models.TextChoices):
    BRANCH = "branch", _("分支机构")
    GROUP_MEMBER = "group_member", _("集团成员")


class Holder(models.Model):
    """One company, school, institute or person, whatever names it appears under."""

    kind = models.CharField(_("权利人类型"), max_length=16, choices=HolderKind, default=HolderKind.UNKNOWN)
    name = models.CharField(_("名称"), max_length=500)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True, null=True, blank=True)
    region = models.CharField(_("行政区划代码"), max_length=6, blank=True, db_index=True)
    address = models.CharField(_("地址"), max_length=500, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text="null: in use",
    )
    is_demonstration = models.BooleanField(_("演示数据"), default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=HolderKind.values), name="holder_kind_known"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="holder_not_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HolderName(models.Model):
    """A name that a holder has or had. `name_key` is the name without what writers leave out or add."""

    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("名称"), max_length=500)
    name_key = models.CharField(max_length=500, db_index=True)
    kind = models.CharField(max_length=8, choices=NameKind, default=NameKind.CURRENT)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["holder", "name"], name="holder_name_once")]

    def __str__(self) -> str:
        return self.name


class HolderNameBlock(models.Model):
    """A piece of a name by which names that may be the same find each other (`records.holders.matching.blocks`)."""

    name = models.ForeignKey(HolderName, on_delete=models.CASCADE, related_name="blocks")
    block = models.CharField(max_length=8, db_index=True)

    def __str__(self) -> str:
        return self.block


class NameLink(models.Model):
    """Whom a name, as documents print it, means: by rule or by a person, with how sure it is and why.

    The links are the truth; `Party.holder` is written from them.
    """

    name = models.CharField(_("文献上的名称"), max_length=500, unique=True)
    name_key = models.CharField(max_length=500, db_index=True)
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="links")
    state = models.CharField(max_length=9, choices=LinkState)
    confidence = models.FloatField(_("可信度"), help_text="0 to 1")
    reasons = models.JSONField(default=list, help_text="why: codes with their details")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["state", "confidence"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__gte=0) & Q(confidence__lte=1), name="name_link_confidence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.holder_id}"


class PassedName(models.Model):
    """A printed name that is nobody's: no organisation's by its words, and no list states a holder of it.

    It is not asked about again until a list does, or until the words change.
    """

    name = models.CharField(_("文献上的名称"), max_length=500, unique=True)
    name_key = models.CharField(max_length=500, db_index=True)
    words = models.CharField(max_length=32, help_text="digest of the words by which it was told")

    def __str__(self) -> str:
        return self.name


class HolderRelation(models.Model):
    """One holder belongs to another: a branch to its company, a member to its group."""

    parent = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="parents")
    kind = models.CharField(max_length=16, choices=RelationKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "child", "kind"], name="holder_relation_once"),
            models.CheckConstraint(condition=~Q(parent=F("child")), name="holder_relation_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.parent_id} → {self.child_id}"


class HolderMerge(models.Model):
    """Two holders were found to be one. Undone, each has again what it had."""

    survivor = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="merged_by")
    reason = models.CharField(_("理由"), max_length=500)
    moved = models.JSONField(help_text="what was moved, to move it back")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    done_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.survivor_id}"
