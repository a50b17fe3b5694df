"""Verbs that tell of saying something, in the forms in which wire copy uses them."""

from __future__ import annotations

from index.quotations.word_lists import words

_CLAUSES = [
    "say",
    "tell",
    "add",
    "argue",
    "warn",
    "insist",
    "claim",
    "note",
    "explain",
    "acknowledge",
    "admit",
    "announce",
    "assert",
    "caution",
    "complain",
    "concede",
    "confirm",
    "contend",
    "declare",
    "deny",
    "disclose",
    "emphasize",
    "emphasise",
    "joke",
    "predict",
    "promise",
    "pledge",
    "vow",
    "quip",
    "recall",
    "reiterate",
    "remark",
    "repeat",
    "reply",
    "respond",
    "state",
    "stress",
    "suggest",
    "testify",
    "write",
    "tweet",
    "post",
    "ask",
    "observe",
    "allege",
    "maintain",
    "counter",
    "comment",
    "continue",
    "shout",
    "yell",
    "whisper",
    "boast",
    "lament",
    "plead",
    "swear",
    "advise",
    "retort",
    "exclaim",
    "recount",
    "conclude",
    "interject",
    "protest",
    "shrug",
    "repeat",
]
_ONLY_QUOTED = [
    "call",
    "describe",
    "dub",
    "label",
    "brand",
    "condemn",
    "denounce",
    "criticize",
    "criticise",
    "praise",
    "dismiss",
    "hail",
    "deride",
    "characterize",
    "characterise",
    "urge",
    "demand",
    "thunder",
]
# These retell only with a clause of their own: "he noted the date", "she promised a report" say nothing of words.
_IRREGULAR = {
    "say": ("says", "said", "saying", "said"),
    "tell": ("tells", "told", "telling", "told"),
    "write": ("writes", "wrote", "writing", "written"),
    "swear": ("swears", "swore", "swearing", "sworn"),
    "admit": ("admits", "admitted", "admitting", "admitted"),
    "quip": ("quips", "quipped", "quipping", "quipped"),
    "plead": ("pleads", "pleaded", "pleading", "pled"),
    "shrug": ("shrugs", "shrugged", "shrugging", "shrugged"),
    "label": ("labels", "labeled", "labelled", "labelling", "labeling"),
    "dub": ("dubs", "dubbed", "dubbing", "dubbed"),
}
_FORMS = {"deny": ("denies", "denied", "denying"), "reply": ("replies", "replied", "replying")}
_FORMS |= {"testify": ("testifies", "testified", "testifying")}


def _forms(verb: str) -> tuple[str, ...]:
    if verb in _IRREGULAR:
        return (verb, *_IRREGULAR[verb])
    if verb in _FORMS:
        return (verb, *_FORMS[verb])
    stem = verb[:-1] if verb.endswith("e") else verb
    return (verb, verb + ("es" if verb.endswith(("ss", "sh", "x")) else "s"), stem + "ed", stem + "ing")


CLAUSAL = {form: verb for verb in _CLAUSES for form in _forms(verb)}
QUOTED = {form: verb for verb in _ONLY_QUOTED for form in _forms(verb)}
SAYING = CLAUSAL | QUOTED
# What a person writes or gives, which then "says" something: its author is the speaker.
WRITINGS = words(
    """
    statement letter tweet post email message memo note text reply response testimony blog
    """
)

TELLING = frozenset({*SAYING, "according", "quoted"})
"""All words that can tell of saying, in lower case: where none stands outside quotation marks, nobody says anything."""
