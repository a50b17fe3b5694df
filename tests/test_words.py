"""The catalogues: every language says everything, with the same blanks, in Discord's limits."""

from __future__ import annotations

import re
from dataclasses import fields
from string import Formatter

import pytest
from discord import Locale

from bot.words import ENGLISH, LANGUAGES, Words, words_for
from bot.words.catalogue import FeedWords

OTHERS = [words for words in LANGUAGES.values() if words is not ENGLISH]
LABELS = ("context", "more", "follow_up")  # of buttons: 80 at most; the last is also a dialogue's title: 45


def texts(words: Words | FeedWords) -> dict[str, str]:
    """Everything that is said, by name."""
    found: dict[str, str] = {}
    for each in fields(words):
        value = getattr(words, each.name)
        if isinstance(value, str):
            found[each.name] = value
        elif isinstance(value, tuple):
            found |= {f"{each.name}.{number}": text for number, text in enumerate(value)}
        elif isinstance(value, FeedWords):
            found |= {f"{each.name}.{name}": text for name, text in texts(value).items()}
        elif each.name in ("question_problems", "timeline_doubts", "problems"):
            found |= {f"{each.name}.{name}": text for name, text in value.items()}
    return found


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("words", OTHERS, ids=lambda words: words.language)
def test_every_language_says_everything_with_the_same_blanks(words: Words) -> None:
    english, other = texts(ENGLISH), texts(words)
    assert english.keys() == other.keys()
    for name, text in english.items():
        assert blanks(other[name]) == blanks(text), name
        assert other[name], name
    same = {name for name in english if len(english[name]) > 20 and english[name] == other[name]}
    assert same <= {"follow_up_example"}  # an example of a question, which is English


@pytest.mark.parametrize("words", OTHERS, ids=lambda words: words.language)
def test_every_language_names_the_same_commands(words: Words) -> None:
    assert words.commands.keys() == OTHERS[0].commands.keys()


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=lambda words: words.language)
def test_labels_and_titles_fit_and_months_are_twelve(words: Words) -> None:
    assert all(len(getattr(words, name)) <= 45 for name in LABELS)
    assert len(words.follow_up_label) <= 45 and len(words.follow_up_example) <= 100
    assert len(words.months.split()) == 12
    assert all(len(text) <= 2500 for text in texts(words).values())
    assert not re.search(r"@(?:everyone|here)", "".join(texts(words).values()))


def test_each_of_discords_locales_has_words() -> None:
    spoken = {locale.value: words_for(locale).language for locale in Locale}
    assert spoken["es-419"] == spoken["es-ES"] == "es" and spoken["pt-BR"] == "pt"
    assert spoken["en-US"] == spoken["en-GB"] == spoken["ja"] == spoken["zh-CN"] == "en"
    assert words_for(None) is ENGLISH


def test_numbers_are_written_as_in_each_language() -> None:
    assert ENGLISH.counted(ENGLISH.articles, 1204) == "1,204 articles"
    assert LANGUAGES["de"].counted(LANGUAGES["de"].outlets, 1) == "1 Medium"
    assert LANGUAGES["fr"].counted(LANGUAGES["fr"].articles, 0) == "0 article"
    assert LANGUAGES["es"].number(1204) == "1.204"
    assert LANGUAGES["pt"].duration(1250) == "1,2 s"
