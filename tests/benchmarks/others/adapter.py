"""What all adapters share: sentences and questions in, rankings and times out as one JSON object on standard output.

An adapter runs in another environment than this project's, so it imports nothing but the standard library and its
own library. It gives :func:`run` a function that builds an index and returns what searches it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

MOST = 10  # sentences that are wanted of each search
Texts = Sequence[str]
Search = Callable[[str], Sequence[int]]
Build = Callable[[Texts, str], Search]


def run(build: Build, *packages: str) -> None:
    """Build, search, and print what was found: ``adapter.py SENTENCES QUESTIONS MODEL``, two files and a folder."""
    # Libraries write progress to standard output; the result goes to what it was before.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    sentences, questions = (
        [json.loads(line) for line in Path(name).read_text("utf-8").splitlines()] for name in sys.argv[1:3]
    )
    texts = [each["text"] for each in sentences]
    build(texts[:8], sys.argv[3])(questions[0])  # imports and loads what it must, once before anything is timed
    clock, cpu = time.perf_counter(), time.process_time()
    search = build(texts, sys.argv[3])
    found: dict[str, object] = {"index": time.perf_counter() - clock, "index_cpu": time.process_time() - cpu}
    for question in questions[:5]:
        search(question)
    ranked, milliseconds, cpu = [], [], time.process_time()
    for question in questions:
        began = time.perf_counter()
        ranked.append([int(each) for each in search(question)][:MOST])
        milliseconds.append((time.perf_counter() - began) * 1000)
    found |= {"ranked": ranked, "milliseconds": milliseconds, "ask_cpu": time.process_time() - cpu}
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    found |= {"resident": pages * os.sysconf("SC_PAGE_SIZE"), "versions": [f"{p} {version(p)}" for p in packages]}
    json.dump(found, out)
    out.close()
