"""A conversation in the terminal: the bot without Discord."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation import Turn, turn, understand
from bot.plain import answer_text
from bot.wording import one_line, visible
from bot.words import ENGLISH
from index.answerer import Answerer
from index.errors import CitationError, QuestionError
from index.question import ask

HELP = "Ask in your own words. /sources lists the outlets, /help shows this, /quit ends (so does Ctrl-D)."


def chat(answerer: Answerer, read: Callable[[], str], write: Callable[[str], object], width: int | None = None) -> None:
    """Answer one line after the other until ``/quit`` or the end of input.

    ``read`` returns the next line and raises ``EOFError`` at the end; ``write`` shows a text.
    """
    earlier: Turn | None = None
    while True:
        try:
            line = read().strip()
        except EOFError:
            return
        if line == "/quit":
            return
        if line.startswith("/"):
            write(_commanded(answerer, line))
        elif line:
            text, earlier = _reply(answerer, line, earlier, width)
            write(text)


def _commanded(answerer: Answerer, line: str) -> str:
    if line == "/sources":
        names = answerer.outlets()
        return "\n".join(one_line(name, 80) for name in names) or ENGLISH.sources_unknown
    return HELP if line == "/help" else f"There is no {one_line(line, 40)}. {HELP}"


def _reply(answerer: Answerer, line: str, earlier: Turn | None, width: int | None) -> tuple[str, Turn | None]:
    """Return the reply to a line, and what the next line may refer to."""
    meant = understand(line, earlier)
    try:
        answer = answerer.answer(ask(meant))
        answerer.check(answer)
    except (QuestionError, CitationError) as error:
        return str(error), earlier
    text = answer_text(answer, width=width)
    if meant != line:
        text = f"{ENGLISH.understood.format(question=visible(answer.question.text))}\n{text}"
    return text, turn(answer)
