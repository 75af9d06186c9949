from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.core.errors import UserError
from onestop.records.tests.strategies import TEXTS, typed
from onestop.records.values import amounts

TEN_THOUSAND = Decimal(10_000)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("300万元", "3000000"),
        ("300万", "3000000"),
        ("1,234.5", "1234.5"),
        ("１，２３４．５元", "1234.5"),
        ("1亿2000万元", "120000000"),
        ("1亿2000元", "100002000"),
        ("￥5,000,000.00元整", "5000000"),
        ("人民币：300 万元", "3000000"),
        ("300万元人民币", "3000000"),
        ("CNY 300", "300"),
        ("0.5亿元", "50000000"),
        ("3千元", "3000"),
        ("2百万元", "2000000"),
        ("12345.678元", "12345.68"),
        ("叁佰万元整", "3000000"),
        ("叄佰萬圓整", "3000000"),
        ("三百万元", "3000000"),
        ("两亿三千万元", "230000000"),
        ("壹拾万零叁佰元", "100300"),
        ("十五万", "150000"),
        ("壹仟零伍拾元伍角贰分", "1050.52"),
        ("壹仟元零贰分", "1000.02"),
        ("零元", "0"),
    ],
)
def test_reads_what_people_write(text: str, yuan: str) -> None:
    assert amounts.clean(text) == Decimal(yuan)
    assert amounts.is_valid(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "format"),
        ("元", "format"),
        ("万元", "format"),
        ("1,23", "format"),
        ("-5", "format"),
        ("100美元", "format"),
        ("USD 100", "format"),
        ("约300万元", "format"),
        ("100-300万元", "format"),
        ("3¥00", "format"),
        ("1亿5", "format"),
        ("三万五", "format"),
        ("3万2亿元", "format"),
        ("五角", "format"),
        ("1e+16", "format"),
        ("9" * 61, "format"),
        ("1000000亿元", "too_large"),
    ],
)
def test_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        amounts.clean(text)
    assert caught.value.code == f"amount.{code}"
    assert caught.value.hint
    assert not amounts.is_valid(text)


@pytest.mark.parametrize(
    ("header", "text", "yuan"),
    [
        ("质押金额（万元）", "300", "3000000"),
        ("质押金额（万元）", "叁佰", "3000000"),
        ("质押金额（万元）", "300元", "300"),
        ("质押金额（万元）", "3亿", "300000000"),
        ("金额(亿 元)", "0.5", "50000000"),
        ("许可费/元", "300", "300"),
        ("金额", "300", "300"),
    ],
)
def test_a_bare_number_is_in_the_unit_of_its_column(header: str, text: str, yuan: str) -> None:
    assert amounts.clean(text, amounts.unit_of(header)) == Decimal(yuan)


FEN = st.integers(0, 10**15).map(lambda fen: Decimal(fen) / 100)


@given(st.data(), FEN)
def test_however_it_is_typed(data: st.DataObject, amount: Decimal) -> None:
    assert amounts.clean(f"{amount}元") == amounts.clean(f"{amount:,}") == amount
    assert amounts.clean(data.draw(typed(f"{amount}元"))) == amount
    assert amounts.clean(f"{amount / TEN_THOUSAND:f}", TEN_THOUSAND) == amount
    assert amounts.clean(f"{amount / TEN_THOUSAND:f}万元") == amount


def _section(number: int, digits: str, places: tuple[str, str, str]) -> str:
    text = f"{number:04d}"
    words = "".join(digits[int(d)] + place for d, place in zip(text, (*places, ""), strict=True) if d != "0")
    return words if number >= 1000 or not number else digits[0] + words


@given(
    st.integers(1, 10**12 - 1),
    st.sampled_from(
        [
            ("零壹贰叁肆伍陆柒捌玖", ("仟", "佰", "拾")),
            ("〇一二三四五六七八九", ("千", "百", "十")),
        ]
    ),
)
def test_amounts_in_words(number: int, writing: tuple[str, tuple[str, str, str]]) -> None:
    parts = ((number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, ""))
    words = "".join(_section(part, *writing) + scale for part, scale in parts if part)
    assert amounts.clean(words + "元整") == number


@given(st.one_of(TEXTS, st.text("0123456789.,万亿千百十元整角分零壹贰叁拾佰仟", max_size=20)))
def test_any_text_is_an_amount_or_a_user_error(text: str) -> None:
    try:
        amount = amounts.clean(text)
    except UserError as error:
        assert error.code.startswith("amount.")
    else:
        assert 0 <= amount <= amounts.MAX_AMOUNT
        assert amount == amounts.clean(str(amount))
