"""The packaged model's own encoder: the same vectors as sentence-transformers', in any company and on any processor."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from command_line import coverage_bot
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import encode, story

from index.encoder import EMBEDDED_MODEL, Chosen, PackagedEncoder, SentenceTransformerEncoder, precision_of
from index.encoder.packaged import batches
from index.encoder.precision import chosen_precision
from index.store.embedded import EmbeddedStore

PRECISIONS: tuple[Chosen, ...] = ("fp32", "bf16")
TEXTS = (
    "who called it a mistake?",
    "A letter went around on Monday, and nobody in Harrowgate could say who had sent it.",
    "من قال ذلك؟ 🚀",
    "",
    "mistake",
    "The council approved the ferry's timetable by seven votes to six. " * 40,  # longer than the model reads
    "Bread costs more this winter.",
)


@cache
def packaged(precision: Chosen) -> PackagedEncoder:
    return PackagedEncoder(precision)


# --- vectors ------------------------------------------------------------------------------------------------


def test_vectors_are_those_of_sentence_transformers() -> None:
    theirs = SentenceTransformerEncoder().encode(TEXTS)
    assert (packaged("fp32").encode(TEXTS) * theirs).sum(axis=1).min() > 1 - 1e-6
    assert (packaged("bf16").encode(TEXTS) * theirs).sum(axis=1).min() > 1 - 1e-3


@pytest.mark.parametrize("precision", PRECISIONS)
def test_vectors_are_unit_rows(precision: Chosen) -> None:
    rows = packaged(precision).encode(TEXTS)
    assert (rows.shape, rows.dtype) == ((len(TEXTS), 384), np.float32)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-6)
    assert packaged(precision).encode([]).shape == (0, 384)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_a_text_has_one_vector_in_every_company(precision: Chosen) -> None:
    encode = packaged(precision).encode
    together = encode(TEXTS)
    alone = np.concatenate([encode([text]) for text in TEXTS])
    crowded = encode([*(f"The {n} bakers of Selby strike " + "again and " * (n % 11) for n in range(60)), *TEXTS])
    assert np.abs(together - alone).max() < 1e-6
    assert np.abs(together - crowded[-len(TEXTS) :]).max() < 1e-6


def test_a_text_that_occurs_again_has_the_same_row_again() -> None:
    rows = packaged("bf16").encode(["mistake", "Bread costs more.", "mistake"])
    assert np.array_equal(rows[0], rows[2])
    assert not np.array_equal(rows[0], rows[1])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(2, 256), max_size=60), st.integers(1, 600))
def test_batches_hold_every_text_once_by_length_and_within_the_budget(lengths: list[int], budget: int) -> None:
    made = list(batches(lengths, budget))
    flat = [number for batch in made for number in batch]
    assert sorted(flat) == list(range(len(lengths)))
    assert [lengths[number] for number in flat] == sorted(lengths)
    assert all(len(batch) == 1 or sum(lengths[number] for number in batch) <= budget for batch in made)


# --- threads ------------------------------------------------------------------------------------------------


class Telling(list[str]):
    """Texts that tell when an encoder has begun with them."""

    def __init__(self, texts: Iterator[str]) -> None:
        super().__init__(texts)
        self.begun = threading.Event()

    def __iter__(self) -> Iterator[str]:
        self.begun.set()
        return super().__iter__()


def test_a_question_does_not_wait_for_the_end_of_a_long_call() -> None:
    encoder = packaged("bf16")
    alone = encoder.encode(["who called it a mistake?"])
    many = Telling(f"The {n} bakers of Selby strike for the {n + 1}th time this year." for n in range(800))
    long_call = threading.Thread(target=encoder.encode, args=[many])
    long_call.start()
    assert many.begun.wait(30)
    asked = encoder.encode(["who called it a mistake?"])
    assert long_call.is_alive()
    assert np.abs(asked - alone).max() < 1e-6
    long_call.join()


# --- processors ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere torch is asked")
@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("processor: 0\nflags\t\t: fpu avx512f avx512_bf16 avx512_vnni\n", "bf16"),
        ("processor: 0\nflags\t\t: fpu avx512f amx_bf16 amx_tile\n", "bf16"),
        ("processor: 0\nflags\t\t: fpu avx2 fma\n\nprocessor: 1\nflags\t\t: fpu avx2 fma\n", "fp32"),
        ("processor: 0\nFeatures\t: fp asimd bf16\n", "fp32"),
        ("", "fp32"),
    ],
)
def test_bf16_is_taken_where_the_processor_multiplies_it(tmp_path: Path, told: str, expected: Chosen) -> None:
    (tmp_path / "cpuinfo").write_text(told)
    assert chosen_precision("auto", tmp_path / "cpuinfo") == expected
    assert all(chosen_precision(asked, tmp_path / "cpuinfo") == asked for asked in PRECISIONS)
    assert chosen_precision("auto", tmp_path / "missing") == "fp32"


def unavailable(*_: object) -> None:
    raise RuntimeError("torch was built without it")


def wrong(states: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor, *_: object) -> torch.Tensor:
    return torch.zeros(len(states), len(bias), dtype=states.dtype)


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize(
    ("operator", "instead", "line"),
    [
        ("_reorder_linear_weight", unavailable, "cannot be used (torch was built without it)"),
        ("_linear_pointwise", wrong, "wrongly"),
    ],
)
def test_where_onednn_cannot_be_used_a_line_says_so_and_the_vectors_are_right(
    precision: Chosen,
    operator: str,
    instead: object,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    expected = packaged("fp32").encode(TEXTS)
    monkeypatch.setattr(torch.ops.mkldnn, operator, instead)
    with caplog.at_level(logging.INFO):
        rows = PackagedEncoder(precision).encode(TEXTS)
    assert len(caplog.messages) == 1
    assert line in caplog.messages[0]
    assert (rows * expected).sum(axis=1).min() > 1 - 1e-3


# --- what is said, and what is imported ----------------------------------------------------------------------


def test_status_shows_the_precision_that_is_chosen_or_set(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, EMBEDDED_MODEL, create=True)
    store.put([encode(story(1), encoder=packaged("fp32"))])
    store.close()
    unset = coverage_bot("status", "--json", "--index", tmp_path, environment={"COVERAGE_PRECISION": ""})
    assert unset.json["precision"] == precision_of(EMBEDDED_MODEL)
    for value in ("fp32", "BF16"):
        environment = {"COVERAGE_PRECISION": value}
        shown = coverage_bot("status", "--json", "--index", tmp_path, environment=environment)
        assert shown.json["precision"] == value.lower()
        shown = coverage_bot("status", "--index", tmp_path, environment=environment)
        assert f"encoder    {EMBEDDED_MODEL}, computed in {value.lower()}" in shown.out.splitlines()


IMPORTED = """
import sys
from index.encoder import open_encoder, precision_of
precision_of("all-MiniLM-L6-v2")
print("torch" in sys.modules)
open_encoder().encode(["who called it a mistake?"])
print("sentence_transformers" in sys.modules, "transformers" in sys.modules)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere torch is asked")
def test_neither_status_nor_encoding_imports_what_it_does_not_need() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, env=os.environ, timeout=120)
    assert done.stdout.split() == ["False", "False", "False"], done.stderr
