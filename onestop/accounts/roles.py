"""The five roles. What each may do is data: `access.yaml`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    VISITOR = "visitor", _("访客")
    MEMBER = "member", _("会员")
    OFFICER = "officer", _("工作人员")
    DATA_ENGINEER = "data_engineer", _("数据工程师")
    ADMINISTRATOR = "administrator", _("管理员")


ACCOUNT_ROLES = [role for role in Role if role != Role.VISITOR]
"""Those that an account can have: a visitor has none."""
