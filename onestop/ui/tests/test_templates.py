"""Filters, icons, and the contrast of the colours."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.template import engines

from onestop.ui.templatetags.ui import grouped, icon, percent

UI = Path(__file__).parent.parent
ICONS = UI / "templates" / "ui" / "icons"
STYLESHEET = (UI / "static" / "ui" / "onestop.css").read_text(encoding="utf-8")

# What stands on what in the stylesheet.
TEXTS = ("--ink", "--ink-soft", "--accent", "--accent-hover")
GROUNDS = ("--paper", "--ground", "--accent-soft")
PAIRS = (
    *product(TEXTS, GROUNDS),
    *((f"--{tone}", f"--{tone}-soft") for tone in ("good", "wait", "bad", "quiet")),
    *product(("--ink",), ("--good-soft", "--wait-soft", "--bad-soft", "--quiet-soft")),
    *product(("--wait", "--bad"), ("--paper",)),
    ("--on-accent", "--accent"),
    ("--on-accent", "--accent-hover"),
    ("--on-mark", "--mark"),
    ("--on-deep", "--deep"),
    ("--on-deep", "--deep-2"),
    ("--on-deep-soft", "--deep-2"),
    ("--paper", "--bad"),
)
SHAPES = (("--line-strong", "--paper"), ("--line-strong", "--ground"), ("--chart-1", "--paper"))


def tokens(is_dark: bool) -> dict[str, str]:
    light, dark = (
        dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", part)) for part in STYLESHEET.split("@media", 2)[:2]
    )
    return light | dark if is_dark else light


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("is_dark", [False, True])
def test_contrast_of_text_and_shapes(is_dark: bool) -> None:
    """WCAG 2.1 AA: 4.5 for text (1.4.3), 3 for the shapes that carry meaning (1.4.11)."""
    colour = tokens(is_dark)
    weak = [pair for pair in PAIRS if contrast(colour[pair[0]], colour[pair[1]]) < 4.5]
    weak += [pair for pair in SHAPES if contrast(colour[pair[0]], colour[pair[1]]) < 3]
    assert weak == []


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_icon_is_hidden_from_screen_readers() -> None:
    for path in ICONS.glob("*.svg"):
        assert 'aria-hidden="true"' in icon(path.stem)


def test_an_icon_that_is_not_there_is_a_mistake() -> None:
    template = engines["django"].from_string('{% load ui %}{% icon "nonsense" %}')
    with pytest.raises(Exception, match="nonsense"):
        template.render()


@pytest.mark.parametrize(
    ("value", "printed"), [(0, "0"), (999, "999"), (16697, "16,697"), (1234567.5, "1,234,567.5")]
)
def test_grouped(value: float, printed: str) -> None:
    assert grouped(value) == printed


@pytest.mark.parametrize(
    ("share", "printed"),
    [(0, "0.0%"), (0.0001, "<0.1%"), (0.215, "21.5%"), (0.9995, ">99.9%"), (1, "100.0%")],
)
def test_a_trace_is_not_nothing(share: float, printed: str) -> None:
    assert percent(share) == printed
