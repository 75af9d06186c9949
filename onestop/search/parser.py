"""The query language: text to tree.

    锚索 支护                       both words, anywhere            (two terms stand side by side: AND)
    "恒阻延长锚索"                   exactly this sequence
    申请人=泰安 AND IPC=E21D         fields by their Chinese or Latin code
    TI,AB=(锚索 OR 锚杆) NOT 煤矿     several fields, brackets
    AD=[2010 TO 2015]  AD>=201003   ranges of days, months, years
    申请人=="泰安市轴承厂"            the whole value

NOT binds tightest, then AND, then OR; the tree shown back has all brackets. Full-width forms of every sign are
understood. Errors name the column and offer the repaired query.
"""

import difflib
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold, is_cjk, to_half_width
from onestop.search.query import And, Everything, Exact, Node, Not, Or, Phrase, Prefix, Range, Words
from onestop.search.schema import DocumentType, Field, FieldType

MAX_LENGTH = 4_000
MAX_TERMS = 300
MAX_DEPTH = 40
MIN_STEM = 2

_QUOTES = str.maketrans({"“": '"', "”": '"', "「": '"', "」": '"', "【": "[", "】": "]"})
_OPERATORS = ("==", "!=", ">=", "<=", "=", ">", "<")
_KEYWORDS = {
    "AND": "AND",
    "且": "AND",
    "OR": "OR",
    "或": "OR",
    "NOT": "NOT",
    "非": "NOT",
    "TO": "TO",
    "至": "TO",
}
_TOKEN = re.compile(
    r'\s+|"(?P<quoted>[^"]*)(?P<end>"?)|(?P<sign>==|!=|>=|<=|[=<>()\[\]])|(?P<word>[^\s"=<>\[\]()!]+|!)'
)
_BRACKETED = re.compile(r'\([^\s"()=<>\[\]]*\)[^\s"=<>\[\]()!]*')


class QuerySyntaxError(UserError):
    """`column` counts from 1; `repair` is a whole query to try instead, or empty."""

    def __init__(self, message: str, column: int, repair: str = "", hint: str = "") -> None:
        text = _("第 %(column)d 列：%(message)s") % {"column": column, "message": message}
        super().__init__("search.syntax", text, hint or (_("试试：%s") % repair if repair else ""))
        self.column = column
        self.repair = repair


@dataclass(frozen=True)
class _Token:
    kind: str
    """word, quoted, sign, keyword, end"""
    text: str
    start: int
    end: int


def parse(text: str, document_type: DocumentType) -> Node:
    """The tree of a query; an empty text is everything. Raises QuerySyntaxError."""
    if len(text) > MAX_LENGTH:
        raise QuerySyntaxError(_("检索式超过 %d 个字符") % MAX_LENGTH, MAX_LENGTH, hint=_("请分成几次检索"))
    if not text.strip():
        return Everything()
    if number := document_type.recognise(text.strip()):
        return Exact(*number)
    return _Parser(text, document_type).parse()


def _tokenise(text: str) -> list[_Token]:
    source = to_half_width(text).translate(_QUOTES)
    found: list[_Token] = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        assert match  # every character is white space, a quote, a sign or part of a word
        position = match.end()
        if match["quoted"] is not None:
            if not match["end"]:
                raise QuerySyntaxError(_("引号没有结束"), match.start() + 1, f'{text}"')
            found.append(_Token("quoted", match["quoted"], match.start(), position))
        elif match["sign"]:
            found.append(_Token("sign", match["sign"], match.start(), position))
        elif match["word"]:
            word, position = _whole_word(source, match)
            kind = "keyword" if word.upper() in _KEYWORDS else "word"
            found.append(_Token(kind, _KEYWORDS.get(word.upper(), word), match.start(), position))
    return [*found, _Token("end", "", len(source), len(source))]


def _whole_word(source: str, match: "re.Match[str]") -> tuple[str, int]:
    """A word goes on through brackets that belong to it: 尤洛卡(山东)深部地压防治."""
    word, position = match["word"], match.end()
    if word.upper() not in _KEYWORDS and (rest := _BRACKETED.match(source, position)):
        return word + rest[0], rest.end()
    return word, position


