"""Why a patent stands where it does, in words that need no knowledge of how a search works."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from onestop.portal.pages.labels import field_label
from onestop.records.explain import Match, Standing
from onestop.records.search import PatentHit


def reasons_in_words(hit: PatentHit) -> Iterator[str]:
    for match in hit.matches:
        yield from _of_match(match)
    if hit.standing:
        yield from _of_standing(hit.standing, has_synonyms=any(each.synonyms for each in hit.matches))


def _of_match(match: Match) -> Iterator[str]:
    label = field_label(match.field)
    if match.words:
        words = "、".join(_quoted(word) for word in match.words)
        said = {"field": label, "words": words, "times": match.times}
        yield _("%(field)s里有%(words)s，共 %(times)s 处") % said + _counting(match.weight)
    for each in match.synonyms:
        said = {"field": label, "word": _quoted(each.word), "typed": _quoted(each.typed), "times": each.times}
        yield _("%(field)s里有%(word)s，%(times)s 处，是%(typed)s的另一种说法，算一半") % said + _counting(
            match.weight
        )


def _counting(weight: float) -> str:
    return _("（这里的词算 %(weight)s 倍）") % {"weight": f"{weight:g}"} if weight != 1 else ""


def _of_standing(standing: Standing, *, has_synonyms: bool) -> Iterator[str]:
    if not standing.is_as_typed:
        yield _("只有靠同义词才找得到，排在用您原来的词就能找到的后面")
    elif has_synonyms:
        yield _("用您原来的词就能找到，排在只靠同义词才找到的前面")
    if standing.recency is not None:
        said = {"day": standing.published_on, "factor": f"{standing.recency:g}"}
        is_known = bool(standing.published_on)
        yield (
            _("%(day)s 公布，按新旧乘以 %(factor)s") if is_known else _("不知道公布日，按新旧乘以 %(factor)s")
        ) % said
    yield _("词的得分 %(score)s：少见的词、短的文字里的词得分高") % {"score": f"{standing.words:.2f}"}


def _quoted(word: str) -> str:
    return f"“{word}”"
