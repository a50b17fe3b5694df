"""What a benchmark ran on, and how much of it a process used; Linux's ``/proc`` is read for it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_CPU_FIELDS = slice(11, 15)  # of what stands behind a process's name: user, system, and those of children that ended
_PARENT = 1


def described(*packages: str) -> str:
    """Return one line: processor, cores, threads that may run, Python, and versions of packages."""
    text = Path("/proc/cpuinfo").read_text("utf-8")
    model = next((line.partition(": ")[2] for line in text.splitlines() if line.startswith("model name")), "?")
    flags = [each for each in ("avx512_bf16", "avx512_vnni", "amx_bf16") if f" {each}" in text]
    threads = os.environ.get("OMP_NUM_THREADS", "as many as cores")
    versions = ", ".join(f"{each} {version(each)}" for each in packages)
    return (
        f"{model}, {os.cpu_count()} cores ({', '.join(flags)}), OMP threads: {threads}; "
        f"Python {platform.python_version()}{', ' if versions else ''}{versions}"
    )


def cpu_seconds() -> float:
    """Return the CPU time that this process and all its children, running or ended, have used."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        process = int(each.parent.name)
        parents[process] = int(fields[_PARENT])
        spent[process] = sum(map(int, fields[_CPU_FIELDS])) / _TICKS
    return sum(seconds for process, seconds in spent.items() if _descends(process, os.getpid(), parents))


def _descends(process: int, ancestor: int, parents: dict[int, int]) -> bool:
    while process not in (0, 1, ancestor):
        process = parents.get(process, 0)
    return process == ancestor


def resident_bytes() -> int:
    """Return this process's resident memory."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def anonymous_bytes() -> int:
    """Return how much of this process's resident memory is its own: not pages of files, which the kernel can drop."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))


def bytes_in(folder: Path) -> int:
    """Return how much the files in a folder hold."""
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
