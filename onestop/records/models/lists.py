"""What other departments keep lists of: honours, contracts about rights, awards, population and more."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onestop.records.models.holders import Holder
from onestop.records.models.sources import RegisterEntry


class Level(models.TextChoices):
    NATIONAL = "national", _("国家级")
    PROVINCIAL = "provincial", _("省级")
    MUNICIPAL = "municipal", _("市级")
    DISTRICT = "district", _("区县级")


class HonourKind(models.TextChoices):
    HIGH_TECH = "high_tech", _("高新技术企业")
    DEMONSTRATION = "demonstration", _("知识产权示范企业")
    ADVANTAGE = "advantage", _("知识产权优势企业")
    SPECIALISED = "specialised", _("专精特新企业")
    ISO_56005 = "iso_56005", _("创新与知识产权管理能力分级")
    GBT_29490 = "gbt_29490", _("知识产权合规管理体系认证")


class TransactionKind(models.TextChoices):
    PLEDGE = "pledge", _("质押")
    LICENCE = "licence", _("许可")
    ASSIGNMENT = "assignment", _("转让")
    OPEN_LICENCE = "open_licence", _("开放许可")


class ProviderKind(models.TextChoices):
    PATENT_AGENCY = "patent_agency", _("专利代理机构")
    TRADEMARK_AGENCY = "trademark_agency", _("商标代理机构")
    LAW_FIRM = "law_firm", _("律师事务所")
    VALUER = "valuer", _("资产评估机构")
    BANK = "bank", _("银行")
    INSURER = "insurer", _("保险机构")
    TRAINING = "training", _("培训机构")
    OTHER = "other", _("其他服务机构")


class Honour(RegisterEntry):
    """A title or certificate of a holder, with the days from and to which it holds."""

    kind = models.CharField(max_length=16, choices=HonourKind)
    level = models.CharField(_("级别"), max_length=10, choices=Level)
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="honours")
    name = models.CharField(_("名单上的名称"), max_length=500)
    certificate = models.CharField(_("证书编号"), max_length=64, blank=True)
    batch = models.CharField(_("批次"), max_length=100, blank=True)
    grade = models.CharField(_("等级"), max_length=20, blank=True, help_text="of ISO 56005: 1 to 5")
    valid_from = models.DateField(_("有效期起"), null=True, blank=True)
    valid_to = models.DateField(
        _("有效期止"), null=True, blank=True, help_text="last day; null: no end known"
    )
    region = models.CharField(_("行政区划代码"), max_length=6, blank=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "level", "region"])]


class Transaction(RegisterEntry):
    """A pledge, licence, assignment or open licence, as registered or recorded; over one or several rights."""

    kind = models.CharField(max_length=16, choices=TransactionKind)
    number = models.CharField(_("登记号"), max_length=64, blank=True)
    giver = models.CharField(_("出质人/许可人/转让人"), max_length=500, blank=True)
    receiver = models.CharField(_("质权人/被许可人/受让人"), max_length=500, blank=True)
    giver_holder = models.ForeignKey(
        Holder, on_delete=models.SET_NULL, null=True, blank=True, related_name="given"
    )
    receiver_holder = models.ForeignKey(
        Holder, on_delete=models.SET_NULL, null=True, blank=True, related_name="received"
    )
    amount = models.DecimalField(
        _("金额（元）"), max_digits=16, decimal_places=2, null=True, blank=True, help_text="CNY"
    )
    registered_on = models.DateField(_("登记日"), null=True, blank=True)
    ends_on = models.DateField(_("终止日"), null=True, blank=True)
    region = models.CharField(_("行政区划代码"), max_length=6, blank=True, db_index=True)
    terms = models.CharField(
        _("方式或条件"), max_length=500, blank=True, help_text="sole, exclusive; fee basis"
    )

    class Meta:
        indexes = [models.Index(fields=["kind", "registered_on"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="amount_not_negative")
        ]


class TransactionRight(models.Model):
    """A right that a transaction is about, by its canonical number."""

    transaction = models.ForeignKey(Transaction, on_delete=models.CASCADE, related_name="rights")
    number = models.CharField(_("权利号码"), max_length=24, db_index=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "number"], name="transaction_right_once")
        ]

    def __str__(self) -> str:
        return self.number


class Award(RegisterEntry):
    """A prize that a patent won: 国家科学技术奖, 中国专利奖 and those of provinces and cities."""

    name = models.CharField(_("奖项"), max_length=200)
    grade = models.CharField(_("等级"), max_length=50, blank=True)
    level = models.CharField(_("级别"), max_length=10, choices=Level)
    year = models.PositiveSmallIntegerField(_("年份"))
    number = models.CharField(
        _("专利号"), max_length=24, db_index=True, help_text="canonical application number"
    )
    winner = models.CharField(_("获奖者"), max_length=500, blank=True)


class InternationalApplication(RegisterEntry):
    """A PCT application filed from China: counts as 'PCT applications', not as a Chinese patent."""

    number = models.CharField(_("国际申请号"), max_length=17, unique=True, help_text="PCT/CN2023/123456")
    title = models.CharField(_("名称"), max_length=1000)
    applicant = models.CharField(_("申请人"), max_length=500)
    filed_on = models.DateField(_("国际申请日"))
    region = models.CharField(_("行政区划代码"), max_length=6, blank=True)


class Population(RegisterEntry):
    """Resident population (常住人口) of a region at the end of a year: the denominator of figures per 10,000."""

    region = models.CharField(_("行政区划代码"), max_length=6, help_text="100000: the country")
    year = models.PositiveSmallIntegerField(_("年末"))
    persons = models.PositiveBigIntegerField(_("常住人口（人）"))
    published_by = models.CharField(_("发布者"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "year"], name="population_once")]


class GeographicalIndication(RegisterEntry):
    """A product named after its place: protected product (地理标志产品) or collective/certification mark."""

    name = models.CharField(_("名称"), max_length=200)
    sort = models.CharField(_("保护方式"), max_length=12, help_text="product, trademark or agricultural")
    number = models.CharField(_("公告号/注册号"), max_length=50, blank=True)
    holder_name = models.CharField(_("申请机构"), max_length=500, blank=True)
    products = models.CharField(_("产品"), max_length=500, blank=True)
    protected_on = models.DateField(_("保护起始日"), null=True, blank=True)
    region = models.CharField(_("行政区划代码"), max_length=6, blank=True, db_index=True)


class Layout(RegisterEntry):
    """A registered layout-design of an integrated circuit (集成电路布图设计)."""

    number = models.CharField(_("登记号"), max_length=20, help_text="BS.20xxxxxxx")
    title = models.CharField(_("名称"), max_length=500)
    holder_name = models.CharField(_("权利人"), max_length=500, blank=True)
    filed_on = models.DateField(_("申请日"), null=True, blank=True)
    first_used_on = models.DateField(_("首次商业利用日"), null=True, blank=True)
    announced_on = models.DateField(_("公告日"), null=True, blank=True)
    region = models.CharField(_("行政区划代码"), max_length=6, blank=True, db_index=True)


class Provider(RegisterEntry):
    """A service provider: agency, law firm, valuer, bank."""

    kind = models.CharField(_("机构类型"), max_length=20, choices=ProviderKind)
    name = models.CharField(_("机构名称"), max_length=500)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    licence = models.CharField(_("执业许可或机构代码"), max_length=64, blank=True)
    address = models.CharField(_("地址"), max_length=500, blank=True)
    region = models.CharField(_("行政区划代码"), max_length=6, blank=True, db_index=True)
    phone = models.CharField(_("电话"), max_length=50, blank=True)
    services = models.CharField(_("服务内容"), max_length=1000, blank=True)
    established_on = models.DateField(_("成立日"), null=True, blank=True)


class FeeState(models.TextChoices):
    DUE = "due", _("应缴")
    PAID = "paid", _("已缴")
    SURCHARGE = "surcharge", _("滞纳金")


class Fee(RegisterEntry):
    """A fee of a patent as the office's query service lists it. Who paid is not kept: personal data."""

    number = models.CharField(_("申请号"), max_length=13, db_index=True)
    state = models.CharField(max_length=10, choices=FeeState)
    item = models.CharField(_("费用种类"), max_length=100)
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2)
    day = models.DateField(_("截止日或缴费日"), help_text="paid on, or to be paid by")
    status_text = models.CharField(_("来源所述状态"), max_length=50, blank=True)
