"""Names of regions without the words that only say what kind of region it is: 江海区 -> 江海, 延边朝鲜族自治州 -> 延边."""

import re

# The 56 ethnic groups as far as they name an autonomous region; 各族 stands for several (龙胜各族自治县).
_ETHNIC = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇"
    "|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|鄂温克|德昂|保安|裕固"
    "|独龙|鄂伦春|各"
)
_KIND = re.compile(
    rf"(?:特别行政区|(?:(?:{_ETHNIC})族|维吾尔|(?<!内)蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)*自治[区州县旗]"
    "|地区|新区|林区|矿区|特区|[省市区县盟旗])$"
)


def stem(name: str) -> str:
    """The name without its kind; unchanged where less than two characters would be left (沧县, 东区)."""
    short = _KIND.sub("", name)
    return short if len(short) > 1 else name
