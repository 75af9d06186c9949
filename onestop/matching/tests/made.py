"""A made corpus: three fields of technology with words of their own, and twins."""

from collections.abc import Collection, Iterator, Mapping
from random import Random

from onestop.matching.corpus import Text

FIELDS = {
    "E21D20/02": "锚索 锚杆 巷道 支护 围岩 岩层 锚固剂 钻孔 托盘 顶板 注浆 煤矿 掘进 应力 预紧力",
    "F21V29/70": "灯具 散热器 发光二极管 铝基板 灯罩 灯珠 光源 照明 驱动电源 导热硅脂 鳍片 反光杯 色温 灯座 透镜",
    "A01G25/02": "灌溉 滴灌 喷头 水管 土壤 湿度 农田 过滤器 施肥 水泵 大棚 苗床 蓄水池 电磁阀 作物",
}
COMMON = [
    "本发明",
    "公开",
    "包括",
    "设置",
    "连接",
    "装置",
    "结构",
    "采用",
    "固定",
    "安装",
    "所述",
    "能够",
    "提高",
    "效率",
    "降低",
    "成本",
]


def sentence(symbol: str, rng: Random, length: int = 24) -> str:
    own, common = rng.choices(FIELDS[symbol].split(), k=length // 2), rng.choices(COMMON, k=length // 2)
    return "，".join(first + second for first, second in zip(common, own, strict=True)) + "。"


def made_text(key: int, symbol: str, *, bears_class: bool = True) -> Text:
    rng = Random(key)
    title = "一种" + "".join(rng.sample(FIELDS[symbol].split(), 2)) + "装置"
    return Text(key, 1, title, sentence(symbol, rng), (symbol,) if bears_class else ())


def made_texts(count: int, *, bear_classes: bool = True) -> list[Text]:
    symbols = list(FIELDS)
    return [
        made_text(key, symbols[key % len(symbols)], bears_class=bear_classes) for key in range(1, count + 1)
    ]


class Made:
    """A corpus in memory."""

    def __init__(self, texts: Collection[Text], class_texts: Mapping[str, str] | None = None) -> None:
        self.by_key = {each.key: each for each in texts}
        self._class_texts = class_texts or {}

    def versions(self) -> Iterator[tuple[int, int]]:
        return ((key, self.by_key[key].version) for key in sorted(self.by_key))

    def texts(self, keys: Collection[int] | None = None) -> Iterator[Text]:
        return (
            self.by_key[key] for key in sorted(self.by_key if keys is None else keys) if key in self.by_key
        )

    def class_texts(self) -> Mapping[str, str]:
        return self._class_texts
