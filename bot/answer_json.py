"""Answer -> the JSON object that scripts rely on."""

from __future__ import annotations

import json
from dataclasses import asdict

from index.answer import Answer, Citation


def answer_json(answer: Answer) -> str:
    """Return an answer as one JSON object on one line; dates stand as the articles have them."""
    return json.dumps(
        {
            "question": answer.question.text,
            "answered": answer.answered,
            "answer": answer.answer,
            "citations": [_citation(citation) for citation in answer.citations],
            "searched": {
                "documents": answer.searched.documents,
                "outlets": answer.searched.outlets,
                "newest": answer.searched.newest,
            },
            "milliseconds": round(answer.milliseconds, 1),
        },
        ensure_ascii=False,
    )


def _citation(citation: Citation) -> dict[str, object]:
    document, corrected = citation.document, citation.correction
    return {
        "text": citation.text,
        "start": citation.start,
        "end": citation.end,
        "score": float(citation.score),
        "speaker": citation.speaker,
        "document": {
            "id": document.id,
            "title": document.title,
            "outlet": document.outlet,
            "author": document.author,
            "url": document.url,
            "published": document.published,
            "from_summary": document.from_summary,
            "retrieved": document.retrieved,
            "version": document.version,
        },
        "also_in": list(citation.also_in),
        **({"correction": asdict(corrected)} if corrected else {}),
    }
