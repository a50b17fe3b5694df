"""The labelled sentence boundaries of `split_cases.txt`, for the tests and the comparison of libraries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).with_name("split_cases.txt")
FURNITURE = CASES.with_name("furniture_cases.txt")
BOUNDARY = "¦"
KNOWN_TO_FAIL = "? "


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled text: `sentences` are its gold sentences, in order, without surrounding whitespace."""

    trap: str
    held_out: bool
    known_to_fail: bool
    text: str
    sentences: tuple[str, ...]


def parse_case(line: str, trap: str, held_out: bool) -> Case:
    """Read one line of the list, where `¦` marks a boundary and `\\n`, `\\r`, `\\t` stand for themselves."""
    for escape, character in (("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t")):
        line = line.replace(escape, character)
    known_to_fail = line.startswith(KNOWN_TO_FAIL)
    line = line.removeprefix(KNOWN_TO_FAIL)
    sentences = tuple(part.strip() for part in line.split(BOUNDARY))
    return Case(trap, held_out, known_to_fail, line.replace(BOUNDARY, ""), sentences)


def load_cases(path: Path = CASES) -> list[Case]:
    """Return every labelled case of the list at `path`, in the order of the file."""
    cases: list[Case] = []
    trap, held_out = "", False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            name, _, trap = line[3:].partition(": ")
            held_out = name == "held out"
        elif line and not line.startswith("# "):
            cases.append(parse_case(line, trap, held_out))
    return cases


def load_furniture(path: Path = FURNITURE) -> dict[str, list[str]]:
    """Return the lines listed as furniture and those listed as prose, under these two names."""
    listed: dict[str, list[str]] = {"furniture": [], "prose": []}
    heading = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif line and not line.startswith("# "):
            listed[heading].append(line)
    return listed
