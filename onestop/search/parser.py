"""The query language: text to tree.

    锚索 支护                       both words, anywhere            (two terms stand side by side: AND)
    "恒阻延长锚索"                   exactly this sequence
    申请人=泰安 AND IPC=E21D         fields by their Chinese or Latin code
    TI,AB=(锚索 OR 锚杆) NOT 煤矿     several fields, brackets
    AD=[2010 TO 2015]  AD>=201003   ranges of days, months, years
    申请人=="泰安市轴承厂"            the whole value
    TI=(锚索 5W 支护)                at most five tokens later; 5D: in either order; NEAR5, BEFORE5, /5 likewise
    AB=(锚索 S 支护)                 in one sentence; P: in one paragraph; 同句, 同段 likewise
    CLM=(锚索 CL 支护)               in one claim; 同权 likewise, which needs no field
    led+  l?d  锚#索                 truncation: any letters, one or none, exactly one
    锚索^3                           counts three times in the ranking
    ~锚索  ~~LED  ~"锚索"  ~(…)       with synonyms; with ~~ between English and Chinese too
    #1 AND #3                       earlier queries by their number
    2015108177127 CN105334567A …    a list of numbers

Proximity binds tightest, then NOT, then AND, then OR; the tree shown back has all brackets. Full-width forms of every
sign are understood, and the commonest forms of Espacenet (ti all "a b", ti any "a b") and PATENTSCOPE (TI:(…), NEAR5).
Errors name the column and offer the repaired query.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from onestop.core.errors import UserError
from onestop.core.text import fold, to_half_width
from onestop.search.errors import QuerySyntaxError
from onestop.search.lexer import OPERATORS, WIDE, Token, tokenise
from onestop.search.numbers import number_list
from onestop.search.places import TooManyPlaces, places
from onestop.search.query import (
    And,
    AnyOf,
    Everything,
    Exact,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Range,
    Together,
    Unit,
    Weighted,
    WithSynonyms,
    Words,
)
from onestop.search.schema import DocumentType, Field, FieldType

MAX_LENGTH = 4_000
MAX_TERMS = 300
MAX_DEPTH = 40
MAX_DISTANCE = 99
MAX_WEIGHT = 100
MIN_STEM = 2
_CJK = "\u3400-\u9fff\uf900-\ufaff"
_TRUNCATED_LATIN = re.compile(rf"[^\s{_CJK}]*[+*#?][^\s{_CJK}]*")
_TRUNCATED_CHINESE = re.compile(r".*\w[#?]+\w.*")
_WEIGHT = re.compile(r"\^([0-9]{1,3}(?:\.[0-9]{1,2})?)$")
_SET = re.compile(r"#([0-9]{1,4})")


def parse(text: str, document_type: DocumentType, sets: Mapping[int, str] = {}) -> Node:
    """The tree of a query; an empty text is everything. `sets`: earlier queries by number. Raises QuerySyntaxError."""
    return _read(text, document_type, _Sets(sets))


@dataclass(frozen=True)
class _Sets:
    """Earlier queries, and those being read just now, which may not contain themselves."""

    texts: Mapping[int, str]
    open: frozenset[int] = field(default_factory=frozenset)


def _read(text: str, document_type: DocumentType, sets: _Sets) -> Node:
    if not text.strip():
        return Everything()
    if number := document_type.recognise(text.strip()):
        return Exact(*number)
    if found := number_list(text, document_type):
        return found
    if len(text) > MAX_LENGTH:
        raise QuerySyntaxError(_("检索式超过 %d 个字符") % MAX_LENGTH, MAX_LENGTH, hint=_("请分成几次检索"))
    return _Parser(text, document_type, sets).parse()


class _Parser:
    def __init__(self, text: str, document_type: DocumentType, sets: _Sets) -> None:
        self.text = text
        self.document_type = document_type
        self.sets = sets
        self.free_text = tuple(field for field in document_type.fields if field.free_text)
        self.tokens = tokenise(text, document_type)
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
        node = self._near(fields)
        return Not(node) if negations % 2 else node

    def _near(self, fields: tuple[Field, ...]) -> Node:
        node = self._weighted(fields)
        while self._peek().kind in ("near", "unit"):
            operator = self._next()
            node = self._joined(node, operator, self._weighted(_fields_of(node) or fields))
        return node

    def _joined(self, left: Node, operator: Token, right: Node) -> Node:
        """The two sides of an operator of proximity stand in the same fields."""
        fields = _fields_of(left)
        if not fields or fields != _fields_of(right):
            raise self._error(
                _("“%s”的两边要是同一字段里的词") % operator.text, operator, hint=_("例如 TI=(锚索 5W 支护)")
            )
        if operator.kind == "unit":
            return self._together(left, operator, right, fields)
        if operator.distance > MAX_DISTANCE:
            raise self._error(_("相距最多 %d 个字") % MAX_DISTANCE, operator)
        node = Near(fields, _placed(left), _placed(right), operator.distance, operator.is_ordered)
        self._require_places(node, operator)
        return node

    def _require_places(self, node: Node, token: Token) -> None:
        try:
            places(node)
        except TooManyPlaces as error:
            raise self._error(
                _("距离和备选词的组合太多"), token, hint=_("请缩小距离，或减少“或”的词和 ? 的个数")
            ) from error
        except TypeError as error:
            raise self._error(_("邻近算符的两边只能是词、引号里的词，或用 OR 连接的词"), token) from error

    def _together(self, left: Node, operator: Token, right: Node, fields: tuple[Field, ...]) -> Node:
        unit = Unit(operator.text)
        where = self._divided(fields, unit)
        if not where:
            code = fields[0].codes[0]
            if unit == Unit.CLAIM:
                hint = _("同一项权利要求要在权利要求里找，例如 CLM=(锚索 同权 支护)")
                raise self._error(_("“%s”字段不是权利要求") % code, operator, hint=hint)
            raise self._error(_("“%s”字段不分句子和段落") % code, operator)
        return Together(where, _within(left, where), _within(right, where), unit)

    def _divided(self, fields: tuple[Field, ...], unit: Unit) -> tuple[Field, ...]:
        """Those of the fields that have such parts; words typed without a field are looked for in the claims."""
        if unit != Unit.CLAIM:
            return tuple(field for field in fields if field.prose)
        looked_at = self.document_type.fields if fields == self.free_text else fields
        return tuple(field for field in looked_at if field.is_claims)

    def _weighted(self, fields: tuple[Field, ...]) -> Node:
        node = self._primary(fields)
        token = self._peek()
        follows = self.position and token.start == self.tokens[self.position - 1].end
        if token.kind == "word" and follows and (weight := _WEIGHT.fullmatch(token.text)):
            self._next()
            return self._weighing(node, weight[1], token)
        return node

    def _weighing(self, node: Node, weight: str, token: Token) -> Node:
        if not 0 < float(weight) <= MAX_WEIGHT:
            raise self._error(_("权重要大于 0，不超过 %d") % MAX_WEIGHT, token)
        return Weighted(node, float(weight))

    def _primary(self, fields: tuple[Field, ...]) -> Node:
        token = self._next()
        if (token.kind, token.text) == ("sign", "("):
            return self._group(token, fields)
        if _is_wide(token):
            return self._wide(token, fields)
        if token.kind == "word" and self._peek().text in OPERATORS and self._peek().kind == "sign":
            return self._fielded(token)
        if token.kind == "word" and self._is_relation(token):
            return self._related(token)
        if token.kind == "word" and (number := _SET.fullmatch(token.text)):
            return self._set(token, int(number[1]))
        if token.kind in ("word", "quoted"):
            return self._term(fields, token)
        raise self._missing_term(token)

    def _is_relation(self, token: Token) -> bool:
        """ti all "a b", as Espacenet writes it."""
        relation, value, *_rest = *self.tokens[self.position :], self.tokens[-1]
        return (
            relation.kind == "word"
            and relation.text.lower() in ("all", "any")
            and value.kind in ("word", "quoted")
            and all(code.upper() in self.document_type.by_code for code in token.text.split(","))
        )

    def _related(self, token: Token) -> Node:
        fields = self._fields(token)
        relation, value = self._next(), self._next()
        terms = tuple(
            self._term(fields, Token("word", word, value.start, value.end)) for word in value.text.split()
        )
        if not terms:
            raise self._missing_term(value)
        if len(terms) == 1:
            return terms[0]
        return And(terms) if relation.text.lower() == "all" else Or(terms)

    def _set(self, token: Token, number: int) -> Node:
        text = self.sets.texts.get(number)
        if text is None:
            known = "、".join(f"#{each}" for each in sorted(self.sets.texts)[-10:])
            raise self._error(
                _("没有编号为 %s 的检索式") % token.text,
                token,
                hint=_("已有：%s") % known
                if known
                else _("检索历史只存在您的浏览器里，由网页代入原式；没有脚本时请把那条检索式写在括号里"),
            )
        if number in self.sets.open:
            raise self._error(_("检索式 %s 引用了它自己") % token.text, token)
        sets = _Sets(self.sets.texts, self.sets.open | {number})
        try:
            return _read(text, self.document_type, sets)
        except QuerySyntaxError as error:
            raise self._error(
                _("检索式 %(set)s 有误：%(reason)s") % {"set": token.text, "reason": error.message}, token
            ) from error

    def _group(self, opening: Token, fields: tuple[Field, ...]) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._error(_("括号嵌套超过 %d 层") % MAX_DEPTH, opening)
        node = self._or(fields)
        if not self._take("sign", ")"):
            raise self._error(_("括号没有结束"), opening, f"{self.text})")
        self.depth -= 1
        return node

    def _fielded(self, token: Token) -> Node:
        fields = self._fields(token)
        operator = self._next().text
        if fields[0].bounds:
            return self._compared(fields[0], operator)
        if operator not in ("=", "==", "!="):
            raise self._error(_("“%s”不能比较大小") % token.text, token, self._with_operator(token))
        if operator == "==":
            return self._whole(fields[0], token)
        node = self._fielded_value(fields)
        return Not(node) if operator == "!=" else node

    def _whole(self, field: Field, token: Token) -> Node:
        if field.type == FieldType.TEXT and not field.facet:
            hint = _('请改用引号里的词，例如 TI="锚索"')
            raise self._error(_("“%s”字段不能按整个值检索") % token.text, token, hint=hint)
        return Exact(field, self._value().text)

    def _fielded_value(self, fields: tuple[Field, ...]) -> Node:
        if opening := self._take("sign", "("):
            if len(fields) == 1 and fields[0].identifies:
                return self._numbers(fields[0], opening)
            return self._group(opening, fields)
        value = self._value()
        return self._wide(value, fields) if _is_wide(value) else self._term(fields, value)

    def _wide(self, token: Token, fields: tuple[Field, ...]) -> Node:
        """What follows the sign, which touches it: ~锚索, ~"锚索", ~(锚索 支护)."""
        sign = WIDE * 2 if token.text.startswith(WIDE * 2) else WIDE
        rest = replace(token, text=token.text[len(sign) :], start=token.start + len(sign))
        follows = self._peek()
        if rest.text.strip(WIDE):
            self.position -= 1
            self.tokens[self.position] = rest
        elif rest.text or follows.start != token.end or not (follows.kind == "quoted" or follows.text == "("):
            raise self._error(_("“~”要紧跟在检索词前面"), token, hint=_('例如 ~锚索、~"驱动电源"'))
        return WithSynonyms(self._primary(fields), crosses=sign != WIDE)

    def _numbers(self, field: Field, opening: Token) -> Node:
        """AN=(… … …): side by side they are alternatives, since no record has two."""
        values: list[str] = []
        while not self._take("sign", ")"):
            if self._take("keyword", "OR"):
                continue
            token = self._next()
            if token.kind not in ("word", "quoted"):
                raise self._error(_("括号没有结束"), opening, f"{self.text})")
            pieces = [piece for piece in token.text.split(",") if piece]
            values += [self._clean(field, Token("word", piece, token.start, token.end)) for piece in pieces]
        if not values:
            raise self._missing_term(opening)
        return AnyOf(field, tuple(dict.fromkeys(values)))

    def _fields(self, token: Token) -> tuple[Field, ...]:
        found: list[Field] = []
        for code in token.text.split(","):
            fields = self.document_type.by_code.get(code.upper())
            if fields is None:
                raise self._unknown_field(token, code)
            found += fields
        return tuple(dict.fromkeys(found))

    def _unknown_field(self, token: Token, code: str) -> QuerySyntaxError:
        near = difflib.get_close_matches(code.upper(), self.document_type.by_code, 1, 0.5)
        before, after = self.text[: token.start], self.text[token.start :]
        repair = before + after.replace(code, near[0], 1) if near else f'"{self.text.replace(chr(34), "")}"'
        return self._error(_("没有名为“%s”的字段") % code, token, repair)

    def _value(self) -> Token:
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

    def _range(self, field: Field, opening: Token) -> Node:
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

    def _bounds(self, field: Field, token: Token) -> tuple[int, int]:
        assert field.bounds
        try:
            return field.bounds(token.text)
        except UserError as error:
            raise self._error(error.message, token, hint=error.hint) from error

    def _term(self, fields: tuple[Field, ...], token: Token) -> Node:
        if fields[0].bounds:
            return Range(fields[0], *self._bounds(fields[0], token))
        if fields[0].type == FieldType.KEYWORD:
            return self._keyword(fields, token)
        is_free = fields == self.free_text
        if token.kind == "quoted":
            return Phrase(fields, token.text, is_free)
        if weight := _WEIGHT.search(token.text):
            stem = Token("word", token.text[: weight.start()], token.start, token.end)
            return (
                self._weighing(self._term(fields, stem), weight[1], token) if stem.text else self._bare(token)
            )
        if is_free and (number := self.document_type.recognise(token.text)):
            return Exact(*number)
        if _TRUNCATED_LATIN.fullmatch(token.text) or _TRUNCATED_CHINESE.fullmatch(token.text):
            return self._pattern(fields, token, fold(token.text))
        text = token.text.strip("+*?")
        return Words(fields, text or token.text, is_free)

    def _bare(self, token: Token) -> Node:
        raise self._error(_("权重要紧跟在检索词后面"), token, hint=_("例如 锚索^3"))

    def _pattern(self, fields: tuple[Field, ...], token: Token, text: str) -> Node:
        if not text.strip("+*"):
            return Everything()
        if len(text) - sum(map(text.count, "+*#?")) < MIN_STEM and fields[0].type == FieldType.TEXT:
            raise self._error(
                _("用截词符时至少要有 %d 个字符") % MIN_STEM, token, hint=_("要查这些符号本身，请加引号")
            )
        node = Pattern(fields, text, fields == self.free_text)
        self._require_places(node, token)
        return node

    def _keyword(self, fields: tuple[Field, ...], token: Token) -> Node:
        if any(sign in token.text for sign in "+*#?"):
            return self._pattern(fields, token, to_half_width(token.text).upper())
        alternatives = tuple(Exact(field, self._clean(field, token)) for field in fields)
        return alternatives[0] if len(alternatives) == 1 else Or(alternatives)

    def _clean(self, field: Field, token: Token) -> str:
        if field.clean is None:
            return token.text
        try:
            return field.clean(token.text)
        except UserError as error:
            raise self._error(error.message, token, hint=error.hint) from error

    def _peek(self) -> Token:
        return self.tokens[self.position]

    def _next(self) -> Token:
        token = self.tokens[self.position]
        if token.kind != "end":
            self.position += 1
        return token

    def _take(self, kind: str, text: str) -> Token | None:
        token = self._peek()
        if (token.kind, token.text) != (kind, text):
            return None
        self.position += 1
        return token

    def _error(self, message: str, token: Token, repair: str = "", hint: str = "") -> QuerySyntaxError:
        return QuerySyntaxError(message, token.start + 1, repair, hint)

    def _missing_term(self, token: Token) -> QuerySyntaxError:
        """An operator without its term: the repair drops the operator before the gap, or the one at the start."""
        before = [each for each in self.tokens if each.start < token.start]
        repair = self._without(before[-1] if before else token)
        return self._error(_("这里缺少检索词"), token, repair)

    def _without(self, token: Token) -> str:
        return (self.text[: token.start] + self.text[token.end :]).strip()

    def _with_operator(self, token: Token) -> str:
        head, tail = self.text[: token.start], self.text[token.start :]
        return head + re.sub(r"[<>]=?", "=", tail, count=1)


def _is_wide(token: Token) -> bool:
    return token.kind == "word" and token.text.startswith(WIDE)


def _fields_of(node: Node) -> tuple[Field, ...]:
    """The text fields in which all of a node's terms stand; none where they differ."""
    match node:
        case Words(fields) | Phrase(fields) | Pattern(fields) | Near(fields) | Together(fields):
            return fields
        case Weighted(child) | WithSynonyms(child):
            return _fields_of(child)
        case And(children) | Or(children):
            every = {_fields_of(child) for child in children}
            return every.pop() if len(every) == 1 else ()
    return ()


def _placed(node: Node) -> Node:
    """Words that are to be near something stand side by side themselves."""
    match node:
        case Words(fields, text, is_free):
            return Phrase(fields, text, is_free)
        case Or(children):
            return Or(tuple(map(_placed, children)))
        case Weighted(child, weight):
            return Weighted(_placed(child), weight)
        case WithSynonyms(child, crosses):
            return WithSynonyms(_placed(child), crosses)
    return node


def _within(node: Node, fields: tuple[Field, ...]) -> Node:
    """The same, looked for in these fields only."""
    match node:
        case Words() | Phrase() | Pattern():
            return type(node)(fields, node.text)
        case Near(_, left, right, most, is_ordered):
            return Near(fields, _within(left, fields), _within(right, fields), most, is_ordered)
        case Together(_, left, right, unit):
            return Together(fields, _within(left, fields), _within(right, fields), unit)
        case And(children) | Or(children):
            return type(node)(tuple(_within(child, fields) for child in children))
        case Weighted(child, weight):
            return Weighted(_within(child, fields), weight)
        case WithSynonyms(child, crosses):
            return WithSynonyms(_within(child, fields), crosses)
    return node
