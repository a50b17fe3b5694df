"""Which files a source means: a folder is walked, and what is no article is passed over."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from index.errors import SourceError

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_FORKS = "__MACOSX"


def shown(path: Path) -> str:
    r"""Return the absolute name of ``path``, on one line and storable.

    Line ends and other controls become ``\x0a``, bytes that are no text ``\xff``.
    """
    name = os.path.abspath(path)
    return _UNPRINTABLE.sub(_escaped, name)


def find_files(root: Path, suffixes: Collection[str]) -> Iterator[Path | SourceError]:
    """Yield the files under a folder that have one of ``suffixes``, sorted by name, folder by folder.

    Hidden files, the forks that macOS adds to archives, the folder of images and scripts that a
    browser saves beside a page, and symbolic links that lead back are passed over. A folder that
    cannot be listed is an error beside the files.
    """
    seen: set[tuple[int, int]] = set()
    pending = [root]
    while pending:
        path = pending.pop()
        if not os.path.isdir(path):
            if path.suffix.lower() in suffixes and not _is_link_loop(path):
                yield path
            continue
        try:
            identity = path.stat()
            if (identity.st_dev, identity.st_ino) in seen:
                continue
            seen.add((identity.st_dev, identity.st_ino))
            pending.extend(reversed(_visible(path)))
        except OSError as error:
            yield SourceError(shown(path), f"cannot be listed: {reason(error)}")


def reason(error: OSError) -> str:
    """Return what the system says about an error, in one line and lower case, with what to do about it."""
    if isinstance(error, PermissionError):
        return "permission denied: let this user read it"
    return (error.strerror or type(error).__name__).lower()


def _visible(folder: Path) -> list[Path]:
    names = sorted(os.listdir(folder))
    present = set(names)
    return [
        folder / name
        for name in names
        if not name.startswith(".") and name != _FORKS and not _is_saved_with_a_page(name, present)
    ]


def _is_saved_with_a_page(name: str, present: set[str]) -> bool:
    page = name.removesuffix("_files")
    return page != name and (f"{page}.html" in present or f"{page}.htm" in present)


def _is_link_loop(path: Path) -> bool:
    try:
        os.stat(path)
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    # A byte that is no text is kept by the system's file names as U+DC80..U+DCFF.
    byte = code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code
    return f"\\x{byte:02x}" if byte < 0x100 else f"\\u{byte:04x}"
