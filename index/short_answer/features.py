"""What speaks for a span as the answer: names of features, at its edges, around it and of the whole.

A span's score is the sum of the weights of what is true of its first word, of its last word and of the whole,
as in the logistic regression of Rajpurkar et al. 2016 (SQuAD); the weights depend on what is asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from index.short_answer.tokens import Token, tokens
from index.terms import question_terms

LONGEST = 32  # words and marks; longer answers are whole sentences
_MOST_WORDS = 150  # what is longer than that is no sentence, and nothing is marked in it
_SIMILAR = 5  # letters in common at the start, for "enroled" and "enrolled"
_NEVER_FIRST = frozenset(("COMMA", "STOP", "CLOSE", "UNIT"))
_NEVER_LAST = frozenset(("COMMA", "STOP", "OPEN", "DASH", "MONEY", "DET", "OF"))
_BREAKS = frozenset(("COMMA", "STOP", "OPEN", "CLOSE", "QUOTE", "DASH"))
_RUN = frozenset(("NAME", "INITIAL", "PARTICLE"))

# What is asked for, finer than the answer type, for weights of its own; the first that matches counts.
_ASKS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("say", r"\bwhat (?:did|does|do|has|have|had|was|is)\b.*\b(?:say|said|tell|told|claim|call|think|thought|reply|"
                r"respond|comment|promise|warn|argue|describe|compare|joke|answer|write|wrote)|"
                r"\bwhat .*\b(?:said|told)\b"),
        ("money", r"\bhow much\b|\bwhat .*\b(?:price|cost|fine|salary|amount|sum|worth)\b|"
                  r"\b(?:cost|price|salary|pay|worth|fine|bill|revenue|profit)\b.*\b(?:of|for)\b"),
        ("long", r"\bhow (?:long|late|soon|far back)\b"),
        ("old", r"\bhow old\b|\bwhat age\b|\bage of\b"),
        ("many", r"\bhow (?:many|few)\b|\bnumber of\b|\bdeath toll\b|\bwhat number\b"),
        ("measure", r"\bhow (?:big|large|far|fast|high|tall|often|deep|wide|heavy|hot|cold|likely)\b|"
                    r"\bwhat (?:percent\w*|share|proportion|size|total|figure|score|rate)\b|\bpercent"),
        ("when", r"\bwhen\b|\b(?:what|which) (?:year|day|date|month|time|week|decade|century|hour)\b|"
                 r"\b(?:date|deadline)\b"),
        ("where", r"\bwhere|\b(?:what|which) (?:city|country|state|town|place|location|region|county|village|street|"
                  r"province|site|port|airport)\b"),
        ("why", r"\bwhy\b|\bhow come\b|\bwhat (?:caused|led|prompted|triggered|made)\b|\b(?:reason|cause)\b"),
        ("whose", r"\bwhose\b"),
        ("who", r"\bwho\b|\bwhom\b|\bwhos\b|\bwho['’]s\b|\b(?:what|which) (?:person|man|woman|president|minister|"
                r"senator|general|official|politician|judge|actor|author|player|coach|director|mayor|singer)\b"),
        ("how", r"\bhow\b"),
        ("done", r"\bwhat (?:did|does|do|will|would|has|have|had|is|was|were|are|['’]s)\b.*"
                 r"\b(?:do|doing|done|happen\w*)\b|\bwhat happen"),
        ("whether", r"^(?:did|does|do|is|are|was|were|will|would|has|have|had|can|could)\b"),
        ("which", r"\bwhich\b"),
        ("whatis", r"\bwhat(?:['’]?s| is| was| are| were)\b"),
        ("whatdid", r"\bwhat (?:did|does|do|will|would|has|have|had)\b"),
        ("what", r"\bwhat\b"),
    )
)  # fmt: skip


def asks(question: str) -> str:
    """Return what a question asks for: one of a closed set of names, "keywords" where it has no such word."""
    return next((name for name, pattern in _ASKS if pattern.search(question)), "keywords")


@dataclass(frozen=True, slots=True)
class Analysis:
    """A sentence as a question sees it: its tokens, and which of them the question has (``shared``).

    ``near`` counts for each token the question's words in its clause, as far as commas and quotations go.
    ``focus`` is the stem of the thing whose number or kind is asked for ("chairs" in "how many chairs").
    """

    words: tuple[Token, ...]
    shared: tuple[bool, ...]
    near: tuple[int, ...]
    focus: str
    spans: tuple[tuple[int, int], ...]


def analyse(question: str, sentence: str) -> Analysis:
    """Return a sentence's tokens, which of them the question has, and the spans (first, last) that may answer."""
    words = tuple(tokens(sentence))
    if len(words) > _MOST_WORDS:
        return Analysis(words, (), (), "", ())
    wanted = question_terms(question)
    shared = tuple(bool(word.stem) and any(_alike(word.stem, term) for term in wanted) for word in words)
    focus = _FOCUS.search(question.lower())
    stems = question_terms(focus.group(1)) if focus else []
    return Analysis(words, shared, _near(words, shared), stems[0] if stems else "", tuple(_spans(words)))


_FOCUS = re.compile(r"\b(?:how many|which|what|how much|whose)(?: (?:kind|type|sort) of)? (\w+)")


def _near(words: Sequence[Token], shared: Sequence[bool]) -> tuple[int, ...]:
    clause = list(accumulate(word.kind in _BREAKS for word in words))
    counts = Counter(number for number, has in zip(clause, shared, strict=True) if has)
    return tuple(counts[number] for number in clause)


