"""Answer -> the JSON object that scripts rely on."""

from __future__ import annotations

import json
from dataclasses import asdict

from index.answer import Answer, Citation
from index.document import Span
from index.fragment import sentence_link


def answer_json(answer: Answer) -> str:
    """Return an answer as one JSON object on one line; dates stand as the articles have them."""
    return json.dumps(
        {
            "question": answer.question.text,
            "answered": answer.answered,
            "answer": answer.answer,
            "citations": [citation_object(citation) for citation in answer.citations],
            "searched": {
                "documents": answer.searched.documents,
                "outlets": answer.searched.outlets,
                "newest": answer.searched.newest,
            },
            "milliseconds": round(answer.milliseconds, 1),
        },
        ensure_ascii=False,
    )


def citation_object(citation: Citation) -> dict[str, object]:
    """Return a citation as it stands in JSON: ``link`` opens the article at the sentence, ``url`` at its top."""
    document, corrected = citation.document, citation.correction
    return {
        "text": citation.text,
        "start": citation.start,
        "end": citation.end,
        "score": float(citation.score),
        "speaker": citation.speaker,
        "role": citation.role,
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
        "link": sentence_link(document, Span(citation.start, citation.end)),
        "also_in": list(citation.also_in),
        **({"correction": asdict(corrected)} if corrected else {}),
    }
