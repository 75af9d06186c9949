"""What a password must be like. Django's own rules; where its Chinese is missing, ours."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _

MIN_LENGTH = 10


class Length(MinimumLengthValidator):
    """Django 5.2 asks for this message in a way that its Chinese catalogue does not answer."""

    def __init__(self, min_length: int = MIN_LENGTH) -> None:
        super().__init__(min_length)

    def get_error_message(self) -> str:
        return _("密码太短，至少要 %d 个字符。") % self.min_length


def rules() -> str:
    """All of them in one sentence, beside the field."""
    return (
        _("至少 %d 个字符，不能全是数字，不能是常见密码，不能与姓名、邮箱、用户名或单位相似。") % MIN_LENGTH
    )
