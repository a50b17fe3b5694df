"""What times look like in the English of newspapers."""

from __future__ import annotations

import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORDS = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:.,]*\d|%| (?:percent|per cent|million|billion))"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?!,?\d|\.\d|-\w)"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?:['’]s)?"
_COUNT = r"(?P<many>\d{1,3}|(?i:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a few))"
_UNIT = r"(?P<unit>day|week|month|year|decade)s?"
_NOT_DAYS = (
    r"(?<!Black )(?<!Good )(?<!Ash )(?<!Super )(?<!Bloody )(?<!Palm )(?<!Cyber )(?<!Easter )(?<!-)"
    r"(?!\w+day (?:Times|Telegraph|Mail|Express|Herald|Mirror|Post|School|Night (?:Football|Live)|Club)\b)"
)


_DAY_FIRST = rf"(?:the )?{_DAY.replace('day>', 'day2>')}(?: of)? {_MONTH.replace('month>', 'month2>')}"
DATE = re.compile(rf"\b(?:{_MONTH} {_DAY}\b|{_DAY_FIRST})(?:,? {_YEAR}\b)?")
ISO = re.compile(r"\b(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)\b")
IN_MONTH = re.compile(
    rf"\b(?P<lead>(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Dd]uring|[Tt]hrough|of|to|and|before|after|between) )?"
    rf"(?P<which>(?:early|late|mid|last|next|this|the end of|the start of|the beginning of|the middle of)[ -])?{_MONTH}"
    rf"(?:,? (?:of )?{_YEAR}\b| (?P<rel>(?:of )?(?:this|last|next) year)\b)?(?! ?\d)"
)
WEEK_DAY = re.compile(
    rf"\b{_NOT_DAYS}(?P<which>(?:last|next|this|a week ago|the previous|the following) )?{_WEEKDAY}\b"
    r"(?P<of>(?:,? of)? (?:last|next|this) week\b)?"
)
NAMED = re.compile(
    r"\b(?P<near>[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow|[Tt]his (?:morning|afternoon|evening)|[Ll]ast night|"
    r"[Oo]vernight|[Ee]arlier in the day|the day (?:before yesterday|after tomorrow))\b"
)
PERIOD = re.compile(
    r"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Ee]arlier this|[Ll]ater this|[Ll]ate last|[Ee]arly next|[Ee]arly this|"
    r"[Ll]ate this|the previous|the following|the end of (?:this|last|next)) "
    r"(?P<unit>week(?!day)(?:end)?|month|year|decade)\b(?! and a half)"
)
SEASON = re.compile(
    r"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Ii]n the|[Tt]he previous|[Dd]uring the) )"
    r"(?P<season>spring|summer|autumn|fall|winter)\b(?: of "
    rf"{_YEAR})?(?! of \w|['’])"
)
AGO = re.compile(
    rf"\b(?:(?:[Aa]bout|[Aa]lmost|[Nn]early|[Ss]ome|[Mm]ore than|[Oo]ver|[Jj]ust) )?{_COUNT} {_UNIT} "
    r"(?P<way>ago|earlier|before|later|afterwards?|from now|hence)\b(?! than)"
)
AHEAD = re.compile(rf"\b[Ii]n {_COUNT} {_UNIT}(?:['’] time)?\b(?! (?:ago|earlier|later|before|after|of|on|in)\b)")
BESIDE = re.compile(
    r"\b(?P<beside>[Tt]he (?:next|following|previous) day|[Tt]he day (?:before|after)|"
    r"[Aa] day (?:earlier|later|before))\b(?! yesterday| tomorrow)"
)
IN_YEAR = re.compile(
    r"\b(?P<lead>[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Dd]uring|[Oo]f|[Tt]o|and|[Bb]etween|[Tt]hrough|[Ll]ate|[Ee]arly|"
    rf"[Mm]id-?|the|[Bb]efore|[Aa]fter) {_YEAR}(?P<decade>s)?\b"
    r"(?! (?:people|miles|feet|men|women|workers|soldiers|houses|homes|[a-z]+s\b))"
)
FEAST = re.compile(
    r"\b(?P<feast>New Year['’]s (?:Eve|Day)|Christmas (?:Eve|Day)|Christmas|Boxing Day|Halloween|Valentine['’]s Day)\b"
    rf"(?:,? (?:of )?{_YEAR})?"
)

# What a sentence must hold before any of the patterns above can match: quick to look for, and in few sentences.
A_NUMBER = re.compile(r"\d{4}")
A_MONTH = re.compile("Jan|Feb|Ma[ry]|Apr|Ju[nl]|Aug|Sep|Oct|Nov|Dec")
A_DAY = re.compile("day")
A_UNIT = re.compile("day|week|month|year|decade")
A_SEASON = re.compile("spring|summer|autumn|fall|winter")
A_FEAST = re.compile("New Year|Christmas|Boxing|Halloween|Valentine")
NEAR = re.compile("day|night|morrow|morning|afternoon|evening")

FEASTS = {
    "new year's eve": (12, 31), "new year's day": (1, 1), "christmas eve": (12, 24), "christmas day": (12, 25),
    "christmas": (12, 25), "boxing day": (12, 26), "halloween": (10, 31), "valentine's day": (2, 14),
}  # fmt: skip
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
