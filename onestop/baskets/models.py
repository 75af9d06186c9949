"""What people have put aside from a search, with their notes. Knows numbers, no records."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from onestop.accounts.models import User
from onestop.core import clock

MAX_NUMBER = 48
MAX_NAME = 60
MAX_NOTE = 2_000
MAX_RATING = 5


class Basket(models.Model):
    """A list of patents that a person keeps."""

    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="baskets", verbose_name=_("所有者")
    )
    name = models.CharField(_("名称"), max_length=MAX_NAME)
    created_at = models.DateTimeField(_("创建时间"), default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="basket_name_once")]

    def __str__(self) -> str:
        return self.name


class BasketEntry(models.Model):
    """One patent in a basket."""

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="entries")
    number = models.CharField(_("号码"), max_length=MAX_NUMBER, help_text="as in the patent's address")
    note = models.TextField(_("备注"), blank=True, max_length=MAX_NOTE)
    rating = models.PositiveSmallIntegerField(
        _("评分"), default=0, validators=[MaxValueValidator(MAX_RATING)], help_text="1 to 5; 0: not rated"
    )
    added_at = models.DateTimeField(_("放入时间"), default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["basket", "number"], name="basket_entry_once"),
            models.CheckConstraint(condition=models.Q(rating__lte=MAX_RATING), name="basket_rating_known"),
        ]

    def __str__(self) -> str:
        return self.number


class BasketShare(models.Model):
    """A link by which anybody may read a basket, until it expires or is revoked."""

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="shares")
    created_at = models.DateTimeField(_("创建时间"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("到期时间"))
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.basket} → {self.expires_at:%Y-%m-%d}"
