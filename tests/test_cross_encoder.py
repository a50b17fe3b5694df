"""A cross-encoder that a person names reads in place of the packaged passage reader, through the same seam."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import torch
from command_line import coverage_bot, write_articles
from stores import ENCODER, new_store, story
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

from index.cross_encoder import CrossEncoderJudge
from index.errors import ModelError
from index.reader import packaged_reader
from index.retriever import Retriever
from index.signals import Candidate
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "who",
    "called",
    "the",
    "ferry",
    "a",
    "mistake",
    "in",
    "mayor",
    ":",
]
QUESTION = "who called the ferry in Millbrook a mistake?"


def tiny(folder: Path, outputs: int = 1) -> Path:
    """Make a model of a few thousand weights, drawn by chance."""
    torch.manual_seed(0)
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(str(folder))
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=outputs,
    )
    BertForSequenceClassification(config).save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with closing(new_store(tmp_path_factory.mktemp("index"), *(story(number) for number in range(12)))) as opened:
        yield opened


def found(store: EmbeddedStore) -> list[Candidate]:
    return Retriever(store).retrieve(QUESTION, ENCODER.encode([QUESTION])[0], Filters())[1]


def test_each_candidate_gets_a_score_whatever_the_others_are(tmp_path: Path, store: EmbeddedStore) -> None:
    judge, candidates = CrossEncoderJudge(str(tiny(tmp_path))), found(store)
    judged = judge.judge(QUESTION, candidates)
    assert len(judged) == len(candidates)
    alone = [judge.judge(QUESTION, [each])[0] for each in candidates[:3]]
    for one, other in zip(alone, judged, strict=False):
        assert one is not None and other is not None
        assert one.score == pytest.approx(other.score, abs=1e-4)
        assert one.edges is None


def test_the_reader_reads_with_the_one_that_is_named(tmp_path: Path, store: EmbeddedStore) -> None:
    reader = packaged_reader(judge=CrossEncoderJudge(str(tiny(tmp_path))))
    asked, candidates = Retriever(store).retrieve(QUESTION, ENCODER.encode([QUESTION])[0], Filters())
    reading = reader.read(asked, candidates)
    assert len(reading.ranked) == len(candidates)
    assert 0 < reading.confidence < 1


def test_the_setting_names_it_and_a_wrong_one_is_told_in_one_line(tmp_path: Path) -> None:
    article = {"id": "budget", "title": "Budget", "text": "Mayor Oda Finch called the debate a disgrace. It rained."}
    coverage_bot("ingest", write_articles(tmp_path / "articles.jsonl", article), "--index", tmp_path / "index")
    asking = ("ask", "who called the debate a disgrace?", "--index", tmp_path / "index")
    (tmp_path / "model").mkdir()
    named = coverage_bot(*asking, environment={"COVERAGE_CROSS_ENCODER": str(tiny(tmp_path / "model"))})
    assert "Mayor Oda Finch called the debate a disgrace." in named.out
    wrong = coverage_bot(*asking, environment={"COVERAGE_CROSS_ENCODER": str(tmp_path / "nowhere")})
    assert (wrong.status, wrong.out) == (2, "")
    assert "COVERAGE_CROSS_ENCODER" in wrong.err
    assert wrong.err.count("\n") == 1


def test_a_model_with_more_than_one_output_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="it has 3 outputs"):
        CrossEncoderJudge(str(tiny(tmp_path, outputs=3))).judge(QUESTION, [])
