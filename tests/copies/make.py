"""Makes ``articles.jsonl`` and ``pairs.jsonl`` from what was written by hand: ``python -m tests.copies.make``."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from index.terms import words

Row = dict[str, Any]

HERE = Path(__file__).parent
NEWS = HERE.parent / "news" / "articles.jsonl"
DEMO = HERE.parent.parent / "bot" / "demo" / "articles.jsonl"
COPIES = ("new lead", "update")  # kinds of what was written by hand that are copies; the others are not

# Read side by side: at least half of the second text is the first one's, cut and edited. (Of a-03, less is.)
AGENCY_COPY = """
a-01 a-04 a-05 a-07 a-11 a-14 a-17 b-01 b-03 b-06 b-11 b-13 b-15 b-17 b-19 c-01 c-03 c-07 c-08 c-15
"""
AGENCY_PAIRS = [
    *((f"news-{story}-a", f"news-{story}-b") for story in AGENCY_COPY.split()),
    ("news-c-05-b", "news-c-05-c"),
]

SPELLING = (
    ("neighbor", "neighbour"), ("labor", "labour"), ("favor", "favour"), ("center", "centre"), ("defense", "defence"),
    ("license", "licence"), ("program ", "programme "), ("canceled", "cancelled"), ("meters", "metres"),
    ("organization", "organisation"), ("criticize", "criticise"), ("apologize", "apologise"), ("gray", "grey"),
    ("color", "colour"), ("harbor", "harbour"), ("toward ", "towards "), (" percent", "%"), ("United States", "U.S."),
    ("“", '"'), ("”", '"'), ("’", "'"), ("‘", "'"), (" — ", " - "), ("Mr. ", ""), ("Ms. ", ""), ("Gov. ", "Governor "),
    ("Dr. ", "Dr "), ("said that ", "said "), ("Jan. ", "January "), ("Oct. ", "October "), ("Nov. ", "November "),
    (" on Monday", " Monday"), (" on Tuesday", " Tuesday"), (" on Wednesday", " Wednesday"), (" on Friday", " Friday"),
)  # fmt: skip
TOP = (
    "Share on Facebook\nShare on X\nCopy link\n\n",
    "NEWS WIRE | 4 min read\nListen to this article\n\n",
    "Home > World > Latest\nSave this story for later\n\n",
    "You have 3 free articles left this month. Subscribe now.\n\n",
)
BOTTOM = (
    "\n\nThis story was originally published by {outlet} and is distributed through the Newsroom Exchange, a network "
    "of local papers that share their reporting.\n\n© 2025 {outlet}. All rights reserved. This material may not be "
    "published, broadcast, rewritten or redistributed without permission.",
    "\n\nRead more:\nFive recipes for a rainy weekend\nWhy your phone battery dies so fast\nThe best walks in the "
    "county\n\nSign up for our newsletters to get the stories that matter in your inbox every morning. You can "
    "unsubscribe at any time. By signing up you agree to our terms of use and privacy policy.",
    "\n\nCopyright 2025 {outlet}. Distributed by Harrow Content Agency.\n\nDo you have a tip? Write to the newsroom. "
    "We never publish the names of people who ask us not to. Our reporters follow a code of conduct, which you can "
    "read on our website, and we correct our mistakes.\n\nComments are closed.",
)
OUTLETS = ("Tarnholm Echo", "Selby Messenger", "Quillan Star", "The Redmoor Argus", "Pinecrest Daily")


def main() -> None:
    """Write both files."""
    base = {row["id"]: row for path in (NEWS, DEMO) for row in read(path)}
    written = [{**each, "text": assembled(each, base)} for each in read(HERE / "written.jsonl")]
    scripted = list(variants(base))
    pages = list(same_furniture(base))
    articles = [{key: row[key] for key in ("id", "title", "text", "outlet")} for row in (*written, *scripted, *pages)]
    pairs = [*written_pairs(written), *news_pairs(base)]
    pairs += [pair(row["of"], row["id"], True, row["kind"], "script", row["of"]) for row in scripted]
    pairs += [
        pair(one["id"], other["id"], False, one["kind"], "script", one["of"])
        for one, other in zip(pages[::2], pages[1::2], strict=True)
    ]
    write(HERE / "articles.jsonl", articles)
    write(HERE / "pairs.jsonl", pairs)


def assembled(row: Row, base: dict[str, Row]) -> str:
    """Return a text whose paragraphs are written, or the base's by number, whole or with replacements."""
    theirs = base[row["of"]]["text"].split("\n\n") if "of" in row else []
    return "\n\n".join(paragraph(each, theirs) for each in row["text"])


def paragraph(each: str | int | list[Any], theirs: list[str]) -> str:
    """Return one paragraph of a written text."""
    if isinstance(each, str):
        return each
    number, *replacements = each if isinstance(each, list) else [each]
    text = theirs[number]
    for old, new in replacements:
        if old not in text:
            raise ValueError(f"{old!r} is not in {text!r}")
        text = text.replace(old, new)
    return text


