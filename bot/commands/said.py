"""``said``: who said what, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.options import index_option
from bot.terminal import width

if TYPE_CHECKING:
    from bot.cli import Parts


@click.command()
@click.option(
    "--who", required=True, metavar="NAME", help="Whose words: a full name, or a surname if it is one person's."
)
@click.option("--about", metavar="TOPIC", help="Only what is on this subject, earlier and later side by side.")
@click.option("--since", metavar="DATE", help="Only articles published then or later: 2024-03-01, last week.")
@click.option("--until", metavar="DATE", help="Only articles published then or earlier.")
@click.option("--outlet", metavar="NAME", help="Search only articles of this outlet.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=5, metavar="N", help="Show up to N sentences, by default 5."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on one line.")
@index_option
@click.pass_obj
def said(
    parts: Parts,
    who: str,
    about: str | None,
    since: str | None,
    until: str | None,
    outlet: str | None,
    limit: int,
    as_json: bool,
) -> int:
    """Show what somebody said, in exact sentences."""
    from bot.said import said_json, said_text
    from index.said import request

    wanted = request(who, about=about, outlet=outlet, since=since, until=until, limit=limit)
    with parts.answerer() as answerer:
        if wanted.about:
            parts.encoder.encode([""])  # that the model is loaded is not part of the time that a look-up takes
        found = answerer.said(wanted)
        answerer.check(found)
    click.echo(said_json(found) if as_json else said_text(found, width=width()))
    return 0 if found.statements else 1


COMMANDS = (said,)
