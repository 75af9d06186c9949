"""A small dictionary for the corpus of these tests."""

from onestop.search.synonyms import Dictionary, Group, Language, Term


def zh(*texts: str) -> tuple[Term, ...]:
    return tuple(Term(text, Language.ZH) for text in texts)


def en(*texts: str) -> tuple[Term, ...]:
    return tuple(Term(text, Language.EN) for text in texts)


LED = Group("led", (*zh("发光二极管"), *en("light emitting diode"), Term("LED", Language.ANY)))
DRIVER = Group("driver", (*zh("驱动电源", "驱动器"), *en("driver", "power driver")))
BOLT = Group("bolt", zh("锚杆", "锚索", "锚栓"))
LAMP = Group("lamp", (*zh("灯", "台灯", "灯具"), *en("lamp", "lamp fitting")))
CONTROL = Group("control", (*zh("控制器"), *en("controller"), Term("調光器", Language.ZH, "TW")))
PUMP = Group("pump", (*zh("水泵"), *en("water-pump")))
WORDS = Dictionary.of((LED, DRIVER, BOLT, LAMP, CONTROL, PUMP))
