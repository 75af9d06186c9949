"""What this package writes into the audit log, as administrators read it."""

from django.utils.translation import gettext_lazy as _

from onestop.core import audit

ACTIONS = {
    "person.created": _("新建账号"),
    "person.changed": _("修改资料"),
    "person.deactivated": _("停用账号"),
    "person.reactivated": _("恢复账号"),
    "person.locked": _("登录失败过多而锁定"),
    "person.unlocked": _("解除锁定"),
    "password.reset": _("发放一次性密码"),
    "password.changed": _("本人修改密码"),
    "second_factor.reset": _("重置第二因素"),
    "second_factor.set_up": _("本人设置第二因素"),
    "second_factor.removed": _("本人停用第二因素"),
    "recovery_codes.renewed": _("本人更换恢复码"),
    "token.made": _("本人新建接口令牌"),
    "token.revoked": _("本人撤销接口令牌"),
}


def register() -> None:
    audit.register(ACTIONS)
