"""Where a message cannot be sent: one line in the log, and the next question is answered."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from discord_double import DiscordDouble, Timing, running_double
from worlds import LETTER, QUESTION, SENTENCE, Newsroom, newsroom

MESSAGES = "/channels/{id}/messages"
ORIGINAL = "/webhooks/{id}/{token}/messages/@original"


def told_in_one_line(log: pytest.LogCaptureFixture, *words: str) -> bool:
    """Whether one of our warnings has all these words, no record has a traceback, and none is worse."""
    ours = [record for record in log.records if record.name.startswith("bot.")]
    assert not [record for record in log.records if record.exc_info or record.levelno > logging.WARNING]
    return any(all(word in record.getMessage() for word in words) for record in ours) and all(
        "\n" not in record.getMessage() for record in ours
    )


async def still_answers(room: Newsroom) -> bool:
    """Whether the next question, in another channel, gets its answer."""
    assert room.channel.guild is not None
    elsewhere = room.channel.guild.text_channel("elsewhere")
    asked = await room.alice.says(elsewhere, f"!ask {QUESTION}")
    return SENTENCE in (await elsewhere.next_message(after=asked)).visible_text


async def test_a_channel_where_the_bot_may_not_write_is_passed_over(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        room.channel.forbid("send_messages")
        await room.alice.says(room.channel, f"!ask {QUESTION}")
        await room.channel.stays_quiet(0.3)
        assert await still_answers(room)
    assert told_in_one_line(caplog, "could not be sent", "50013")


async def test_a_channel_that_the_bot_cannot_see_any_more_is_passed_over(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        double.faults.next("POST", MESSAGES, status=403, code=50001, message="Missing Access")
        await room.alice.says(room.channel, f"!ask {QUESTION}")
        await room.channel.stays_quiet(0.3)
        assert await still_answers(room)
    assert told_in_one_line(caplog, "could not be sent", "50001")


async def test_a_channel_that_is_deleted_meanwhile_is_passed_over(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        double.faults.next("POST", MESSAGES, status=404, code=10003, message="Unknown Channel")
        await room.alice.says(room.channel, f"!ask {QUESTION}")
        await room.channel.stays_quiet(0.3)
        assert await still_answers(room)
    assert told_in_one_line(caplog, "could not be sent", "10003")


async def test_a_person_with_closed_direct_messages_is_passed_over(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        room.alice.closes_direct_messages()
        await room.alice.direct_message(QUESTION)
        await room.alice.direct_channel.stays_quiet(0.3)
        assert await still_answers(room)
    assert told_in_one_line(caplog, "could not be sent", "50007")


async def test_a_question_that_is_deleted_meanwhile_is_answered_without_a_reference(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        asked = await room.alice.says(room.channel, f"!ask {QUESTION}")
        await room.alice.deletes(asked)
        answer = await room.channel.next_message(after=asked)
    assert SENTENCE in answer.visible_text and answer.reference is None
    assert double.rejections == []


@pytest.mark.parametrize("code", [50035, 10008, 160002])
async def test_where_no_reply_is_allowed_the_answer_is_sent_without_a_reference(
    double: DiscordDouble, tmp_path: Path, code: int
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        double.faults.next("POST", MESSAGES, status=400, code=code, message="no reference")
        answer = await room.answer_to(f"!ask {QUESTION}")
    assert SENTENCE in answer.visible_text and answer.reference is None


async def test_a_failure_to_show_typing_costs_no_answer(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        double.faults.next("POST", "/channels/{id}/typing", status=403, code=50013, message="Missing Permissions")
        answer = await room.answer_to(f"!ask {QUESTION}")
    assert SENTENCE in answer.visible_text


async def test_a_late_interaction_is_given_up(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with (
        running_double(timing=Timing(acknowledge_within=0.0)) as double,
        newsroom(double, tmp_path, LETTER) as room,
    ):
        await room.alice.slash(room.channel, "ask", question=QUESTION)
        await room.channel.stays_quiet(0.3)
        assert await still_answers(room)
    assert told_in_one_line(caplog, "could not be answered", "10062")


async def test_an_interaction_whose_token_has_expired_is_given_up(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        double.faults.next("PATCH", ORIGINAL, status=401, code=50027, message="Invalid Webhook Token")
        asked = await room.alice.slash(room.channel, "ask", question=QUESTION)
        await asked.acknowledged
        assert await still_answers(room)
    assert told_in_one_line(caplog, "could not be answered", "50027")


async def test_a_connection_that_is_lost_again_and_again_while_sending_is_one_line(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.requests.PAUSES", (0.01, 0.01, 0.01))
    async with newsroom(double, tmp_path, LETTER) as room:
        double.faults.next("POST", MESSAGES, drop=True, times=9)
        await room.alice.says(room.channel, f"!ask {QUESTION}")
        await room.channel.stays_quiet(0.5)
        double.faults.planned.clear()
        assert await still_answers(room)
    assert told_in_one_line(caplog, "could not be sent")


async def test_a_refusal_of_many_lines_is_told_in_one(
    double: DiscordDouble, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        double.faults.next("POST", MESSAGES, status=403, code=50013, message="<html>\n<body>\nblocked\n" * 99)
        await room.alice.says(room.channel, f"!ask {QUESTION}")
        await room.channel.stays_quiet(0.3)
    assert told_in_one_line(caplog, "could not be sent", "blocked")