def _alike(one: str, other: str) -> bool:
    return one == other or (len(one) >= _SIMILAR and len(other) >= _SIMILAR and one[:_SIMILAR] == other[:_SIMILAR])


def _spans(words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield spans that begin and end as answers do, with their brackets closed."""
    for first, begin in enumerate(words):
        if begin.kind in _NEVER_FIRST:
            continue
        opened = 0
        for last in range(first, min(first + LONGEST, len(words))):
            kind = words[last].kind
            opened += (kind == "OPEN") - (kind == "CLOSE")
            if opened < 0:
                break
            if first == last and kind == "PRONOUN":
                continue  # "he" answers nobody who asks who
            if not opened and kind not in _NEVER_LAST and not _splits_name(words, first, last):
                yield first, last


def _splits_name(words: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether a span ends between an initial and a name, or a currency and its number begins outside."""
    after = words[last + 1].kind if last + 1 < len(words) else ""
    return (words[last].kind == "INITIAL" and after == "NAME") or (
        first > 0 and words[first - 1].kind in ("MONEY", "INITIAL") and words[first].kind in ("NUMBER", "NAME", "YEAR")
    )


def first_features(analysis: Analysis, at: int) -> list[str]:
    """Name what is true of a span that begins at a token."""
    words, shared = analysis.words, analysis.shared
    word, before, earlier = words[at], _at(words, at - 1), _at(words, at - 2)
    return [
        f"F{_kind(word)}",
        f"F<{_kind(before)}",
        f"F<{_kind(before)}>{_kind(word)}",
        f"F<<{_kind(earlier)}<{_kind(before)}",
        f"Fw{_lower(word)}",
        f"F<w{_lower(before)}",
        f"F<<w{_lower(earlier)}",
        f"Fs{_flag(shared, at)}<{_flag(shared, at - 1)}<{_flag(shared, at - 2)}",
        f"Fl{_distance(shared, at - 1, -1)}",
        f"F0{at == 0}",
    ]


def last_features(analysis: Analysis, at: int) -> list[str]:
    """Name what is true of a span that ends with a token."""
    words, shared = analysis.words, analysis.shared
    word, after, later = words[at], _at(words, at + 1), _at(words, at + 2)
    return [
        f"L{_kind(word)}",
        f"L>{_kind(after)}",
        f"L{_kind(word)}>{_kind(after)}",
        f"L>{_kind(after)}>>{_kind(later)}",
        f"Lw{_lower(word)}",
        f"L>w{_lower(after)}",
        f"L>>w{_lower(later)}",
        f"Ls{_flag(shared, at)}>{_flag(shared, at + 1)}>{_flag(shared, at + 2)}",
        f"Lr{_distance(shared, at + 1, 1)}",
        f"Lf{word.stem == analysis.focus}" if analysis.focus else "Lf",
        f"Lf>{after.stem == analysis.focus}" if after and analysis.focus else "Lf>",
    ]


def span_features(analysis: Analysis, first: int, last: int) -> list[str]:
    """Name what is true of a span as a whole."""
    words, shared = analysis.words, analysis.shared
    kinds = [word.kind for word in words[first : last + 1]]
    held = set(kinds)
    size = last - first + 1
    own = sum(shared[first : last + 1])
    before, after = _kind(_at(words, first - 1)), _kind(_at(words, last + 1))
    named = kinds[0] in _RUN and before not in _RUN and after not in _RUN and held <= _RUN
    return [
        f"S{min(size, 6) if size <= 6 else 8 if size <= 8 else 12 if size <= 12 else 18 if size <= 18 else 32}",
        f"Ss{min(own, 3)}",
        f"Sc{min(analysis.near[first], 3)}",
        f"Sd{min(max(analysis.near) - analysis.near[first], 3)}",
        f"Sr{own * 4 // size if own else -1}",
        f"S#{'NUMBER' in held or 'YEAR' in held}",
        f"S${'MONEY' in held}",
        f"Sn{'NAME' in held}{named}",
        f"St{'MONTH' in held or 'DAY' in held or 'YEAR' in held}",
        f"Sv{not held.isdisjoint(('BE', 'AUX'))}{'SAY' in held}",
        f"Sq{'QUOTE' in held or 'OPEN' in held}{before in ('OPEN', 'QUOTE')}{after in ('CLOSE', 'QUOTE')}",
        f"Sp{'COMMA' in held}{'STOP' in held}",
        f"Se{before}|{after}",
        f"Sk{_signature(kinds)}",
        f"Sa{size == len(words) or size >= len(words) - 1}",
    ]


def _signature(kinds: Sequence[str]) -> str:
    """Return the kinds of a short span with repetitions collapsed, "" for a long one."""
    runs = [kind for kind, before in zip(kinds, [None, *kinds], strict=False) if kind != before]
    return "-".join(runs) if len(runs) <= 5 else ""


def _at(words: Sequence[Token], at: int) -> Token | None:
    return words[at] if 0 <= at < len(words) else None


def _kind(word: Token | None) -> str:
    return word.kind if word else "END"


def _lower(word: Token | None) -> str:
    return word.lower if word else "END"


def _flag(shared: Sequence[bool], at: int) -> int:
    return int(shared[at]) if 0 <= at < len(shared) else 2


def _distance(shared: Sequence[bool], at: int, step: int) -> int:
    """Return how far away the nearest word is that the question has, at most 8, in one direction."""
    for steps in range(8):
        if not 0 <= at < len(shared):
            return 9
        if shared[at]:
            return steps if steps < 3 else 3 if steps < 5 else 5
        at += step
    return 8
