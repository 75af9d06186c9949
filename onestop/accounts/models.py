"""People with an account."""

import re
import unicodedata
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from onestop.accounts.roles import ACCOUNT_ROLES, Role
from onestop.core import clock
from onestop.core.text import fold

_USERNAME = RegexValidator(r"^[\w.-]+$", _("用户名只能用文字、数字、点、横线和下划线"))


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who can sign in, by e-mail address or by user name. Never deleted, only deactivated: the audit
    log and the files they handled go on naming them."""

    email = models.EmailField(_("电子邮箱"), unique=True, error_messages={"unique": _("这个邮箱已有账号")})
    username = models.CharField(
        _("用户名"),
        max_length=60,
        unique=True,
        null=True,
        blank=True,
        validators=[_USERNAME],
        error_messages={"unique": _("这个用户名已有人使用")},
        help_text=_("填了就能代替邮箱登录"),
    )
    display_name = models.CharField(_("姓名"), max_length=60)
    organisation = models.CharField(_("单位"), max_length=200, blank=True)
    role = models.CharField(
        _("角色"),
        max_length=20,
        choices=[(role.value, role.label) for role in ACCOUNT_ROLES],
        default=Role.MEMBER,
    )
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("须改密码"), default=False)
    created_at = models.DateTimeField(_("创建时间"), default=clock.now, editable=False)
    search_text = models.TextField(
        editable=False, help_text="folded names, for the search of the people page"
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ACCOUNT_ROLES), name="user_role_known"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(
                condition=Q(username__isnull=True) | Q(username=Lower("username")), name="user_username_lower"
            ),
        ]
        indexes = [models.Index(fields=["display_name"])]

    def __str__(self) -> str:
        return f"{self.display_name} <{self.email}>"

    def clean(self) -> None:
        """So that 王@Example.com and its full-width twin are one account."""
        self.email = _normal(self.email)
        self.username = _normal(self.username or "") or None

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        names = (self.display_name, self.email, self.username, self.organisation)
        self.search_text = fold("\n".join(filter(None, names)))
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)


MAX_TOKEN_NAME = 60


class ApiToken(models.Model):
    """A key by which a program asks the API in a person's name. Only its digest is kept."""

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens", verbose_name=_("所有者"))
    name = models.CharField(_("名称"), max_length=MAX_TOKEN_NAME)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key")
    created_at = models.DateTimeField(_("创建时间"), default=clock.now, editable=False)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    def __str__(self) -> str:
        return self.name


def _normal(name: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).lower()
