"""Whether a question is clearly in another language than English, told by its script and its commonest words."""

from __future__ import annotations

import re
import unicodedata

from index.terms import STOP_WORDS

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Words that hardly a sentence of the language does without, and that English questions do not have. Names are full
# of "de", "la", "von" and "al", so those are left out.
_COMMON = {
    "Spanish": "qué quién quiénes cuándo dónde cómo cuánto cuántos cuánta cuántas cuál cuáles por que el los las una "
    "del fue ha han es está con para como sobre dijo muchos personas murieron según se hay pasó",
    "French": "qui quoi quand où comment pourquoi combien quel quelle quels quelles est était sont ont été une des les "
    "du dans pour sur avec dit il elle ce cette qu'est-ce que a-t-il s'est passé selon y",
    "German": "wer wen wem was wann wo wie warum wieso weshalb welche welcher welches wieviel viele ist war sind waren "
    "hat haben wurde wurden der das und ein eine nicht mit für auf über gesagt nach den dem im zu",
    "Portuguese": "quem quando onde como porque quanto quantos quantas qual quais o que foi os as uma do da dos das "
    "no na não são está foram disse para com sobre por pelo pela houve",
    "Italian": "chi cosa quando dove come perché quanto quanti quante quale quali che è era sono stato stata il lo gli "
    "una della del dei nel ha hanno detto per con non sul sulla secondo",
    "Dutch": "wie wat wanneer waar hoe waarom hoeveel welke welk is was zijn waren heeft hebben werd werden het een "
    "niet met voor op over gezegd naar volgens er van",
}
_WORDS_OF = {language: frozenset(listed.split()) for language, listed in _COMMON.items()}
_ALSO_ENGLISH = frozenset(("was", "war", "is", "as", "no", "do", "on", "per", "a", "come"))
_LEAST = 2


def foreign(text: str) -> bool:
    """Return whether a question is clearly not English.

    That is so where most letters are of another script than Latin, or where at least two different words are
    common ones of one other language, more than a third of all, and more than the English ones.
    """
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith(("LATIN", "FEMININE", "MASCULINE")) for letter in letters)
    if letters and latin < len(letters) / 2:
        return True
    asked = [word.lower() for word in _WORD.findall(text)]
    distinct = set(asked)
    english = len(distinct & STOP_WORDS - _ALSO_ENGLISH)
    other = max(len(distinct & common - (_ALSO_ENGLISH if english else frozenset())) for common in _WORDS_OF.values())
    return other >= _LEAST and other > english and other * 3 > len(asked)
