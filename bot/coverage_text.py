"""What /coverage shows: previews, progress, lists of feeds. All that feeds and pages say is shown as their own words.

Titles are escaped and cut, links are followed only where :func:`bot.markdown.address` trusts them, and the host that a
link leads to stands beside it, so that no title can pass for an address.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.markdown import address, escaped, timestamp
from bot.offers import Offer
from bot.own_coverage import Followed, Step
from bot.render import MESSAGE_LIMIT, Blocks, notice, quoted, units
from bot.state.previews import Preview
from bot.wording import one_line
from bot.words import Words
from index.errors import AddressRefused, FetchError, SourceError
from index.feeds.feed import NotAFeed
from index.feeds.schedule import LONGEST_INTERVAL, MINUTE, interval, interval_text
from index.feeds.subscriptions import Subscription
from index.feeds.update import Updated

SHORTEST_INTERVAL = 5 * MINUTE
"""How often a server's feed may be read; who runs the bot may choose less for the feeds that all share."""

_ITEMS = 5
_LINKED_FEEDS = 5
_FAILURES = 5
_BEGINNING_LIMIT = 600
_TITLE_LIMIT = 120
_REASON_LIMIT = 200
_HOST_LIMIT = 60


def interval_of(typed: str) -> float | None:
    """Return how many seconds a person means by "15m", or None if that is nothing that a server may choose."""
    try:
        seconds = interval(typed)
    except ValueError:
        return None
    return seconds if seconds >= SHORTEST_INTERVAL else None


def unusual_interval(typed: str, words: Words) -> Blocks:
    """Return the message that says how to write an interval."""
    least, most = interval_text(SHORTEST_INTERVAL), interval_text(LONGEST_INTERVAL)
    return notice(words.feeds.unusual_interval.format(typed=repr(typed[:40]), least=least, most=most))


def problem(error: SourceError, words: Words) -> str:
    """Say why nothing could be taken from an address; where it leads in a private network is nobody's business."""
    problems = words.feeds.problems
    if isinstance(error, AddressRefused):
        return problems["address" if "not a web address" in error.reason else "refused"]
    if isinstance(error, FetchError) and error.gone:
        return problems["gone"].format(reason=error.status)
    if isinstance(error, NotAFeed):
        return problems["not_a_feed"]
    return problems["other"].format(reason=one_line(error.reason, _REASON_LIMIT))


def link(title: str, url: str | None, words: Words, *, than: str | None = None) -> str:
    """Return a title that leads to an address, with the host that it leads to unless that is ``than``.

    Where the address is none to be trusted, the title stands alone.
    """
    shown = escaped(one_line(title, _TITLE_LIMIT)) or words.untitled
    safe = address(url)
    if safe is None:
        return shown
    host = host_of(safe)
    # Brackets in a link's text can end it early, and an address in it makes Discord distrust the link.
    plain = any(mark in shown for mark in ("[", "]", "//"))
    linked = f"{shown} ([{words.open}]({safe}))" if plain else f"[{shown}]({safe})"
    return linked if host == than else f"{linked} · {escaped(one_line(host, _HOST_LIMIT))}"


def host_of(url: str) -> str:
    """Return the host that an address leads to, in ASCII where it is fit for a link."""
    return urlsplit(address(url) or url).netloc


def name_of(feed: Subscription, words: Words) -> str:
    """Return a feed's name as a link to it."""
    return link(feed.outlet or feed.title or host_of(feed.url), feed.url, words)


def previewed(offer: Offer, preview: Preview, words: Words) -> Blocks:
    """Return the message that shows what would be stored."""
    said, host = words.feeds, host_of(offer.url)
    name = f"**{link(preview.outlet or offer.title or host, offer.url, words)}**"
    if preview.is_page:
        links = (linked_feeds(offer.feeds, words),) if offer.feeds else ()
        return (said.page_preview, name, quoted(offer.beginning, _BEGINNING_LIMIT, words=words), *links, said.only_here)
    head = [name]
    if offer.site and address(offer.site):
        head.append(said.site.format(site=link(host_of(offer.site), offer.site, words, than=host_of(offer.site))))
    head.append(words.counted(said.items, len(offer.items)))
    foot = f"{said.looked_every.format(every=interval_text(preview.every))} {said.only_here}"
    items = [
        f"- {link(item.title or item.id, item.url, words, than=host)}{_published(item.published)}"
        for item in offer.items[:_ITEMS]
    ]
    room = MESSAGE_LIMIT - units(said.preview) - units(foot) - sum(units(line) + 1 for line in head)
    return (said.preview, "\n".join([*head, *fitting(items, room)]), foot)


def linked_feeds(feeds: Sequence[str], words: Words) -> str:
    """Return the line that names the feeds that a page links to, to be added instead."""
    shown = [safe for safe in map(address, feeds) if safe][:_LINKED_FEEDS]
    # As code, to be copied: a backtick has no place in an address that is fit for a link.
    return "\n".join([words.feeds.links, *(f"- `{each.replace('`', '%60')}`" for each in shown)])


