from django.utils.translation import override

from onestop.reference.locarno import locarno_classes, locarno_title


def test_32_classes_with_both_titles() -> None:
    classes = locarno_classes()
    assert list(classes) == [f"{number:02}" for number in range(1, 33)]
    assert all(each["zh"].strip() and each["en"].isascii() for each in classes.values())


def test_title_of_a_class_or_subclass() -> None:
    assert (
        locarno_title("09-05", "zh-hans")
        == locarno_title("09", "zh-hans")
        == "用于商品运输或装卸的包装和容器"
    )
    assert locarno_title("26-05", "en") == "Lighting apparatus"
    with override("en"):
        assert locarno_title("17") == "Musical instruments"
    assert locarno_title("33-01", "en") == ""