class _Parser:
    def __init__(self, text: str, document_type: DocumentType) -> None:
        self.text = text
        self.document_type = document_type
        self.free_text = tuple(field for field in document_type.fields if field.free_text)
        self.tokens = _tokenise(text)
        self.position = 0
        self.depth = 0
        if len(self.tokens) > MAX_TERMS * 3:
            raise QuerySyntaxError(
                _("检索式太长，最多 %d 个检索词") % MAX_TERMS, self.tokens[MAX_TERMS].start + 1
            )

    def parse(self) -> Node:
        node = self._or(self.free_text)
        token = self._next()
        if token.kind != "end":
            raise self._error(_("这里多了一个“%s”") % token.text, token, self._without(token))
        return node

    def _or(self, fields: tuple[Field, ...]) -> Node:
        children = [self._and(fields)]
        while self._take("keyword", "OR"):
            children.append(self._and(fields))
        return children[0] if len(children) == 1 else Or(tuple(children))

    def _and(self, fields: tuple[Field, ...]) -> Node:
        children = [self._not(fields)]
        while self._take("keyword", "AND") or self._starts_term():
            children.append(self._not(fields))
        return children[0] if len(children) == 1 else And(tuple(children))

    def _starts_term(self) -> bool:
        token = self._peek()
        return token.kind in ("word", "quoted") or (token.kind, token.text) in (
            ("sign", "("),
            ("keyword", "NOT"),
        )

    def _not(self, fields: tuple[Field, ...]) -> Node:
        negations = 0
        while self._take("keyword", "NOT"):
            negations += 1
        node = self._primary(fields)
        return Not(node) if negations % 2 else node

    def _primary(self, fields: tuple[Field, ...]) -> Node:
        token = self._next()
        if (token.kind, token.text) == ("sign", "("):
            return self._group(token, fields)
        if token.kind == "word" and self._peek().text in _OPERATORS and self._peek().kind == "sign":
            return self._fielded(token)
        if token.kind in ("word", "quoted"):
            return self._term(fields, token)
        raise self._missing_term(token)

    def _group(self, opening: _Token, fields: tuple[Field, ...]) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._error(_("括号嵌套超过 %d 层") % MAX_DEPTH, opening)
        node = self._or(fields)
        if not self._take("sign", ")"):
            raise self._error(_("括号没有结束"), opening, f"{self.text})")
        self.depth -= 1
        return node

    def _fielded(self, token: _Token) -> Node:
        fields = self._fields(token)
        operator = self._next().text
        if fields[0].bounds:
            return self._compared(fields[0], operator)
        if operator not in ("=", "==", "!="):
            raise self._error(_("“%s”不能比较大小") % token.text, token, self._with_operator(token))
        if operator == "==":
            return Exact(fields[0], self._value().text)
        node = self._fielded_value(fields)
        return Not(node) if operator == "!=" else node

    def _fielded_value(self, fields: tuple[Field, ...]) -> Node:
        if opening := self._take("sign", "("):
            return self._group(opening, fields)
        return self._term(fields, self._value())

    def _fields(self, token: _Token) -> tuple[Field, ...]:
        found = []
        for code in token.text.split(","):
            field = self.document_type.by_code.get(code.upper())
            if field is None:
                raise self._unknown_field(token, code)
            found.append(field)
        return tuple(found)

    def _unknown_field(self, token: _Token, code: str) -> QuerySyntaxError:
        near = difflib.get_close_matches(code.upper(), self.document_type.by_code, 1, 0.5)
        before, after = self.text[: token.start], self.text[token.start :]
        repair = before + after.replace(code, near[0], 1) if near else f'"{self.text.replace(chr(34), "")}"'
        return self._error(_("没有名为“%s”的字段") % code, token, repair)

    def _value(self) -> _Token:
        token = self._next()
        if token.kind in ("word", "quoted", "keyword"):
            return token
        raise self._missing_term(token)

    def _compared(self, field: Field, operator: str) -> Node:
        if opening := self._take("sign", "[") or self._take("sign", "("):
            return self._range(field, opening)
        low, high = self._bounds(field, self._value())
        match operator:
            case ">=":
                return Range(field, low, None)
            case ">":
                return Range(field, high + 1, None)
            case "<=":
                return Range(field, None, high)
            case "<":
                return Range(field, None, low - 1)
        node = Range(field, low, high)
        return Not(node) if operator == "!=" else node

    def _range(self, field: Field, opening: _Token) -> Node:
        low = self._open_bound(field)
        if not self._take("keyword", "TO"):
            raise self._error(_("区间要写成 [起 TO 止]"), self._peek(), hint="AD=[2010 TO 2015]")
        high = self._open_bound(field)
        if not (self._take("sign", "]") or self._take("sign", ")")):
            raise self._error(_("区间没有结束"), opening, f"{self.text}]")
        if low and high and low[0] > high[1]:
            raise self._error(_("区间的起点晚于终点"), opening, hint=_("请把起点和终点对调"))
        return Range(field, low[0] if low else None, high[1] if high else None)

    def _open_bound(self, field: Field) -> tuple[int, int] | None:
        token = self._value()
        return None if token.text == "*" else self._bounds(field, token)

    def _bounds(self, field: Field, token: _Token) -> tuple[int, int]:
        assert field.bounds
        try:
            return field.bounds(token.text)
        except UserError as error:
            raise self._error(error.message, token, hint=error.hint) from error

    def _term(self, fields: tuple[Field, ...], token: _Token) -> Node:
        if fields[0].bounds:
            return Range(fields[0], *self._bounds(fields[0], token))
        if fields[0].type == FieldType.KEYWORD:
            return self._keyword(fields, token)
        is_free = fields is self.free_text
        if token.kind == "quoted":
            return Phrase(fields, token.text, is_free)
        if is_free and (number := self.document_type.recognise(token.text)):
            return Exact(*number)
        stem = token.text.rstrip("+*")
        if stem != token.text and not is_cjk(stem[-1:] or "x"):
            return self._prefix(fields, token, fold(stem))
        return Everything() if token.text == "*" else Words(fields, stem or token.text, is_free)

    def _prefix(self, fields: tuple[Field, ...], token: _Token, stem: str) -> Node:
        if token.text == "*":
            return Everything()
        if len(stem) < MIN_STEM and fields[0].type == FieldType.TEXT:
            raise self._error(_("截词符前至少要有 %d 个字符") % MIN_STEM, token)
        return Prefix(fields, stem, fields is self.free_text)

    def _keyword(self, fields: tuple[Field, ...], token: _Token) -> Node:
        if token.text.endswith(("+", "*")):
            return self._prefix(fields, token, to_half_width(token.text.rstrip("+*")).upper())
        alternatives = tuple(Exact(field, self._clean(field, token)) for field in fields)
        return alternatives[0] if len(alternatives) == 1 else Or(alternatives)

    def _clean(self, field: Field, token: _Token) -> str:
        if field.clean is None:
            return token.text
        try:
            return field.clean(token.text)
        except UserError as error:
            raise self._error(error.message, token, hint=error.hint) from error

    def _peek(self) -> _Token:
        return self.tokens[self.position]

    def _next(self) -> _Token:
        token = self.tokens[self.position]
        if token.kind != "end":
            self.position += 1
        return token

    def _take(self, kind: str, text: str) -> _Token | None:
        token = self._peek()
        if (token.kind, token.text) != (kind, text):
            return None
        self.position += 1
        return token

    def _error(self, message: str, token: _Token, repair: str = "", hint: str = "") -> QuerySyntaxError:
        return QuerySyntaxError(message, token.start + 1, repair, hint)

    def _missing_term(self, token: _Token) -> QuerySyntaxError:
        """An operator without its term: the repair drops the operator before the gap, or the one at the start."""
        before = [each for each in self.tokens if each.start < token.start]
        repair = self._without(before[-1] if before else token)
        return self._error(_("这里缺少检索词"), token, repair)

    def _without(self, token: _Token) -> str:
        return (self.text[: token.start] + self.text[token.end :]).strip()

    def _with_operator(self, token: _Token) -> str:
        head, tail = self.text[: token.start], self.text[token.start :]
        return head + re.sub(r"[<>]=?", "=", tail, count=1)