def stepped(feed: Subscription, step: Step | None, words: Words) -> Blocks:
    """Return the message that says how far the first update of a feed has come, or how it ended."""
    said, name = words.feeds, name_of(feed, words)
    if step is None or (step.result is None and not step.looked_at):
        return (said.waiting.format(name=name),)
    if step.result is None:
        n, of = words.number(step.looked_at), words.number(step.of)
        return (said.progress.format(name=name, n=n, of=of),)
    return _ended(feed, step.result, words)


def still_going_on(feed: Subscription, words: Words) -> Blocks:
    """Return the message for a first update that takes longer than a message can be edited."""
    added = words.feeds.added.format(name=name_of(feed, words), every=interval_text(feed.every))
    return (added, words.feeds.going_on)


def _ended(feed: Subscription, result: Updated, words: Words) -> Blocks:
    said = words.feeds
    lines = [said.added.format(name=name_of(feed, words), every=interval_text(feed.every))]
    if result.error is not None:
        reason = escaped(one_line(result.error, _REASON_LIMIT))
        lines.append(said.not_read.format(reason=reason, when=_when(result.due_at)))
        return ("\n".join(lines),)
    lines.append(words.counted(said.articles_added, result.added))
    # A page that could not be had, and has no summary either, is counted as unchanged too.
    known = max(result.unchanged - max(len(result.errors) - result.summaries, 0), 0) + result.replaced
    if known:
        lines.append(words.counted(said.articles_known, known))
    if result.summaries:
        lines.append(words.counted(said.summaries, result.summaries))
    if result.errors:
        lines.append(words.counted(said.failures, len(result.errors)))
        lines += [f"- {_failure(error)}" for error in result.errors[:_FAILURES]]
    if len(result.errors) > _FAILURES:
        lines.append(words.and_more.format(n=words.number(len(result.errors) - _FAILURES)))
    return ("\n".join(lines),)


def page_taken(title: str, url: str, words: Words, *, new: bool) -> Blocks:
    """Return the message that says that a page was taken in."""
    line = words.feeds.page_added if new else words.feeds.page_known
    return (line.format(name=link(title, url, words)),)


def listed(feeds: Sequence[Followed], start: int, words: Words) -> tuple[Blocks, int]:
    """Return a server's feeds from number ``start`` on, as many as fit, and the number of the first that did not."""
    if not feeds:
        return (words.feeds.none,), 0
    head = f"**{words.counted(words.feeds.listed, len(feeds))}**"
    return _page(head, [_brief(each, words) for each in feeds], start)


def status(shared: str, own: str, feeds: Sequence[Followed], start: int, words: Words) -> tuple[Blocks, int]:
    """Return what a server searches and how its feeds are doing from number ``start`` on, and the next such number."""
    count = words.counted(words.feeds.listed, len(feeds)) if feeds else words.feeds.none
    head = f"**{words.feeds.status}**\n- {shared}\n- {words.feeds.own.format(what=own)}\n- {count}"
    return _page(head, [_detailed(each, words) for each in feeds], start) if feeds else ((head,), 0)


def fitting(lines: Sequence[str], room: int) -> list[str]:
    """Return as many of the lines, from the first on, as take no more than ``room`` UTF-16 code units together."""
    kept: list[str] = []
    for line in lines:
        room -= units(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept


def _page(head: str, entries: Sequence[str], start: int) -> tuple[Blocks, int]:
    start = start if 0 <= start < len(entries) else 0
    kept = fitting(entries[start:], MESSAGE_LIMIT - units(head))
    end = start + len(kept)
    return (head, "\n".join(kept)), end if end < len(entries) else 0


def _brief(each: Followed, words: Words) -> str:
    every = interval_text(each.feed.every)
    return f"- {name_of(each.feed, words)} · {every} · {words.counted(words.articles, each.holding.documents)}"


def _detailed(each: Followed, words: Words) -> str:
    said, feed = words.feeds, each.feed
    read = said.last_success.format(when=_when(feed.succeeded_at)) if feed.succeeded_at else said.never_read
    known = [read, said.next_due.format(when=_when(feed.due_at)), words.counted(words.articles, each.holding.documents)]
    if each.holding.newest:
        known.append(words.newest_date.format(date=timestamp(each.holding.newest)))
    lines = [f"- **{name_of(feed, words)}**", f"  {' · '.join(known)}"]
    if feed.error and feed.failures:
        reason = escaped(one_line(feed.error, _REASON_LIMIT))
        failed = said.failed[feed.failures != 1].format(n=words.number(feed.failures), reason=reason)
        lines.append(f"  ⚠️ {failed}")
    return "\n".join(lines)


def _failure(error: SourceError) -> str:
    return escaped(f"{one_line(error.source, _REASON_LIMIT)}: {one_line(error.reason, _REASON_LIMIT)}")


def _published(published: str | None) -> str:
    return f" · {timestamp(published)}" if published else ""


def _when(seconds: float) -> str:
    return f"<t:{int(seconds)}:R>"
