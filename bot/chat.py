"""A conversation in the terminal: the bot without Discord."""

from __future__ import annotations

from collections.abc import Callable

from bot.plain import answer_text
from bot.wording import one_line
from index.answerer import Answerer
from index.errors import CitationError, QuestionError
from index.question import ask

HELP = "Ask in your own words. /sources lists the outlets, /help shows this, /quit ends (so does Ctrl-D)."


def chat(answerer: Answerer, read: Callable[[], str], write: Callable[[str], object], width: int | None = None) -> None:
    """Answer one line after the other until ``/quit`` or the end of input.

    ``read`` returns the next line and raises ``EOFError`` at the end; ``write`` shows a text.
    """
    while True:
        try:
            line = read().strip()
        except EOFError:
            return
        if line == "/quit":
            return
        if line:
            write(_reply(answerer, line, width))


def _reply(answerer: Answerer, line: str, width: int | None) -> str:
    if line == "/sources":
        names = answerer.outlets()
        return "\n".join(one_line(name, 80) for name in names) or "No article in the index names its outlet."
    if line.startswith("/"):
        return HELP if line == "/help" else f"There is no {one_line(line, 40)}. {HELP}"
    try:
        answer = answerer.answer(ask(line))
        answerer.check(answer)
    except (QuestionError, CitationError) as error:
        return str(error)
    return answer_text(answer, width=width)
