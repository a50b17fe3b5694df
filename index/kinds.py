"""Words that tell of what kind a name is, and what organisations do, say and have.

Fragments of regular expressions, and sets of the nouns by which names are described.
"""

from __future__ import annotations

AS_ORGANISATIONS_DO = (
    r"(?:said|says|added|argue[sd]?|den(?:y|ies|ied)|disputed?s?|blame[sd]?|promised?s?|pledge[sd]?|announce[sd]?|"
    r"apologi[sz]ed?|decline[sd]?|refuse[sd]?|agree[sd]?|ask(?:ed|s)?|urge[sd]?|warn(?:ed|s)?|expect(?:ed|s)?|"
    r"plan(?:s|ned)?|want(?:s|ed)?|hope[sd]?|intend(?:s|ed)?|employ(?:ed|s)?|hire[sd]?|pa(?:y|ys|id)|s(?:ell|ells|old)|"
    r"b(?:uy|uys|ought)|own(?:s|ed)?|operate[sd]?|record(?:ed|s)|report(?:ed|s)?|post(?:ed|s)|raise[sd]?|collect(?:ed|s)?|"
    r"offer(?:ed|s)?|sue[sd]?|appeal(?:ed|s)?|recall(?:ed|s)?|comment(?:ed)?|end(?:ed)? the|laid off|publish(?:ed|es)|"
    r"found|told|wrote|gave|drew|drawn|serve[sd]?|supplie[sd]|attract(?:ed|s)?|been \w+ing|disclose[sd]?|lent|owes|"
    r"estimate[sd]?|accuse[sd]?|invest(?:ed|s)?|made a (?:loss|profit))"
)
THINGS = (
    r"(?:ship|boat|vessel|ferry|craft|spacecraft|rover|probe|tanker|trawler|barge|satellite|telescope|rocket|yacht|"
    r"aircraft|plane|jet|submarine)"
)
_PEOPLE = """
judge mayor senator governor minister president bishop captain general commander chairman chairwoman chief
professor doctor director founder conductor coach sheriff commissioner secretary ambassador archbishop cardinal
rector prosecutor superintendent colonel major sergeant admiral premier chancellor principal
"""
PEOPLE = frozenset(_PEOPLE.split())
TITLES = {
    "senator": r"Sen\.", "governor": r"Gov\.", "general": r"Gen\.", "professor": r"Prof\.",
    "judge": r"(?:Judge|Justice)", "colonel": r"Col\.", "congressman": r"Rep\.", "congresswoman": r"Rep\.",
    "representative": r"Rep\.", "admiral": r"Adm\.", "sergeant": r"Sgt\.", "secretary": r"Secretary",
}  # fmt: skip
FIRM = (
    r"(?:Aerospace|Aggregates|Air|Airlines|Airways|Bank|Beef|Brewery|Capital|Chemicals?|Co|Company|Corp|Electric|"
    r"Electronics|Energ(?:y|ie)|Enterprises|Foods?|Freight|Gas|Gaming|Gold|Group|Holdings?|Hotels?|Inc|Industries|"
    r"Insurance|Lines|Logistics|Ltd|Marine|Markets|Media|Mining|Motors|Oil|Partners|Pharma|Pharmaceuticals|Plastics|Power|"
    r"Rail|Railways?|Semiconductors?|Services|Shipping|Solutions|Steel|Stores|Systems|Technolog(?:y|ies)|Therapeutics|"
    r"Trains|Transport|Water|Works)"
)
# What else a name that belongs to a description may end in.
ENDS = {
    "agency": r"(?:Agency|Administration|Bureau|Commission|Authority|Service)",
    "bill": r"(?:Act|Bill)", "law": r"(?:Act|Law)", "act": "Act", "measure": r"(?:Act|Bill|Measure)",
    "court": r"(?:Court|Tribunal)", "tribunal": r"(?:Tribunal|Court)", "airline": r"(?:Air|Airlines|Airways)",
    "university": "University", "ministry": "Ministry", "department": "Department", "group": "Group", "bank": "Bank",
    "union": r"(?:Union|Unions)", "charity": r"(?:Trust|Foundation|Fund)", "regulator": r"(?:Authority|Commission)",
    "team": r"(?:United|City|Rovers|Athletic)", "club": r"(?:United|City|Rovers|Athletic|Club)",
}  # fmt: skip
_FIRMS = """
company firm airline retailer operator maker manufacturer brewer carmaker owner contractor supplier developer
lender insurer chain network freeholder utility bank group fund start-up startup
"""
FIRMS = frozenset(_FIRMS.split())
OF_A_COMPANY = (
    r"(?:chief executive|managing director|spokes\w+|founder|co-founder|shares|profits?|shareholders|vice president|"
    r"customers|laboratory|lawyers?|general counsel|sales|finance director|chairman|chairwoman|shops|stores|plants?)"
)
_COMPANIES = """
company firm airline retailer maker manufacturer start-up startup carmaker brewer insurer
"""
COMPANIES = frozenset(_COMPANIES.split())
_OF_A_PLACE = """
airport port council zoo cathedral parliament university
"""
OF_A_PLACE = frozenset(_OF_A_PLACE.split())
INSTITUTION = rf"(?:{FIRM}|Agency|Association|Authority|Board|Bureau|Church|Club|College|Commission|Committee|Council|"
INSTITUTION += (
    r"Court|Department|Federation|Foundation|Hospital|Institute|League|Ministry|Museum|Network|Office|Party|Police|"
)
INSTITUTION += r"Society|Symphony|Treasury|Tribunal|Trust|Union|University)"
