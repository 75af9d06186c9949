"""A query cut into tokens: words, quoted texts, signs, keywords, operators of proximity."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from onestop.core.text import to_half_width
from onestop.search.errors import QuerySyntaxError
from onestop.search.query import Unit
from onestop.search.schema import DocumentType

OPERATORS = ("==", "!=", ">=", "<=", "=", ">", "<")
WIDE = "~"
"""Before a word: with its synonyms; twice, between English and Chinese too."""
DISTANCE = 10
"""Of NEAR and BEFORE without a number."""
_QUOTES = str.maketrans({"“": '"', "”": '"', "「": '"', "」": '"', "【": "[", "】": "]"})
_KEYWORDS = {
    "AND": "AND",
    "且": "AND",
    "OR": "OR",
    "或": "OR",
    "NOT": "NOT",
    "ANDNOT": "NOT",
    "非": "NOT",
    "TO": "TO",
    "至": "TO",
}
_TOKEN = re.compile(
    r'\s+|"(?P<quoted>[^"]*)(?P<end>"?)|(?P<sign>==|!=|>=|<=|[=<>()\[\]])|(?P<word>[^\s"=<>\[\]()!]+|!)'
)
_BRACKETED = re.compile(r'\([^\s"()=<>\[\]]*\)[^\s"=<>\[\]()!]*')
# What is an operator wherever it stands between two terms, and what only inside an expression: in 金属 3D 打印 and
# LED 5W 灯 a searcher who types plain words means the words.
_PLAIN_NEAR = re.compile(
    r"(?:(?P<near>NEAR|BEFORE)/?(?P<n>[0-9]{0,3})|/(?P<slash>[0-9]{1,3}))", re.IGNORECASE
)
_EXPERT_NEAR = re.compile(r"(?P<n>[0-9]{1,3})(?P<order>[WD])")
_UNITS = {
    "同句": Unit.SENTENCE,
    "/S": Unit.SENTENCE,
    "同段": Unit.PARAGRAPH,
    "/P": Unit.PARAGRAPH,
    "同权": Unit.CLAIM,
    "/CL": Unit.CLAIM,
}
_EXPERT_UNITS = {"S": Unit.SENTENCE, "P": Unit.PARAGRAPH, "CL": Unit.CLAIM}
_LANGUAGE = re.compile(r"(?:ALL|EN|ZH|CN)_", re.IGNORECASE)


@dataclass(frozen=True)
class Token:
    kind: str
    """word, quoted, sign, keyword, near, unit, end"""
    text: str
    start: int
    end: int
    distance: int = 0
    is_ordered: bool = False


def tokenise(text: str, document_type: DocumentType) -> list[Token]:
    found = [piece for token in _tokens(text) for piece in _field_and_rest(token, document_type)]
    found.append(Token("end", "", len(text), len(text)))
    return _with_operators(found)


def _tokens(text: str) -> Iterator[Token]:
    source = to_half_width(text).translate(_QUOTES)
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        assert match  # every character is white space, a quote, a sign or part of a word
        position = match.end()
        if match["quoted"] is not None:
            if not match["end"]:
                raise QuerySyntaxError(_("引号没有结束"), match.start() + 1, f'{text}"')
            yield Token("quoted", match["quoted"], match.start(), position)
        elif match["sign"]:
            yield Token("sign", match["sign"], match.start(), position)
        elif match["word"]:
            word, position = _whole_word(source, match)
            kind = "keyword" if word.upper() in _KEYWORDS else "word"
            yield Token(kind, _KEYWORDS.get(word.upper(), word), match.start(), position)


def _whole_word(source: str, match: "re.Match[str]") -> tuple[str, int]:
    """A word goes on through brackets that belong to it: 尤洛卡(山东)深部地压防治."""
    word, position = match["word"], match.end()
    is_word = word.upper() not in _KEYWORDS and not word.endswith((":", WIDE))
    if is_word and (rest := _BRACKETED.match(source, position)):
        return word + rest[0], rest.end()
    return word, position


def _field_and_rest(token: Token, document_type: DocumentType) -> Iterator[Token]:
    """TI:锚索 and EN_TI:(…), as other systems write it, are TI=锚索."""
    head, colon, tail = token.text.partition(":")
    code = _LANGUAGE.sub("", head, count=1) if head.upper() not in document_type.by_code else head
    if token.kind != "word" or not colon or code.upper() not in document_type.by_code:
        yield token
        return
    at = token.start + len(head)
    yield Token("word", code, token.start, at)
    yield Token("sign", "=", at, at + 1)
    if tail:
        yield Token("word", tail, at + 1, token.end)


def _with_operators(tokens: Sequence[Token]) -> list[Token]:
    is_expression = any(
        token.kind in ("sign", "quoted", "keyword") or token.text.startswith(WIDE) for token in tokens
    )
    found = list(tokens)
    for index in range(1, len(tokens) - 1):
        if _ends_term(found[index - 1]) and _starts_term(tokens[index + 1]):
            found[index] = _operator(tokens[index], is_expression)
    return found


def _ends_term(token: Token) -> bool:
    return token.kind in ("word", "quoted") or token.text == ")"


def _starts_term(token: Token) -> bool:
    return token.kind in ("word", "quoted") or token.text == "("


def _operator(token: Token, is_expression: bool) -> Token:
    if token.kind != "word":
        return token
    unit = _UNITS.get(token.text.upper()) or (_EXPERT_UNITS.get(token.text) if is_expression else None)
    if unit:
        return replace(token, kind="unit", text=unit.value)
    if match := _PLAIN_NEAR.fullmatch(token.text):
        distance = int(match["n"] or match["slash"] or DISTANCE)
        is_ordered = (match["near"] or "").upper() == "BEFORE"
        return replace(token, kind="near", distance=distance, is_ordered=is_ordered)
    if is_expression and (match := _EXPERT_NEAR.fullmatch(token.text)):
        return replace(token, kind="near", distance=int(match["n"]), is_ordered=match["order"] == "W")
    return token
