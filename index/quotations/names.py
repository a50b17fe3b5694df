"""The names in an article: who is introduced in full, and whom a surname means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from index.document import Span
from index.quotations.given_names import sex_of
from index.quotations.marks import marked, paragraphs
from index.quotations.word_lists import words

_WORD = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*[\w]|[A-ZÀ-ÖØ-Þ]\.(?:[A-Z]\.)*|[A-Z])"
_PARTICLE = (
    r"(?:al|bin|bint|da|das|de|del|della|der|di|do|dos|du|e|el|ibn|la|le|ten|ter|van|vom|von|y|zu|of the|of|and|&|for)"
)
_RUN = re.compile(rf"(?<![\w’']){_WORD}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}{_WORD})*")
_TITLES = words(
    """
    Mr Mr. Mrs Mrs. Ms Ms. Miss Sir Dame Lord Lady Baron Baroness Dr Dr. Prof Prof. Professor Gen Gen. General
    Lt. Lt Col. Col Colonel Maj. Major Capt. Captain Sgt. Sergeant Cpl. Pvt. Adm. Admiral Cmdr. Commander
    Brig. Gov. Governor Sen. Senator Rep. Representative Rev. Reverend Father Sister Brother Bishop Archbishop
    Cardinal Pope Imam Rabbi Sheikh Ayatollah King Queen Prince Princess President Vice Prime Minister
    Ministers Secretary Deputy Assistant Chancellor Premier Judge Justice Justices Mayor Sheriff Detective
    Inspector Superintendent Constable Commissioner Councillor Councilor Councilman Councilwoman Cllr
    Ambassador Attorney Solicitor Speaker Chairman Chairwoman Chair Chief CEO CFO COO Executive Director
    Officer Manager Coach Captain Congressman Congresswoman Assemblyman Spokesman Spokeswoman Spokesperson
    Democrat Republican Former Acting Interim Lieutenant Marshal Envoy Dean Provost Principal Administrator
    Treasurer Comptroller Alderman Delegate Lawmaker Minority Majority Leader Staff Whip
    """
)
# Occupations that open a sentence with a capital: "Librarian Owen Pike said".
_OCCUPATION = re.compile(
    r"(?i:[a-z-]*(?:ologist|onomist|nalyst|icist|grapher|maker|keeper|driver|worker|teacher|owner|scientist|artist|"
    r"columnist|activist|pianist|violinist|therapist|pharmacist|dentist)|founder|co-founder|librarian|historian|warden|"
    r"soprano|tenor|skipper|conductor|engineer|architect|farmer|lawyer|attorney|barrister|prosecutor|striker|"
    r"goalkeeper|defender|midfielder|surgeon|nurse|paramedic|pilot|spokesperson|resident|student|researcher|author|"
    r"novelist|playwright|singer|actor|actress|designer|curator|entrepreneur|campaigner|organizer|organiser|"
    r"veterinarian|physician|politician|musician|comedian|firefighter|trader|investor|adviser|advisor|strategist|"
    r"cashier|baker|bookseller|shopkeeper|publican|billionaire|publisher|editor|presenter|broadcaster|midwife|officer)"
)
_MONTHS = ("April", "May", "June", "August")
_HIS = words(
    """
    Mr Mr. Sir Lord Baron King Prince Imam Brother Father Pope Congressman Councilman Chairman
    """
)
_HER = words(
    """
    Mrs Mrs. Ms Ms. Miss Dame Lady Baroness Sister Queen Princess Congresswoman Councilwoman
    """
)
_NOT_FIRST = words(
    """
    The A An And But Or So Yet If In On At By For From With When While As After Before Since Until Under Over
    Of To He She It They We I You His Her Its Their Our My Your This That These Those There Here What Who Why
    How Where Not No Yes Asked Both Each Every All Some Many Most Several One Two Three Four Five Six Seven
    Eight Nine Ten Then Now Still Even Only Also Later Earlier Meanwhile However Although Though Because Once
    Instead Among According Like Unlike During Despite Without Within Through Against About Between Last Next
    Other Another Such Speaking Writing Monday Tuesday Wednesday Thursday Friday Saturday Sunday January
    February March April May June July August September October November December Jan. Feb. Mar. Apr. Aug.
    Sept. Oct. Nov. Dec. Nobody Everyone Reporting Outside Inside Back Critics Officials Police Experts
    Residents Lawyers Neither Either Today Yesterday Tomorrow Near Across Prosecutors Analysts Economists
    Investors Doctors Scientists Researchers Witnesses Neighbours Neighbors Sources Opponents Supporters
    Lawmakers Senators Democrats Republicans Separately Recently Born Sworn Tweeting Previously Nevertheless
    Nonetheless Indeed Perhaps Maybe Well Never Always Sometimes Again Less More Just Afterwards Afterward
    Soon Too Asking Standing Testifying Citing Called Addressing Told Known
    """
)
_ORGANISATION = re.compile(
    r"\b(?:Agency|Airlines?|Airways|Association|Authority|Bank|Board|Bureau|Center|Centre|Church|City|Club|Coalition|"
    r"College|Commission|Committee|Company|Congress|Corp|Corps|Corporation|Council|County|Court|Department|District|Energy|"
    r"Federation|Foods?|Force|Foundation|Fund|Group|Guard|Hall|Holdings?|Hospital|Hotel|House|Inc|Industries|Initiative|"
    r"Institute|International|Labs?|Laboratory|League|Limited|LLC|Ltd|Marine|Media|Ministry|Motors|Movement|Museum|Nations|"
    r"Network|News|Office|Organi[sz]ation|Parliament|Partners|Party|PLC|plc|Police|Post|Press|Project|Railways?|School|"
    r"Secretariat|Security|Senate|Service|Services|Society|Solutions|States?|Steel|Street|Systems|Technologies|Times|"
    r"Tribunal|Tribune|Trust|Union|United|University|Water|Watch|Works|Workers|and|&|for|of)\b"
)
_COMPANY = re.compile(
    r"\b(?:Airlines?|Airways|Bank|Corp|Corporation|Company|Energy|Foods?|Group|Holdings?|Inc|Industries|Labs?|LLC|Ltd|"
    r"Limited|Media|Motors|Partners|PLC|plc|Railways?|Solutions|Steel|Systems|Technologies|Pharma\w*|AG|SA|SE|NV|"
    r"Logistics|Foundry|Shipping|Ferries|Mining|Oil|Power|Aerospace|Semiconductor|Software|Robotics|Brewing|Marine)\b"
)
_JOINED = re.compile(r" (?:of the|of|and|for) ")
_OF_OFFICE = re.compile(r"(?:Secretary|Minister|Chancellor|Ministers|Undersecretary) (?:of|for) (?:the )?$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands at a place: a person's without title, or an organisation's.

    ``title`` is the capitalised office or honorific right before it, as words ("Prime Minister"), if any.
    """

    span: Span
    text: str
    person: bool
    title: str = ""

    @property
    def last(self) -> str:
        """The surname."""
        words = [word for word in self.text.split() if word not in ("Jr.", "Sr.", "Jr", "Sr", "II", "III")]
        return words[-1] if words else self.text


