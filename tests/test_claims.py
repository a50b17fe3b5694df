"""Whether somebody ever said something: yes with the quotation, a plain quotation, or not found; never a wrong yes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from discord_double import DiscordDouble
from hypothesis import given
from hypothesis import strategies as st
from stores import answerer, ingest, new_store
from worlds import LETTER, newsroom

from bot.plain import answer_text
from index.question import ask
from index.understanding.claims import Claim, attributes, claim_in, confirms, spoken_by_another

STRIKE = "Speaker Nancy Pelosi said that the strike had been provocative."
DID_TRUMP = "did trump say the strike was provocative?"
DECISION = "Then Secretary Mark T. Esper told reporters that no decision to leave Iraq had been made."


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("did Nancy Pelosi ever say that the strike was bad?", Claim("pelosi", "the strike was bad")),
        ("Has Prime Minister Abdul Mahdi said he resigned", Claim("mahdi", "he resigned")),
        ("did the mayor call it a mistake?", Claim("mayor", "it a mistake")),
        ("did he ever say that?", None),
        ("did anyone say the strike was bad?", None),
        ("what did Pelosi say about the strike?", None),
        ("did Pelosi resign?", None),
        ("did Pelosi say?", None),
    ],
)
def test_a_question_whether_somebody_said_something_is_known_by_its_form(question: str, claim: Claim | None) -> None:
    assert claim_in(question) == claim


@pytest.mark.parametrize(
    ("question", "sentence", "support", "found"),
    [
        ("did pelosi ever say the strike was provocative", STRIKE, None, "yes"),
        ("did pelosi say that the strike was not provocative?", STRIKE, None, "quoted"),
        ("did pelosi call the strike a crime?", STRIKE, None, "quoted"),
        ("did esper ever say a decision to leave Iraq was made?", DECISION, None, "quoted"),
        ("did esper say that no decision to leave was made?", DECISION, None, "yes"),
        ("did trump ever say no decision to leave was made?", DECISION, None, "another"),
        (DID_TRUMP, "“Trump made the strike provocative,” said Mr. Adam Lund.", None,
         "another"),
        (DID_TRUMP, "The strike was provocative, said Trump.", None, "yes"),
        (DID_TRUMP, "He said that the strike was provocative.", "Trump spoke.", "yes"),
        (DID_TRUMP, "He said that the strike was provocative.", "Mr. Lund spoke.",
         "another"),
        (DID_TRUMP, "He said that the strike was provocative.", None, "quoted"),
        (DID_TRUMP, "Trump denied that the strike was provocative.", None, "quoted"),
        (DID_TRUMP, "Trump asked whether the strike was provocative.", None, "quoted"),
        (DID_TRUMP, "Trump’s critics said the strike was provocative.", None, "quoted"),
    ],
)  # fmt: skip
def test_yes_is_said_only_where_the_one_asked_about_says_so(
    question: str, sentence: str, support: str | None, found: str
) -> None:
    claim = claim_in(question)
    assert claim is not None
    another = spoken_by_another(sentence, claim, support)
    yes = attributes(sentence, claim, support) and confirms(sentence, claim)
    assert not (another and yes)
    assert found == ("another" if another else "yes" if yes else "quoted")


@given(st.text(), st.text(), st.text())
def test_whatever_is_asked_and_published_is_judged_and_never_both_ways(who: str, what: str, sentence: str) -> None:
    claim = claim_in(f"did {who} say that {what}?")
    if claim is not None and spoken_by_another(sentence, claim):
        assert not attributes(sentence, claim)


def test_the_terminal_says_yes_or_that_it_is_not_found(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    ingest(store, replace(LETTER, text=f"{STRIKE} {DECISION}"))
    asking = answerer(store)
    yes = answer_text(asking.answer(ask("did Pelosi ever say that the strike was provocative?")), width=None)
    other = answer_text(asking.answer(ask("did Trump say that no decision to leave Iraq had been made?")), width=None)
    store.close()
    assert yes.split("\n")[:2] == ["Yes:", STRIKE]
    assert other.split("\n")[:3] == ["The coverage does not answer this.", "Nearest, not an answer:", DECISION]


async def test_on_discord_yes_is_said_in_the_persons_language(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, replace(LETTER, text=f"{STRIKE} {DECISION}")) as room:
        yes = await room.answer_to("!ask did pelosi ever say the strike was provocative")
        other = await room.answer_to("!ask did Trump say that no decision to leave Iraq had been made?")
        room.alice.user.locale = "de"
        slash = await room.alice.slash(room.channel, "ask", question="did pelosi say the strike was provocative?")
        german = await slash.reply()
    assert yes.said.split("\n")[:2] == ["Yes:", STRIKE]
    assert other.said.startswith("The coverage does not answer this.\nNearest, not an answer:\n" + DECISION)
    assert german.said.split("\n")[:2] == ["Ja:", STRIKE]
    assert double.rejections == []
