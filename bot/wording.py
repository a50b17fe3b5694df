"""The words of an answer that are not the article's, the same on every surface."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.words import ENGLISH, Words
from index.answer import Answer, Citation
from index.document import Document
from index.said import Said
from index.store.protocol import Coverage, Filters
from index.versions import Correction

# Control characters, lone surrogates, line separators, and what turns the direction of the text around it: none of
# them is a character that a reader sees, and some make a screen show something else than what is written.
_UNSEEN = re.compile(r"(?:(?![\n\t])[\x00-\x1f\x7f-\x9f]|[\u2028-\u202e\u2066-\u2069\ud800-\udfff])")
_DATE_ONLY = len("2020-01-06")
_RECENT_DAYS = 60  # past that, a date says more than an age
_NAME_LIMIT = 120
_PICTURES = 0x2400  # the Unicode block with a visible picture for each control character


def visible(text: str) -> str:
    """Return the text with its unseen characters replaced by visible ones; all others are left as they are.

    Line breaks (also as CR LF) and tabs count as seen.
    """
    return _UNSEEN.sub(_picture, text.replace("\r\n", "\n"))


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    return "\u2421" if code == 0x7F else f"[U+{code:04X}]"


def one_line(text: str, limit: int) -> str:
    """Return the text on one line and in at most ``limit`` characters, cut visibly with an ellipsis."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def reason(error: BaseException) -> str:
    """Return what an error says, on one line; Discord's own take several, and a proxy's may be a whole page."""
    return one_line(str(error), 300) or type(error).__name__


def day(published: str, words: Words = ENGLISH) -> str:
    """Return an ISO 8601 date or time as "6 January 2020", and anything else as it stands."""
    try:
        return words.day(datetime.fromisoformat(published))
    except ValueError:
        return one_line(published, 40)


def corrected(
    correction: Correction,
    words: Words = ENGLISH,
    *,
    shown: Callable[[str], str] = str,
    date: Callable[[str], str] = day,
    limit: int = 500,
) -> str:
    """Say how a sentence was corrected, or that it was taken out: "Corrected on 6 January 2020: was …, now …".

    A sentence of more than ``limit`` characters is cut, visibly.
    """
    was = shown(one_line(correction.was, limit))
    if correction.now is None:
        return words.taken_back.format(date=date(correction.at), was=was)
    now = shown(one_line(correction.now, limit))
    return words.corrected.format(date=date(correction.at), was=was, now=now)


def version(document: Document, words: Words = ENGLISH, *, date: Callable[[str], str] = day) -> str:
    """Name the version of an article that has several: "version 2, retrieved 6 January 2020"; else nothing."""
    if document.version == 1 or document.retrieved is None:
        return ""
    return words.version.format(n=words.number(document.version), date=date(document.retrieved))


def searched(
    answer: Answer,
    words: Words = ENGLISH,
    *,
    shown: Callable[[str], str] = str,
    date: Callable[[str], str] = day,
    now: datetime | None = None,
) -> str:
    """Say what was searched, how fresh it is and how long it took, on one line.

    ``shown`` makes text of articles and people safe for the surface; ``date`` writes an ISO 8601 date; ``now`` is
    the moment from which the newest article's age is counted.
    """
    return searched_in(
        answer.searched, answer.question.filters, answer.milliseconds, words, shown=shown, date=date, now=now
    )


def searched_in(
    coverage: Coverage,
    wanted: Filters,
    milliseconds: float,
    words: Words = ENGLISH,
    *,
    shown: Callable[[str], str] = str,
    date: Callable[[str], str] = day,
    now: datetime | None = None,
) -> str:
    """Say the same of what was searched through which filters, and how long that took."""
    what = words.searched.format(what=counted(coverage, words))
    if wanted.any:
        what += f" ({filters(wanted, words, shown=shown)})"
    if coverage.newest:
        what += f", {newest(coverage.newest, words, now or datetime.now(UTC), date=date)}"
    return f"{what} · {words.duration(milliseconds)}"


def newest(published: str, words: Words, now: datetime, *, date: Callable[[str], str] = day) -> str:
    """Say how old the newest article is, or its date where it is old, or its age not known."""
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return words.newest_date.format(date=date(published))
    if len(published) <= _DATE_ONLY:
        days, hours = (now.date() - moment.date()).days, 0.0
        known = 0 < days <= _RECENT_DAYS
    else:
        hours = (now - (moment if moment.tzinfo else moment.replace(tzinfo=UTC))).total_seconds() / 3600
        days, known = int(hours // 24), 0 <= hours <= _RECENT_DAYS * 24
    if not known:
        return words.newest_date.format(date=date(published))
    if days >= 2 or len(published) <= _DATE_ONLY:
        return words.counted(words.newest_days, days)
    if hours >= 1:
        return words.newest_hours.format(n=int(hours))
    return words.newest_minutes.format(n=max(int(hours * 60), 1))


def filters(wanted: Filters, words: Words = ENGLISH, *, shown: Callable[[str], str] = str) -> str:
    """Name the filters: "outlet Harbour Post, since 6 January 2020"."""
    named = [words.only_outlet.format(name=shown(one_line(name, 100))) for name in sorted(wanted.outlets)[:3]]
    if wanted.since:
        named.append(words.only_since.format(date=words.day(wanted.since)))
    if wanted.until:  # exclusive, and at midnight when a person named a day
        named.append(words.only_until.format(date=words.day(wanted.until - timedelta(microseconds=1))))
    if wanted.documents:
        named.append(words.counted(words.chosen_articles, len(wanted.documents)))
    return ", ".join(named)


def searched_for(
    said: Said, words: Words = ENGLISH, *, shown: Callable[[str], str] = str, date: Callable[[str], str] = day
) -> str:
    """Say what was searched for somebody's words, as :func:`searched` does for an answer."""
    return searched_in(said.searched, said.request.filters, said.milliseconds, words, shown=shown, date=date)


def said_by(citation: Citation, words: Words = ENGLISH) -> str:
    """Say who says what is cited, with the role that the article gives; nothing where that is not known."""
    if citation.speaker is None:
        return ""
    named = (one_line(part, _NAME_LIMIT) for part in (citation.speaker, citation.role) if part)
    return words.said_by.format(name=", ".join(named))


def nothing_searched(answer: Answer, words: Words = ENGLISH, *, shown: Callable[[str], str] = str) -> str:
    """Say why there was nothing to search, and what to do."""
    if not answer.question.filters.any:
        return words.nothing_to_search if answer.question.filters.owners.shared else words.nothing_of_its_own
    return words.nothing_passes.format(filters=filters(answer.question.filters, words, shown=shown))


def counted(coverage: Coverage, words: Words = ENGLISH) -> str:
    """Say how much there is: "1,204 articles from 14 outlets"."""
    articles = words.counted(words.articles, coverage.documents)
    if not coverage.outlets:
        return articles
    return words.articles_from_outlets.format(articles=articles, outlets=words.counted(words.outlets, coverage.outlets))