class Names:
    """All names in one article."""

    def __init__(self, text: str) -> None:
        """Read them off the text by their capitals."""
        self.text = text
        self.all = names_in(text)
        self.people: dict[str, Name] = {}
        between = [mark.whole for mark in marked(text, paragraphs(text))]
        for name in self.all:
            if any(span.start <= name.span.start < span.end for span in between):
                continue  # slogans, and whoever else is only spoken of
            if name.person and len(name.text.split()) > 1:
                self.people.setdefault(key(name.text), name)
        for same, name in list(self.people.items()):  # "Dela Cruz" is the surname of "Jun Dela Cruz"
            if any(other.text.endswith(f" {name.text}") for other in self.people.values()):
                del self.people[same]

    def meant(self, written: str, at: int) -> Name | None:
        """Return the name in full that ``written`` means at a place of the text; None if that cannot be told."""
        titles, bare = _parted(written.split())
        bare_text = " ".join(bare)
        if not bare:
            return None
        if len(bare) > 1 and (full := self.people.get(key(bare_text))):
            return full
        if len(bare) > 1:  # a surname of several words: "Dela Cruz"
            ending = [name for name in self.people.values() if name.text.endswith(f" {bare_text}")]
            if len(ending) == 1:
                return ending[0]
        if len(bare) == 1:
            fitting = self._surnamed(bare[0], titles)
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                return None
        own = [name for name in self.all if name.text == bare_text]
        return next((name for name in own if name.span.start >= at - len(written)), own[0] if own else None)

    def sex(self, name: Name) -> str | None:
        """Return ``"he"`` or ``"she"`` where titles or the given name show which; else None."""
        last = name.last
        titles = {word for each in self.all if each.last == last and each.title for word in each.title.split()}
        if titles & _HER:
            return "she"
        if titles & _HIS:
            return "he"
        return sex_of(name.text.split()[0])

    def organisation(self, noun: str, before: int) -> Name | None:
        """Return the one organisation that "the bank" or "the company" means before a place, if there is just one."""
        wanted = _COMPANY if noun in ("company", "firm", "group", "carrier", "operator", "manufacturer") else None
        fitting: dict[str, Name] = {}
        for name in self.all:
            if name.span.start < before and not name.person and len(name.text.split()) > 1:
                found = wanted.search(name.text) if wanted else noun.capitalize() in name.text.split()
                if found:
                    fitting.setdefault(name.text, name)
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _surnamed(self, last: str, titles: Sequence[str]) -> list[Name]:
        fitting = [name for name in self.people.values() if name.last == last]
        if len(fitting) > 1 and titles:
            wanted = "she" if set(titles) & _HER else "he" if set(titles) & _HIS else None
            told = [name for name in fitting if wanted and sex_of(name.text.split()[0]) == wanted]
            fitting = told if len(told) == 1 else fitting
        if not fitting:  # known by a first name, or written with the family's name in front
            fitting = [name for name in self.people.values() if name.text.split()[0] == last]
        return fitting


