"""Forms: allauth's with our labels, and those of the people page."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from onestop.accounts.models import User
from onestop.accounts.passwords import rules
from onestop.accounts.roles import ACCOUNT_ROLES
from onestop.core.errors import UserError

ROLE_CHOICES = [(role.value, role.label) for role in ACCOUNT_ROLES]


def _label(field: forms.Field, label: Any, **attributes: str) -> None:
    """A label instead of a placeholder, which is gone as soon as one types."""
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.fields["login"], _("电子邮箱或用户名"), autocomplete="username", autocapitalize="none")
        _label(self.fields["password"], _("密码"))


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.fields["password"], _("密码"))


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.fields["oldpassword"], _("当前密码"))
        _label(self.fields["password1"], _("新密码"))
        _label(self.fields["password2"], _("再输一次新密码"))
        self.fields["password1"].help_text = rules()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("password1") and given["password1"] == given.get("oldpassword"):
            self.add_error("password1", _("新密码不能与当前密码相同"))
        return given


def _code(form: forms.Form, label: Any) -> None:
    _label(form.fields["code"], label, autocomplete="one-time-code", inputmode="numeric", spellcheck="false")


class _FewTries:
    """Codes have six digits: far fewer tries than a password gets, counted for the person and not the address."""

    user: User

    def clean_code(self) -> str:
        counted = {"action": "second_factor", "key": str(self.user.pk)}
        if not ratelimit.consume(context.request, **counted):
            raise get_adapter().validation_error("too_many_login_attempts")
        found: str = super().clean_code()  # type: ignore[misc]
        ratelimit.clear(context.request, **counted)
        return found


class CodeForm(_FewTries, AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("验证码或恢复码"))


class CodeAgainForm(_FewTries, CodeReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("验证码或恢复码"))


class SetUpForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("验证器显示的 6 位验证码"))


class PersonForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("display_name", "email", "username", "organisation", "role")
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "off"})}

    def add_user_error(self, error: UserError) -> None:
        self.add_error(None, " ".join(filter(None, (error.message, error.hint))))