def variants(base: dict[str, Row]) -> Iterator[Row]:
    """Yield one scripted copy of the first article of every story."""
    edits: tuple[tuple[str, Callable[[Row, random.Random], str]], ...] = (
        ("house style", lambda row, dice: house_style(row["text"], dice)),
        ("cut", lambda row, dice: cut(row["text"], dice)),
        ("syndicated page", lambda row, dice: furnished(row, row["text"], dice)),
        ("cut and house style", lambda row, dice: house_style(cut(row["text"], dice), dice)),
        ("brief", lambda row, dice: house_style(brief(row["text"]), dice)),
        ("cut on a page", lambda row, dice: furnished(row, cut(row["text"], dice), dice)),
    )
    firsts = [key for key in base if key.endswith("-a") or key.startswith("demo")]
    for place, key in enumerate(firsts):
        row, dice = base[key], random.Random(key)
        kind, edit = edits[place // 2 % len(edits)]
        title = row["title"] if dice.random() < 0.5 else shortened(row["title"])
        yield {"id": f"script-{key}", "kind": kind, "of": key, "title": title, "outlet": dice.choice(OUTLETS),
               "text": edit(row, dice)}  # fmt: skip


def same_furniture(base: dict[str, Row]) -> Iterator[Row]:
    """Yield pairs of short articles about different things on pages of one site."""
    keys = [key for key, row in base.items() if len(row["text"].split()) < 215 and key.startswith("news")]
    for remainder in (0, 1):
        some = [key for key in keys if number(key) % 2 == remainder]
        for one, other in zip(some[::2][:6], some[1::2][:6], strict=True):
            dice = random.Random(one)
            top, bottom = dice.choice(TOP), dice.choice(BOTTOM).format(outlet=OUTLETS[0])
            for key in (one, other):
                yield {"id": f"page-{key}", "kind": "same furniture", "of": one, "title": base[key]["title"],
                       "outlet": OUTLETS[0], "text": top + base[key]["text"] + bottom}  # fmt: skip


def house_style(text: str, dice: random.Random) -> str:
    """Apply most of the other house's rules."""
    for old, new in SPELLING:
        if dice.random() < 0.8:
            text = text.replace(old, new)
    return re.sub(r" \([A-Z][\w ]+\) —| \([A-Z][\w ]+\) -", " -", text, count=1)


def cut(text: str, dice: random.Random) -> str:
    """Cut from the end, as for space, and two sentences on the way."""
    paragraphs = text.split("\n\n")
    kept = paragraphs[: max(2, round(len(paragraphs) * dice.uniform(0.4, 0.8)))]
    for _ in range(2):
        place = dice.randrange(1, len(kept))
        sentences = re.split(r"(?<=[.”]) (?=[A-Z“])", kept[place])
        if len(sentences) > 1:
            del sentences[dice.randrange(len(sentences))]
            kept[place] = " ".join(sentences)
    return "\n\n".join(kept)


def brief(text: str) -> str:
    """Keep the first two paragraphs of prose."""
    return "\n\n".join([each for each in text.split("\n\n") if len(each.split()) > 8][:2])


def furnished(row: Row, text: str, dice: random.Random) -> str:
    """Put a page's furniture around a text."""
    parts = text.split("\n\n")
    parts.insert(len(parts) // 2, "ADVERTISEMENT\n\nStory continues below")
    byline = f"By {row['author'] or 'Staff'}, {row['outlet']}\n\n"
    return dice.choice(TOP) + byline + "\n\n".join(parts) + dice.choice(BOTTOM).format(outlet=row["outlet"])


def shortened(title: str) -> str:
    """Return a headline as a smaller page has it."""
    return re.split(r"[,;:?]| as | After | With ", title)[0]


def written_pairs(written: list[Row]) -> Iterator[Row]:
    """Yield what was written by hand beside its base, or beside the others of its family."""
    families: dict[str, list[Row]] = defaultdict(list)
    for row in written:
        if "of" in row:
            yield pair(row["of"], row["id"], row["kind"] in COPIES, row["kind"], "hand", row["of"])
        else:
            families[row["family"]].append(row)
    for family, members in families.items():
        for one, other in combinations(members, 2):
            yield pair(one["id"], other["id"], False, one["kind"], "hand", f"family-{family}")


def news_pairs(base: dict[str, Row]) -> Iterator[Row]:
    """Yield the news set's own copies, and its 20 other pairs of a side that share most runs of three words."""
    for one, other in AGENCY_PAIRS:
        yield pair(one, other, True, "agency copy", "news", one)
    stories: dict[str, list[str]] = defaultdict(list)
    for key in base:
        if key.startswith("news"):
            stories[key[:9]].append(key)
    runs = {key: threes(row["text"]) for key, row in base.items()}
    others = [couple for keys in stories.values() for couple in combinations(keys, 2) if couple not in AGENCY_PAIRS]
    others.sort(key=lambda couple: -len(runs[couple[0]] & runs[couple[1]]))
    for remainder in (0, 1):
        for one, other in [couple for couple in others if number(couple[0]) % 2 == remainder][:20]:
            yield pair(one, other, False, "same story", "news", one)


def threes(text: str) -> set[tuple[str, ...]]:
    """Return the runs of three words of a text."""
    found = words(text)
    return set(zip(found, found[1:], found[2:], strict=False))


def pair(one: str, other: str, copy: bool, kind: str, made_by: str, base: str) -> Row:
    """Return a labelled pair; odd bases are for tuning, even ones are only measured."""
    part = "tune" if number(base) % 2 else "measure"
    return {"a": one, "b": other, "copy": copy, "kind": kind, "by": made_by, "part": part}


def number(key: str) -> int:
    """Return the number of a base's story."""
    return int(re.findall(r"\d+", key)[0])


def read(path: Path) -> list[Row]:
    """Read JSON Lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write(path: Path, rows: list[Row]) -> None:
    """Write JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


if __name__ == "__main__":
    main()