def names_in(text: str) -> list[Name]:
    """Return the names in a text, in order, titles and what opens a sentence taken off."""
    found = []
    for match in _RUN.finditer(text):
        for start, run in _single(match.start(), match[0]):
            name = _name(text, start, run)
            if name is not None:
                found.append(name)
    return found


def key(name: str) -> str:
    """Return what two spellings of one person's name have in common: no case, accents, initials or suffix."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    plain = "".join(character for character in plain if not unicodedata.combining(character)).casefold()
    words = [word.strip(".,") for word in plain.split()]
    kept = [word for word in words if len(word) > 1 and word not in ("jr", "sr", "ii", "iii")]
    return " ".join(kept or words)


def _single(start: int, run: str) -> list[tuple[int, str]]:
    """Part "Gaston Roy of Saint-Aubert" into two names, and leave "Bank of England" one."""
    joined = _JOINED.search(run)
    if joined is None or joined.start() == 0 or _ORGANISATION.search(run[: joined.start()]):
        return [(start, run)]
    if len(run[: joined.start()].split()) < 2:
        return [(start, run)]
    return [(start, run[: joined.start()]), *_single(start + joined.end(), run[joined.end() :])]


def _name(text: str, start: int, run: str) -> Name | None:
    words = run.replace("\u00a0", " ").split(" ")
    skipped = 0
    named_so = len(words) > 1 and words[0] in _MONTHS and words[1] not in _TITLES
    while (
        not named_so
        and skipped < len(words)
        and (words[skipped] in _NOT_FIRST or words[skipped] in ("of", "and", "for", "the"))
    ):
        skipped += 1
    titles, bare = _parted(words[skipped:])
    if bare and len(bare) > 1 and _OF_OFFICE.search(text[max(0, start - 40) : start]):
        titles, bare = [*titles, bare[0]], bare[1:]
    while bare and bare[-1] in ("of", "and", "for", "the", "&"):
        bare = bare[:-1]
    if not bare:
        return None
    before = " ".join(words[: len(words) - len(bare)]) if words[-len(bare) :] == bare else None
    offset = run.replace("\u00a0", " ").find(" ".join(bare)) if before is None else len(before) + bool(before)
    shown = run[offset : offset + len(" ".join(bare))]
    if shown.endswith(("’s", "'s")):
        shown = shown[:-2]
    span = Span(start + offset, start + offset + len(shown))
    company = _ORGANISATION.search(shown) or (_COMPANY.search(shown) and sex_of(bare[0]) is None)
    person = not company and (len(bare) > 1 or bool(titles))
    return Name(span, shown, person, " ".join(titles)) if shown else None


def _parted(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part titles, with what stands before them, from the name after them; an institution has no title."""
    last = max((number for number, word in enumerate(words) if _is_title(words, number)), default=-1)
    named = 0 <= last < len(words) - 1 and words[last + 1] not in ("of", "and", "for", "the")
    if named and not _ORGANISATION.search(" ".join(words[last + 1 :])):
        return list(words[: last + 1]), list(words[last + 1 :])
    return [], list(words)


def _is_title(words: Sequence[str], number: int) -> bool:
    word = words[number]
    return word in _TITLES or (len(words) - number > 2 and _OCCUPATION.fullmatch(word) is not None)


def without_titles(name: str) -> str:
    """Return a name without the titles in front of it: "Gen. Mark Milley" is "Mark Milley"."""
    return " ".join(_parted(name.split())[1])
