"""The pages that show: nothing overlaps, nothing is cut off, on a phone, a desk, a wall and a wall of 4K."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.look import Visitor

pytestmark = pytest.mark.browser
WALLS = [(1920, 1080), (3840, 2160)]
READABLE = 0.0215
"""Of the height of the screen: at one metre 21 mm, to be read from five metres."""

SMALLEST = """() => {
  const sizes = [];
  for (const element of document.querySelectorAll("#screen *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const box = element.getBoundingClientRect();
    if (!own || box.width < 2 || element.closest(".visually-hidden, title, [hidden]")) continue;
    const scale = element.ownerSVGElement?.getScreenCTM?.().a ?? 1;
    sizes.push(parseFloat(getComputedStyle(element).fontSize) * scale);
  }
  return Math.min(...sizes);
}"""
CUT_OFF = """() => [...document.querySelectorAll("#screen *")].flatMap((each) => {
  const place = each.closest(".screen-panel, .screen-head")?.getBoundingClientRect();
  const texts = [...each.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim());
  if (!place || each.closest(".screen-name, .visually-hidden, svg, [hidden]")) return [];
  return texts.flatMap((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const fits = box.left >= place.left && box.right <= place.right + 1 && box.bottom <= place.bottom + 1;
    return fits ? [] : [node.textContent.trim()];
  });
})"""
"""Names in rankings may be shortened with an ellipsis; nothing else may leave its panel."""
OVERLAPPING = """() => {
  const texts = [...document.querySelectorAll(".map-labels text, .screen-legend li, .screen-note, .screen-figure > *, .screen-bars li > span:not(.screen-bar)")]
    .filter((each) => each.getBoundingClientRect().width);
  const boxes = texts.map((each) => ({ name: each.textContent, box: each.getBoundingClientRect() }));
  return boxes.flatMap((one, place) => boxes.slice(place + 1)
    .filter((other) => one.box.left + 1 < other.box.right && other.box.left + 1 < one.box.right
      && one.box.top + 1 < other.box.bottom && other.box.top + 1 < one.box.bottom)
    .map((other) => `${one.name} / ${other.name}`));
}"""
LONG = "江门国家高新技术产业开发区某某新材料与智能装备产业技术研究院（集团）有限责任公司"


@pytest.fixture(params=[390, 1440])
def visitor(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visitor]:
    visitor = Visitor(browser, address, request.param)
    yield visitor
    visitor.page.context.close()


def test_the_pages_that_show(visitor: Visitor) -> None:
    for name, path in {
        "overview-all": "/overview?region=440704&day=2023-12-31",
        "map-country": "/map",
        "map-city": "/map?region=440700&day=2023-12-31",
        "map-district": "/map?region=440704&code=valid_patents&day=2023-12-31",
        "industries": "/industries?region=440704&day=2023-12-31",
        "places": "/places?day=2023-12-31",
        "place": "/places/440704004?day=2023-12-31",
        "bulletins": "/bulletins",
    }.items():
        visitor.go(path)
        visitor.look(name)


def test_the_map_by_keyboard(visitor: Visitor) -> None:
    visitor.go("/map?region=440700&day=2023-12-31")
    visitor.page.locator("a.map-area[href*='440704']").focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/map?region=440704*")
    assert visitor.page.locator("a.map-area").count() == 3


def wall(browser: Browser, address: str, width: int, height: int) -> Page:
    page = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce"
    ).new_page()
    page.set_default_timeout(15_000)
    return page


@pytest.mark.parametrize("size", WALLS)
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_big_screen(browser: Browser, address: str, size: tuple[int, int], theme: str) -> None:
    page = wall(browser, address, *size)
    page.goto(f"{address}/screen?region=440704&day=2023-12-31&theme={theme}")
    page.wait_for_selector(".chart-canvas svg")
    for name in page.locator(".screen-name").all()[-3:]:
        name.evaluate(f"each => {{ each.textContent = '{LONG}' }}")
    root = "document.documentElement"
    assert page.evaluate(f"[{root}.scrollWidth, {root}.scrollHeight]") == list(size)
    assert page.evaluate(SMALLEST) >= READABLE * size[1]
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OVERLAPPING) == []
    page.context.close()


def test_the_big_screen_looks_after_itself(browser: Browser, address: str) -> None:
    page = wall(browser, address, *WALLS[0])
    page.clock.install()
    page.goto(f"{address}/screen?region=440704&day=2023-12-31")
    first = page.locator("[data-rotating] > div:not([hidden]) h2").inner_text()
    page.clock.fast_forward(13_000)
    assert page.locator("[data-rotating] > div:not([hidden]) h2").inner_text() != first
    with page.expect_response("**/screen?**part=1*"):
        page.clock.fast_forward(61_000)
    page.context.set_offline(True)
    page.clock.fast_forward(130_000)
    page.wait_for_selector(".screen-old")
    assert "数据更新于" in page.inner_text("#made")
    page.context.close()
