"""How long a pre-check takes in a register of many marks: python -m benchmarks.mark_check [--records 200000] [--json]

Marks are made from a seed: one to six of some hundred characters, a third with a general word, a tenth Latin. They go
into the index alone, as documents that the platform makes of its rows. Wanted marks are taken from the same seed.
"""

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from unittest.mock import patch

from django.conf import settings

from benchmarks.measure import machine, milliseconds, percentiles, report, size, timed
from onestop.records.mark_check import Wanted, check
from onestop.records.models import Trademark
from onestop.records.trademark_fields import TRADEMARK
from onestop.records.trademark_search import TrademarkSearch, document, search_trademarks
from onestop.search import index
from onestop.search.engines.tantivy import TantivyEngine
from onestop.search.schema import Document

CHARACTERS = (
    "云岫星槎霁月鹤汀鲸澜青鸾砚池松醪雪鹭竹澍琅沧渚芦笙烟萝玄圃扶摇漱玉望舒栖霭兰镜湫萤渡梧影珊屿杳砺泠蓼晴岚川谷舟坊岑墅栈笺桥塬"
    "金鑫银福禄寿喜乐康健安宁平和顺利达兴旺盛隆昌泰华美佳嘉佩家人天地日光明亮灯火江河湖海山水石木林森花草春夏秋冬东南西北中大小新老龙凤虎马牛羊"
)
GENERAL = ("照明", "食品", "科技", "公司", "牌", "服饰", "电子")
SYLLABLES = ("lu", "mo", "ra", "ze", "tri", "ko", "bri", "sol", "ven", "ta", "mi", "nor", "dex", "pa", "qui")
TODAY = date(2026, 11, 1)


def mark(rng: Random) -> str:
    if rng.random() < 0.1:
        return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4))).upper()
    own = "".join(rng.choice(CHARACTERS) for _ in range(rng.choice((2, 2, 3, 3, 4, 4, 5, 6))))
    return own + (rng.choice(GENERAL) if rng.random() < 0.33 else "")


def trademark(number: int, rng: Random) -> Trademark:
    nice_class = rng.choice((9, 11, 25, 29, 30, 35, rng.randint(1, 45)))
    filed_on = date(2010, 1, 1) + timedelta(rng.randrange(5_500))
    made = Trademark(
        pk=number,
        key=f"CN:{80_000_000 + number}:{nice_class}",
        number=str(80_000_000 + number),
        nice_class=nice_class,
        mark=mark(rng),
        mark_kind="word",
        applicants=[f"某某{rng.randrange(40_000)}厂"],
        goods=[
            {"group": f"{nice_class:02}{rng.randint(1, 9):02}", "name": f"商品{rng.randrange(900)}"}
            for _ in range(5)
        ],
        filed_on=filed_on,
        registered_on=filed_on + timedelta(300),
        status_as_of=TODAY,
    )
    vars(made)["_prefetched_objects_cache"] = {"events": Trademark.objects.none()}
    return made


def documents(count: int, seed: int) -> Iterator[Document]:
    rng = Random(seed)
    return (document(trademark(number, rng), TODAY) for number in range(1, count + 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--repeat", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = settings.DATA_DIR / "marks"
    folder.mkdir(parents=True)
    engine = TantivyEngine(TRADEMARK, folder)
    with timed() as watch:
        engine.write(documents(options.records, 1))
    rng = Random(2)
    wanted = [Wanted(mark(rng), (rng.choice((9, 25, 30)),)) for _ in range(options.repeat)]
    found = []
    with patch.object(index, "engine", lambda name: engine):
        check(wanted[0])  # reads the data of characters
        narrow = milliseconds([lambda each=each: found.append(check(each)) for each in wanted])  # type: ignore[misc]
        wide = milliseconds([lambda each=each: check(Wanted(each.mark)) for each in wanted])  # type: ignore[misc]
        page = milliseconds([lambda: search_trademarks(TrademarkSearch("照明"))] * 50)
    report(
        {
            "machine": machine(),
            "marks": options.records,
            "indexed, marks/s": round(options.records / watch.seconds),
            "index, MB": round(size(folder) / 1e6, 1),
            "compared in a class, mean": round(sum(each.compared for each in found) / len(found), 1),
            "ms": [
                {"of": "pre-check in a class", **percentiles(narrow)},
                {"of": "pre-check in all classes", **percentiles(wide)},
                {"of": "result page with all facets", **percentiles(page)},
            ],
        },
        options.json,
    )


if __name__ == "__main__":
    main()
