"""Posting what a watch found: at most once, and kindly given up where it is not wanted any more."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress

import aiohttp
import discord

from bot.buttons import buttons
from bot.desk import Desk
from bot.render import layout
from bot.state import answers, posts, watches
from bot.state.answers import Given
from bot.state.database import StateError
from bot.state.posts import Post
from bot.state.watches import Ended, Watch
from bot.wording import reason
from bot.words import words_for
from index.sql.connection import Connection

_log = logging.getLogger(__name__)
_ENDS = {
    50007: Ended.DIRECT_CLOSED,  # cannot send messages to this user
    10003: Ended.CHANNEL_GONE,  # unknown channel
    50001: Ended.NOT_ALLOWED,  # missing access
    50013: Ended.NOT_ALLOWED,  # missing permissions
}
_SERVER_ERROR = 500
Quoted = list[tuple[str, str]]  # a document's id and a sentence


class Poster:
    """Makes posts that were noted before.

    A post's id is its nonce, which Discord enforces: one whose outcome is not known, because the connection broke or
    the bot was killed, is tried again for as long as Discord remembers nonces for sure, and never afterwards.
    """

    def __init__(self, client: discord.Client, desk: Desk) -> None:
        """Post as ``client``, and note what became of it at ``desk``."""
        self._client = client
        self._desk = desk

    async def post_due(self, mine: Callable[[int | None], bool]) -> None:
        """Make the posts that are left over, those of the servers that are ``mine``."""
        for post in await self._desk.state.read(posts.due):
            if mine(post.server):
                await self.post(post)

    async def post(self, post: Post) -> None:
        """Make one post, if its watch and what it quotes still stand."""
        begun = await self._desk.state.write(lambda connection: _begun(connection, post))
        if begun is None:
            return
        settled = False
        try:
            settled = await self._tried(post, *begun)
        finally:
            if not settled:  # nobody knows what became of it
                with suppress(StateError):
                    await self._desk.state.write(lambda connection: posts.give_back(connection, post.answer))

    async def _tried(self, post: Post, watch: Watch, given: Given, quoted: Quoted) -> bool:
        """Try to make a post that is this process's to make; false where it is not known what became of it."""
        if not await self._stands(watch, quoted):
            _log.info("a watch's post is not made: the article says so no more, or is not quoted there any more")
            await self._settle(post, sent=False)
            return True
        channel = self._client.get_partial_messageable(watch.channel, guild_id=watch.server)
        try:
            message = await channel.send(
                view=layout(given.shown, buttons(given, words_for(watch.locale))), nonce=post.answer
            )
        except discord.HTTPException as error:
            return await self._refused(watch, post, error)
        except (aiohttp.ClientError, OSError) as error:
            _log.warning("a watch's post was lost on the way: %s", reason(error))
            return False
        await self._settle(post, sent=True, message=message.id)
        return True

    async def _stands(self, watch: Watch, quoted: Quoted) -> bool:
        """Check all that is quoted against the index and the server's settings as they are now."""
        if not (await self._desk.settings(watch.server)).answers_in(watch.channel, watch.parent):
            return False
        quotable = await self._desk.quotable(watch.server)
        ids = [document for document, _ in quoted]
        found = await self._desk.bridge.look(lambda answerer: answerer.documents(ids, quotable.owners))
        if quotable.outlets and any(each.outlet not in quotable.outlets for each in found.values()):
            return False
        return all(document in found and sentence in found[document].text for document, sentence in quoted)

    async def _refused(self, watch: Watch, post: Post, error: discord.HTTPException) -> bool:
        _log.warning("a watch's post was refused: %s", reason(error))
        if error.status >= _SERVER_ERROR:  # nobody knows what became of it
            return False
        await self._settle(post, sent=False)
        why = _ENDS.get(error.code)
        if why is not None:
            await self._desk.state.write(lambda connection: watches.end(connection, watch.id, why))
        return True

    async def _settle(self, post: Post, *, sent: bool, message: int | None = None) -> None:
        def settle(connection: Connection) -> None:
            posts.settle(connection, post.answer, sent=sent)
            if message is not None:
                answers.sent_as(connection, post.answer, message)

        await self._desk.state.write(settle)


def _begun(connection: Connection, post: Post) -> tuple[Watch, Given, Quoted] | None:
    """Note that a post is being tried; None where it is not to be made (any more)."""
    watch, given = watches.find(connection, post.watch), answers.find(connection, post.answer)
    if watch is None or watch.ended is not None:
        return None
    if given is None:
        posts.settle(connection, post.answer, sent=False)
        return None
    if not posts.begin(connection, post.answer):
        return None
    return watch, given, posts.quoted(connection, post.answer)
