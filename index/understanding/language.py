"""Whether a question is clearly in another language than English, told by its script and its commonest words."""

from __future__ import annotations

import re
import unicodedata

from index.terms import STOP_WORDS

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Words that hardly a question of the language does without, and that questions in English do not have.
_COMMON = {
    "Spanish": "qué quién quien quiénes cuándo cuando dónde cómo cuánto cuánta cuántos cuántas cuál cuáles los las una "
    "del fue han está están con para sobre dijo muchos personas según hay pasó tiene semana año por se un es ha",
    "French": "qui quoi quand où comment pourquoi combien quel quelle quels quelles est était sont ont été une les du "
    "dans pour sur avec dit elle ce cette qu'est-ce que selon a-t-il a-t-elle s'est commence passé coûté au aux et il",
    "German": "wer wen wem wann wo wie warum wieso weshalb welche welcher welches wieviel viele ist sind waren hat "
    "haben wurde wurden der das und ein eine nicht mit für auf über gesagt nach den dem im zu liegt gibt von",
    "Portuguese": "quem quando onde como porque quanto quantos quantas qual quais foi os uma da dos das na não são "
    "está foram disse para com sobre pelo pela houve fica custou ano semana um em por se ao é que",
    "Italian": "chi cosa quando dove perché quanto quanti quante quale quali che è era sono stato stata il lo gli una "
    "della del dei nel ha hanno detto per con non sul sulla secondo trova costato si ai",
    "Dutch": "wie wat wanneer waar hoe waarom hoeveel welke welk zijn waren heeft hebben werd werden het een niet met "
    "voor op over gezegd naar volgens er van bij zei de kost ligt",
}
_WORDS_OF = {language: frozenset(listed.split()) for language, listed in _COMMON.items()}
# Frequent in names too, so that they count only beside one of the others.
_IN_NAMES = frozenset(["de", "la", "le", "el", "en", "di", "do", "von", "al", "des", "die", "das", "o", "a", "y", "e"])
# "l'avion", "qu'il", "d'un": French drops a vowel before another, and English never does but in names.
_ELIDED = re.compile(r"(?<![^\W\d_])(?:[ldsnjm]|qu)['’](?=[aeiouyhàâéèêëîïôûœ])")
# Words that begin a question in one of these languages and nothing in English.
_BEGINNINGS = """
quién quien quiénes cuándo cuántos cuántas cuánto dónde qué pourquoi combien wer warum wieso weshalb wann wieviel quem
onde quantos quantas perché quanti quante hoeveel waarom wanneer
"""
_BEGINS = frozenset(_BEGINNINGS.split())
_ALSO_ENGLISH = frozenset(
    ["was", "is", "as", "no", "do", "on", "per", "a", "over", "he", "me", "so", "am", "an", "all"]
)


def foreign(text: str) -> bool:
    """Return whether a question is clearly not English.

    That is so where most letters are of another script than Latin; and, as long as no word is a common English
    one, where a question word of another language begins it, where one drops a vowel as French does beside one of its
    commonest words, or at least two different words that make more than
    a third of all are common ones of one other language.
    """
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith(("LATIN", "FEMININE", "MASCULINE")) for letter in letters)
    if letters and latin < len(letters) / 2:
        return True
    asked = [word.lower() for word in _WORD.findall(text)]
    if not asked or STOP_WORDS.intersection(asked) - _ALSO_ENGLISH:
        return False
    if asked[0] in _BEGINS or (_ELIDED.search(text) and _WORDS_OF["French"].intersection(asked) - _IN_NAMES):
        return True
    return any(_speaks(common, asked) for common in _WORDS_OF.values())


def _speaks(common: frozenset[str], asked: list[str]) -> bool:
    sure = common.intersection(asked) - _IN_NAMES
    known = len(sure | _IN_NAMES.intersection(asked))
    return bool(sure) and known >= _LEAST and known * 3 > len(asked)


_LEAST = 2
