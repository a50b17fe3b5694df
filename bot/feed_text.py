"""Feeds as a person or a script reads them in the terminal."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.terminal import count
from bot.wording import day, one_line
from index.feeds.feed import Feed
from index.feeds.schedule import MINUTE, interval_text
from index.feeds.subscriptions import Subscription

_LIMIT = 200


def feed_text(feed: Subscription, now: float) -> str:
    """Return a feed in a few lines."""
    name = one_line(feed.outlet or feed.title or "untitled", _LIMIT)
    owner = f", of {feed.owner}" if feed.owner else ""
    success = _moment(feed.succeeded_at) if feed.succeeded_at is not None else "never"
    lines = [
        f"{feed.id}  {name}, every {interval_text(feed.every)}{owner}",
        one_line(feed.url, _LIMIT),
        f"last success {success}, {_due(feed, now)}",
    ]
    if feed.error:
        lines.append(f"failed {count(feed.failures, 'time')} in a row: {one_line(feed.error, _LIMIT)}")
    return "\n          ".join(lines)


def feed_json(feed: Subscription) -> dict[str, object]:
    """Return a feed for scripts; times are ISO 8601 in UTC, ``every`` is in seconds."""
    return {
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "outlet": feed.outlet,
        "owner": feed.owner,
        "every": feed.every,
        "last_success": _iso(feed.succeeded_at),
        "last_attempt": _iso(feed.attempted_at),
        "last_error": feed.error,
        "failures": feed.failures,
        "next_due": _iso(feed.due_at),
    }


def preview_text(feed: Feed, most: int) -> str:
    """Return what a feed holds, ``most`` items of it by name."""
    lines = [f"{one_line(feed.title or 'untitled', _LIMIT)}: {count(len(feed.items), 'item')}"]
    for item in feed.items[:most]:
        when = f"{day(item.published)}: " if item.published else ""
        lines += [f"{when}{one_line(item.title or 'untitled', _LIMIT)}", f"  {one_line(item.url or item.id, _LIMIT)}"]
    if len(feed.items) > most:
        lines.append(f"… and {len(feed.items) - most:,} more")
    return "\n".join(lines)


def _due(feed: Subscription, now: float) -> str:
    minutes = (feed.due_at - now) / MINUTE
    return "due now" if minutes <= 0 else f"next due {_moment(feed.due_at)}"


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _iso(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
