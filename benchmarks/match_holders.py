"""How well names of holders are matched: python -m benchmarks.match_holders NAMES.txt

Takes real names of organisations, one a line, and dirties them in the ways that registers and reading machines do.
Half of the names are known to the platform, the other half is not, so that finding somebody where there is nobody
counts as wrong. The names are measured in two halves (by digest), so that a figure that hangs on a few names shows.
Neither half is unseen: rules and thresholds were chosen while looking at what was suggested among all real names at
hand, and some defects were mended after both halves had been measured. About half of the look-alike pairs below
stand in the matcher's own list as well. Real registers will do worse.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from random import Random
from time import perf_counter

from opencc import OpenCC

from onestop.core.text import to_half_width
from onestop.records.holders.datafiles import data_file
from onestop.records.holders.kinds import is_organisation
from onestop.records.holders.matching import best, blocks
from onestop.records.holders.names import Name, parse
from onestop.records.holders.parts import head_of

_PAIRS = "未末 宏宠 科料 华毕 技枝 业亚 电申 信倍 天夭 网冈 金全 东柬 通逋 新薪 大太 国囯 设没 力刀 泰秦 博搏 杨扬 源原 云去 宇字 子孑 贝见"  # fmt: skip
CONFUSED = {one: other for pair in _PAIRS.split() for one, other in (tuple(pair), tuple(pair[::-1]))}
_TRADITIONAL = OpenCC("s2t")


def full_width(name: str, rng: Random) -> str:
    return (
        to_half_width(name)
        .replace("(", "〔")
        .replace(")", "〕")
        .translate({n: n + 0xFEE0 for n in range(48, 123)})
    )


def spaced(name: str, rng: Random) -> str:
    place = rng.randrange(1, len(name))
    return f"{name[:place]} {name[place:]}".upper()


def traditional(name: str, rng: Random) -> str:
    return str(_TRADITIONAL.convert(name))


def numbered(name: str, rng: Random) -> str:
    return f"{name}{rng.randrange(11000, 12000)}"


def and_others(name: str, rng: Random) -> str:
    return name + "等"


def formerly(name: str, rng: Random) -> str:
    return f"{name}（原名：某某{rng.randrange(1000)}厂）"


def form_written_out(name: str, rng: Random) -> str:
    if "有限责任公司" in name:
        return name.replace("有限责任公司", "有限公司")
    return name if "股份" in name else name.replace("有限公司", "有限责任公司")


def form_changed(name: str, rng: Random) -> str:
    return name.replace("股份", "") if "股份" in name else name.replace("有限公司", "股份有限公司")


def place_written_out(name: str, rng: Random) -> str:
    return name.replace("北京", "北京市", 1) if name.startswith("北京") and name[2] != "市" else name


def place_left_out(name: str, rng: Random) -> str:
    return name.replace("（北京）", "").replace("(北京)", "").removeprefix("北京市").removeprefix("北京")


def misread(name: str, rng: Random) -> str:
    places = [place for place, character in enumerate(name[:-4]) if character in CONFUSED]
    if not places:
        return name
    place = rng.choice(places)
    return name[:place] + CONFUSED[name[place]] + name[place + 1 :]


def character_lost(name: str, rng: Random) -> str:
    place = rng.randrange(2, max(len(name) - 4, 3))
    return name[:place] + name[place + 1 :]


def branch(name: str, rng: Random) -> str:
    return name + rng.choice(["江门分公司", "上海研究院", "深圳分公司", "第二分厂"])


SAME: dict[str, Callable[[str, Random], str]] = {each.__name__: each for each in (full_width, spaced, traditional, numbered, and_others, formerly, form_written_out, place_written_out, form_changed, place_left_out, misread, character_lost)}  # fmt: skip


class Known:
    """The holders that the platform knows, found by block."""

    def __init__(self, names: list[str]) -> None:
        self.names = [parse(name) for name in names]
        self.keys: dict[str, int] = {}
        self.by_block: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self.names):
            self.keys.setdefault(name.key, number)
            for block in blocks(name):
                self.by_block[block].append(number)

    def find(self, name: Name) -> tuple[str, bool]:
        """(key of the holder found or empty, whether for certain)."""
        largest = data_file("matching.yaml")["largest_block"]
        found_in = [self.by_block.get(block, []) for block in blocks(name)]
        near = {number for numbers in found_in if len(numbers) <= largest for number in numbers}
        found = best(name, ((number, self.names[number]) for number in near))
        return (self.names[found[0]].key, found[1].is_certain) if found else ("", False)


def halves(names: list[str]) -> Iterator[tuple[str, list[str]]]:
    by_digest: dict[bool, list[str]] = defaultdict(list)
    for name in names:
        by_digest[blake2b(name.encode()).digest()[0] % 2 == 0].append(name)
    yield "first half", by_digest[True]
    yield "second half", by_digest[False]


def measure(title: str, names: list[str]) -> None:
    rng = Random(4)
    rng.shuffle(names)
    known, unknown = names[: len(names) // 2], names[len(names) // 2 :]
    platform = Known(known)
    print(f"\n{title}: {len(known):,} known, {len(unknown):,} unknown")
    print(f"  {'':<18}{'tried':>7}{'certain':>9}{'with asked':>12}{'wrong certain':>15}{'wrong asked':>13}")
    total: Counter[str] = Counter()
    started = perf_counter()
    for variant, dirty in SAME.items():
        found: Counter[str] = Counter()
        for name in known:
            text = dirty(name, rng)
            if text != name:
                count(found, platform, text, parse(name).key)
        for name in unknown:
            count(found, platform, dirty(name, rng), "")
        show(variant, found)
        total += found
    show("all", total)
    print(f"  {sum(total.values()) / (perf_counter() - started):,.0f} names/s")
    parts = [head_of(branch(name, rng)) for name in known if name.endswith("公司")]
    whole = sum(bool(head) and head.key in platform.keys for head in parts if head)
    print(f"  branches whose company was found: {whole / len(parts):.1%} of {len(parts):,}")


def count(found: Counter[str], platform: Known, text: str, right: str) -> None:
    """Where the name itself is among the unknown, whoever is found is wrong."""
    key, is_certain = platform.find(parse(text))
    found["tried"] += bool(right)
    if key and key == right:
        found["certain" if is_certain else "asked"] += 1
    elif key and key != parse(text).key:
        found["wrong certain" if is_certain else "wrong asked"] += 1


def show(title: str, found: Counter[str]) -> None:
    tried = max(found["tried"], 1)
    both = found["certain"] + found["asked"]
    print(
        f"  {title:<18}{found['tried']:>7,}{found['certain'] / tried:>9.1%}{both / tried:>12.1%}"
        f"{found['wrong certain']:>15,}{found['wrong asked']:>13,}"
    )
    if title == "all":
        print(f"  precision: certain {found['certain'] / (found['certain'] + found['wrong certain']):.3%}, "
              f"asked {found['asked'] / (found['asked'] + found['wrong asked']):.1%}")  # fmt: skip


if __name__ == "__main__":
    lines = (line.strip() for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
    every = [name for name in dict.fromkeys(lines) if len(name) > 5 and is_organisation(name)]
    for part, texts in halves(every):
        measure(part, texts)
