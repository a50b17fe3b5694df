"""Watches in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.markdown import escaped
from bot.render import MESSAGE_LIMIT, units
from bot.state.watches import Ended, Watch
from bot.wording import one_line
from bot.words import Words

_TOPIC_LIMIT = 100
_ROOM = MESSAGE_LIMIT - 300  # for the title, and the line that says how many more there are


def watch_line(watch: Watch, words: Words) -> str:
    """Return a watch as a line of markdown: its topic, where it posts, how often, and why no more."""
    where = words.watch_direct if watch.server is None else f"<#{watch.channel}>"
    topic = escaped(one_line(watch.topic, _TOPIC_LIMIT))
    line = words.watch_line.format(topic=topic, where=where, n=words.number(watch.a_day))
    return f"- {line}" + (f"\n  -# {ended_line(watch.ended, words)}" if watch.ended else "")


def listed(watches: Sequence[Watch], words: Words) -> str:
    """Return watches as lines of markdown, as many as fit into a message."""
    lines: list[str] = []
    room = _ROOM
    for number, watch in enumerate(watches):
        line = watch_line(watch, words)
        room -= units(line) + 1
        if room < 0:
            return "\n".join([*lines, words.and_more.format(n=words.number(len(watches) - number))])
        lines.append(line)
    return "\n".join(lines)


def ended_line(ended: Ended, words: Words) -> str:
    """Say why a watch posts no more, and what to do."""
    return {
        Ended.DIRECT_CLOSED: words.watch_direct_closed,
        Ended.CHANNEL_GONE: words.watch_channel_gone,
        Ended.NOT_ALLOWED: words.watch_not_allowed,
        Ended.LEFT_SERVER: words.watch_left_server,
        Ended.NOT_ASKABLE: words.watch_not_askable,
    }[ended]
