"""Markdown: the text as a reader sees it, without the markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode as Element

from index.ingest import fields
from index.ingest.article import Article
from index.ingest.front_matter import split_front_matter
from index.ingest.plain_text import unmarked_text

# Each alternative stops at the next "<" or takes all that is left, so that the time stays linear.
_RAW_HTML = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<[/!?a-z][^<>]*>", re.DOTALL | re.IGNORECASE
)
_LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_LISTS = ("bullet_list", "ordered_list")


def read_markdown(raw: bytes, source: str) -> Article:
    """Return the article in a Markdown file (CommonMark and tables), with or without YAML front matter.

    The title is the front matter's, else the first ``# heading``, else the first line. A heading at
    the top that is the title is left out of ``text``. In ``text`` a blank line stands between
    paragraphs, each list item and each table row is one line, link texts are kept, images are not.

    Raises:
        ValueError: The file is no article; the message says why.
    """
    about, body = split_front_matter(fields.storable(unmarked_text(raw)))
    document = Element(_parser().parse(fields.checked_text(body)))
    title = about.title or _first_heading(document)
    text = "\n\n".join(_without_title(document, title))
    if not fields.has_words(text) or (not title and fields.is_headline_only(text)):
        raise ValueError("has a headline but no text")
    return Article(
        source=source,
        title=title or fields.title_from_first_line(text),
        text=fields.storable(text),
        id=about.id,
        outlet=about.outlet,
        author=about.author,
        url=about.url,
        published=about.published,
        whole_source=True,
    )


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _first_heading(document: Element) -> str:
    headings = (_line(part) for part in document.children if part.type == "heading" and part.tag == "h1")
    return next((fields.one_line(heading) for heading in headings if fields.has_words(heading)), "")


def _without_title(document: Element, title: str) -> Iterator[str]:
    for number, part in enumerate(document.children):
        is_title = number == 0 and part.type == "heading"
        if not (is_title and fields.one_line(_line(part)).casefold() == title.casefold()):
            yield from _paragraphs(part)


def _paragraphs(part: Element) -> Iterator[str]:
    if part.type == "blockquote":
        for inner in part.children:
            yield from _paragraphs(inner)
        return
    text = _block_text(part)
    if text:
        yield text


def _block_text(part: Element) -> str:
    if part.type in _LISTS:
        return "\n".join(_items(part))
    if part.type == "table":
        return "\n".join(_rows(part))
    if part.type in ("fence", "code_block"):
        return part.content.strip("\n")
    if part.type == "html_block":
        return _tidy(html.unescape(_RAW_HTML.sub(" ", part.content)))
    return "\n".join(_inline_text(inline) for inline in part.children)


def _items(listing: Element) -> Iterator[str]:
    for item in listing.children:
        line = _line(item)
        if line:
            yield line
        for inner in item.children:
            if inner.type in _LISTS:
                yield from _items(inner)


def _rows(table: Element) -> Iterator[str]:
    for section in table.children:
        for row in section.children:
            cells = [_line(cell) for cell in row.children]
            if any(cells):
                yield " | ".join(cells)


def _line(part: Element) -> str:
    """Return what ``part`` says on one line; the lists in an item have lines of their own."""
    if part.type not in ("list_item", "blockquote"):
        return " ".join(_block_text(part).split())
    is_item = part.type == "list_item"
    lines = (_line(inner) for inner in part.children if not (is_item and inner.type in _LISTS))
    return " ".join(line for line in lines if line)


def _inline_text(inline: Element) -> str:
    return _tidy("".join(_pieces(inline.children)))


def _pieces(parts: Iterable[Element]) -> Iterator[str]:
    for part in parts:
        if part.type in ("text", "text_special", "code_inline"):
            yield part.content
        elif part.type == "softbreak":
            yield " "
        elif part.type == "hardbreak" or (part.type == "html_inline" and _LINE_BREAK.match(part.content)):
            yield "\n"
        elif part.type != "image":
            yield from _pieces(part.children)


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
