"""What the buttons under an answer do, and where follow-up questions from the dialogue come in."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord.ext import commands

from bot import interactions
from bot.addressed import without_emoji
from bot.buttons import COG, Act, buttons, follow_up_modal, submitted
from bot.desk import Desk
from bot.interactions import place_of
from bot.recall import Standing, recall
from bot.render import Blocks, correction_notice, further, layout, notice, surroundings
from bot.sending import unsent_is_logged
from bot.state import answers
from bot.state.answers import Cited, Given
from bot.words import Words, words_for
from index.document import Span
from index.store.protocol import Filters

_log = logging.getLogger(__name__)
_AROUND = 2  # sentences on each side
_Handler = Callable[[discord.Interaction[Any], Given, int, Words], Awaitable[None]]


class ButtonsCog(commands.Cog, name=COG):
    """Looks up what a button belongs to, whichever process sent it, and checks who presses it."""

    def __init__(self, desk: Desk) -> None:
        """Look answers up at ``desk``."""
        self._desk = desk
        self._does: dict[Act, _Handler] = {
            Act.CONTEXT: self._show_context,
            Act.MORE: self._turn_page,
            Act.GOOD: self._rate_good,
            Act.BAD: self._rate_bad,
            Act.FOLLOW_UP: self._open_dialogue,
        }

    async def pressed(self, interaction: discord.Interaction[Any], act: Act, answer: str, number: int) -> None:
        """Do what an answer's button is for; ``number`` is the citation that is shown, from 0."""
        words = words_for(interaction.locale)
        with unsent_is_logged(f"the button of interaction {interaction.id} could not be answered"):
            try:
                given = await self._allowed(interaction, answer, number, words)
                if given is not None:
                    await self._does[act](interaction, given, number, words)
            except (discord.DiscordException, OSError):
                raise
            except Exception:
                _log.exception("a button failed")
                await _privately(interaction, notice(words.failed))

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a follow-up question that was typed into the dialogue."""
        sent = submitted(interaction)
        if sent is None:
            return
        words = words_for(interaction.locale)
        with unsent_is_logged(f"the follow-up of interaction {interaction.id} could not be answered"):
            given = await self._allowed(interaction, sent[0], 0, words)
            if given is not None:
                secret = True if given.private else None
                text = without_emoji(sent[1])
                await interactions.answer(interaction, self._desk, text, private=secret, earlier=given, hidden=True)

    async def _allowed(
        self, interaction: discord.Interaction[Any], answer: str, number: int, words: Words
    ) -> Given | None:
        """Return the answer if it is remembered and may be shown here to this person; else say why not."""
        given = await self._desk.state.read(lambda connection: answers.find(connection, answer))
        if given is None or number >= len(given.cited):
            await _privately(interaction, notice(words.too_old))
        elif not given.opens_to(place_of(interaction)):
            await _privately(interaction, notice(words.not_yours))
        else:
            return given
        return None

    async def _show_context(
        self, interaction: discord.Interaction[Any], given: Given, number: int, words: Words
    ) -> None:
        async def context(words: Words) -> Blocks:
            quotable = await self._desk.quotable(given.place.server)
            return await self._context(given.cited[number], quotable, words)

        await interactions.tell(interaction, context)

    async def _context(self, cited: Cited, quotable: Filters, words: Words) -> Blocks:
        standing = await self._recalled(cited, quotable)
        found = standing.citation
        if found is None:
            return _what_became(standing, words)
        span = Span(found.start, found.end)
        around = await self._desk.bridge.look(
            lambda answerer: answerer.around(cited.document, found.start, found.end, _AROUND, quotable.owners)
        )
        return surroundings(found.document, around or span, span, words)

    async def _turn_page(self, interaction: discord.Interaction[Any], given: Given, number: int, words: Words) -> None:
        """Show the next citation that its article still says, and after the last one the first again.

        Where the article has since corrected what was shown until now, that is said as well.
        """
        await interaction.response.defer()
        quotable = await self._desk.quotable(given.place.server)
        left = await self._recalled(given.cited[number], quotable)
        of, pages = len(given.cited), given.pages
        at = pages.index(number) if number in pages else 0
        for page in (*pages[at + 1 :], *pages[:at]):
            # The first page shows every part of the answer, and must not be shown again with one that changed.
            shown = given.first_page if page == 0 else given.cited[page : page + 1]
            standing = [(await self._recalled(cited, quotable)).citation for cited in shown]
            found = [each for each in standing if each is not None]
            if len(found) < len(shown) or (page == 0 and [each.text for each in found] != [c.text for c in shown]):
                continue
            blocks = given.shown if page == 0 else further(found[0], page + 1, of, words)
            await interaction.edit_original_response(view=layout(blocks, buttons(given, words, page)))
            if left.correction is not None:
                await _privately(interaction, _what_became(left, words))
            return
        await _privately(interaction, _what_became(left, words))

    async def _rate_good(self, interaction: discord.Interaction[Any], given: Given, number: int, words: Words) -> None:
        await self._rate(interaction, given, number, helpful=True)

    async def _rate_bad(self, interaction: discord.Interaction[Any], given: Given, number: int, words: Words) -> None:
        await self._rate(interaction, given, number, helpful=False)

    async def _rate(self, interaction: discord.Interaction[Any], given: Given, number: int, *, helpful: bool) -> None:
        person = interaction.user.id

        async def rated(words: Words) -> Blocks:
            await self._desk.state.write(
                lambda connection: answers.rate(connection, given, number, person, helpful=helpful), alone=False
            )
            return notice(words.rated_good if helpful else words.rated_bad)

        await interactions.tell(interaction, rated)

    async def _open_dialogue(
        self, interaction: discord.Interaction[Any], given: Given, number: int, words: Words
    ) -> None:
        await interaction.response.send_modal(follow_up_modal(given.id, words))

    async def _recalled(self, cited: Cited, quotable: Filters) -> Standing:
        """Return what the index has of a citation now."""
        return await self._desk.bridge.look(lambda answerer: recall(answerer, cited, quotable))


def _what_became(standing: Standing, words: Words) -> Blocks:
    if standing.correction is None or standing.document is None:
        return notice(words.article_gone)
    return correction_notice(standing.correction, standing.document, words)


async def _privately(interaction: discord.Interaction[Any], blocks: Blocks) -> None:
    """Say something to who acted alone, whether or not something was said already."""
    view = layout(blocks)
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=True)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)
