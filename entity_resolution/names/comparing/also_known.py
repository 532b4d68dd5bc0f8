"""Names in one cell: `Tan Ah Kow @ David Tan`, `X a.k.a. Y`, `X (Y)` are a person's name and other names of theirs."""

from __future__ import annotations

import re
from typing import NamedTuple

from entity_resolution.names.companies.legal_forms import strip_legal_form
from entity_resolution.names.companies.register_notes import is_register_note
from entity_resolution.names.companies.world_words import tell
from entity_resolution.names.comparing.comparison import compare_names
from entity_resolution.names.comparing.persons.maiden_names import split_maiden_name
from entity_resolution.names.comparing.things.parts_of_places import say_other_parts
from entity_resolution.names.reading import read_name
from entity_resolution.names.scripts.burmese import burmese_syllables
from entity_resolution.names.scripts.cleaning import MAX_CHARACTERS
from entity_resolution.names.scripts.form import NameKind
from entity_resolution.names.scripts.script import Script, detect_script
from entity_resolution.names.tongues.honorifics import is_trailing
from graph.values import is_of_another

# Words for "alias", "also called" and "or"; in Burma the first letter of the word stands in brackets for it.
_IN_HANZI = "又名|别名|別名|曾用名|化名|原名"
_ALSO = (
    r"@|(?:a\.?k\.?a|a/k/a|f\.?k\.?a|f/k/a|alias|alyas|als|also known as)\b\.?:?"
    r"|(?:tức|còn gọi là|bí danh|tên khác|หรือ|ຫຼື|ຫລື|ခေါ်|urf|उर्फ|ওরফে|عرف|он же|она же)(?=\s)|ហៅ"
    rf"|(?:{_IN_HANZI})[:：]?"
)
_BETWEEN = re.compile(
    rf"(?:[\s,，;；]+(?:{_ALSO})|(?<![(（\s])(?:{_IN_HANZI})[:：]?"
    r"|[\s,，;；]*[(（]\s*(?:a|alias|a\.?k\.?a\.?|@|ခ|ခေါ်)\s*[)）])\s*(?=\S)",
    re.I,
)
_OPENING = re.compile(rf"(?:{_ALSO})\s*(?=\S)", re.I)
_AMID = re.compile(r"(?P<own>\S[^()（）]*?)\s*[(（](?P<note>[^()（）]*)[)）]\s*(?P<rest>[^()（）]*\S)")
_IN_BRACKETS = re.compile(r"(?P<own>\S.*?)\s*[(（](?P<note>[^()（）]*)[)）](?P<rest>)")
# A nickname in quotation marks, which are no apostrophes: Carlos "Lucky" Romero.
_IN_QUOTES = re.compile(r"""(?<!\S)(?:"([^"]+)"|'([^']+)'|“([^“”]+)”|«([^«»]+)»|‘([^‘’]+)’|„([^„“”]+)[“”])(?!\S)""")
_QUOTE = re.compile("[\"'“«‘„]")
_LEAST_WORDS = 2
_RENAMED_IN_HAN = "(?:已|后|後|现|現)?(?:更名|改名)[为為]"
_IN_HAN_OTHER_NAMES = (
    f"原名|曾用名|前称|前稱|旧称|舊稱|旧名|又名|又称|又稱|亦称|亦稱|别名|別名|前身[为為是]?|现名|現名|{_RENAMED_IN_HAN}"
)
# In brackets `原` alone says that a company was the next one, and what was renamed stands between two words: 由…更名.
_FORMER_IN_HAN = (
    "(?<=[(（])(?:原(?![创創始生材料装裝])(?=[^()（）]{2,40}(?:公司|集团|集團))|由(?=[^()（）]{2,40}(?:更名|改名)))"
    f"|(?<=公司|集团|集團)(?:原名|曾用名|前称|前稱|旧称|舊稱|旧名|前身[为為是]?|现名|現名|{_RENAMED_IN_HAN})"
)
_RENAMED_BEHIND = re.compile("(?:更名|改名)(?:而来|而來)?$")
# Words that are a name's own as well, behind a bracket, a comma, a colon or a legal form alone: Digital Alias Ltd.
_FORMS = ("ltd", "limited", "inc", "llc", "corp", "bhd", "plc", "company", "group")
_BEHIND_FORMS = "|".join(rf"(?<=\s{form}\s)|(?<=\s{form}\.\s)" for form in _FORMS)
_SET_APART = rf"(?:(?<=[(（,，;:])|(?<=[(（,，;:]\s)|{_BEHIND_FORMS})"
_THAI_OTHER_NAMES = "เดิมชื่อ|ชื่อเดิม|เปลี่ยนชื่อเป็น"
_NATIVE_OTHER_NAMES = (
    rf"{_THAI_OTHER_NAMES}|หรือที่รู้จักในชื่อ|មានឈ្មោះដើមថា|ឈ្មោះដើម|អតីត(?=\s*ក្រុមហ៊ុន)|ហៅ|အမည်ဟောင်း|အမည်ပြောင်း"
    r"|(?:đổi tên (?:thành|từ)|berubah nama menjadi)(?=[:\s])"
    r"|(?:dahulu|dulu|d/h\.?|sebelumnya|kini|sekarang)(?=[:\s]+(?:pt|cv|ud)\b)"
    rf"|(?:trước đây là|còn gọi là|juga dikenal sebagai|{_SET_APART}(?:tên cũ|dahulu|dulu|sebelumnya|eks))(?=[:\s])"
    rf"|{_IN_HAN_OTHER_NAMES}"
)
# Before these it is a word of trade: Group Ex-Im, Ltd Ex Works.
_EX_OF_COMPANY = rf"{_SET_APART}ex(?![\s-]*(?:im|works?|factory|ports?)\b)(?=[\s-])-?"
_FORMERLY_OF_COMPANY = r"(?:formerly|previously)(?:\s+(?:known|registered|trading)\s+as)?"
# A company's other names stand behind one of these, in brackets or not; what else is in brackets belongs to the name.
_COMPANY_ALSO = re.compile(
    rf"(?:\s*[./–-]\s*|\s*[(（,;]?\s*(?<![^\s(（,;])){_FORMERLY_OF_COMPANY}\b\.?:?\s*"
    r"|\s*[(（,;]?\s*(?<![^\s(（,;])(?:also\s+known\s+as"
    r"|(?:(?:doing|carrying\s+on|conducting)\s+business|trading|operating)\s+(?:as|under(?:\s+the)?(?:\s+trade)?(?:\s+name)?(?:\s+of)?)"
    rf"|now\s+(?:known|trading)\s+as|(?<=[(（])now(?=\s)|a\.?k\.?a|a/k/a|[fn][./]?k[./]?a|{_EX_OF_COMPANY}|{_SET_APART}(?:alias|renamed(?:\s+(?:as|to|from))?)"
    r"|d/?b/?a|t/a)\b\.?:?\s*"
    rf"|\s*[(（,，;；]?\s*(?:(?<![^\s(（,，;；])(?:{_NATIVE_OTHER_NAMES})|(?<=[(（])(?:{_IN_HAN_OTHER_NAMES})"
    rf"|(?:(?<=จำกัด)|(?<=มหาชน[)）]))(?:{_THAI_OTHER_NAMES})|{_FORMER_IN_HAN})[:：]?\s*",
    re.I,
)
# What else stands in brackets behind a company's name is another whole name from so many words on, save what says which
# part of it is meant, or what became of it.
_LEAST_WORDS_OF_COMPANY = 3
_NO_COMPANY = re.compile(
    r"\b(?:branch|division|department|office|unit|region|regional|state|province|district|county|zone|territory"
    r"|republic|islands?|sar|city|liquidation|administration|receivership|incorporated in|registered|subsidiary|part of"
    r"|member of|under|owned|see|and others)\b",
    re.I,
)
# What a place was called before, in brackets or between commas: (ex Lotus House), formerly Lotus House.
_FORMERLY = (
    r"(?:formerly|previously)(?:\s+known\s+as)?|f/?k/?a|anciennement|ehemals|fr[uü]her|vormals|voorheen|bekas"
    r"|renamed(?:\s+(?:as|to|from))?|f\.k\.a"
)
_ALSO_OF_SITE = r"a\.?k\.?a|a/k/a|also\s+known\s+as|alias|f[./]?k[./]?a"
_FORMER_OF_SITE = re.compile(
    rf"\s*[(（]\s*(?:ex|now|antes|già|{_FORMERLY}|{_ALSO_OF_SITE})\b\.?[\s:-]?\s*([^()（）]+)[)）]"
    rf"|\s*[(（]\s*(?:{_NATIVE_OTHER_NAMES})\s*[:：]?\s*([^()（）]+)[)）]"
    rf"|\s*,\s*(?:ex|{_FORMERLY})\.?:?\s+([^,()（）]+)"
    rf"|(?<=\S)\s*[\s,]\s*(?:{_ALSO_OF_SITE})\b\.?:?\s+([^,()（）]+)"
    rf"|(?<=\S)\s*[\s,，]\s*(?:{_NATIVE_OTHER_NAMES})\s*[:：]?\s*([^,，()（）]+)",
    re.I,
)
# Whose child or wife somebody is belongs to the name.
_RELATION = re.compile(r"\b(?:[sdw]/o|[sdw]\.o|bin|binti|bte|son|daughter|wife|father)\b", re.I)
# Whoever is named behind one of these is somebody else, who may have given the number for both.
_OF_ANOTHER = re.compile(
    r"\b(?:c/o|mother|husband|parents?|guardian|brother|sister|sibling|uncle|aunt|auntie|cousin|niece|nephew|friend"
    r"|colleague|boss|agent|recruiter|employer|translator|interpreter|lawyer|by|via|through|contact|from|of)\b"
    r"|(?<!\S)(?:แม่|พ่อ|ภรรยา|สามี|พี่สาว|พี่ชาย|น้องสาว|น้องชาย|ผู้แจ้ง)(?=[\s:])|^(?:母亲|父亲|妻子|丈夫|联系人|由|经)",
    re.I,
)
_PARTS_OF_SITE = frozenset("(（,，")
# Signs and words of which one at least stands in each cell of several names, so that of most names no more is asked.
_SIGNS = re.compile(
    r"[@()（）\"“«„]|(?<!\S)['‘]|(?<!\w)(?:[afn][./]?k[./]?a|d/?b/?a|d/h|t/a|(?:business|trading|operating)\s+(?:as|under))(?!\w)",
    re.I,
)
_SAYING_WORDS = """
alias alyas als also tức còn bí tên หรือ ຫຼື ຫລື ခေါ် urf उर्फ ওরফে عرف он она
nee née nè ép épouse geb geborene z rozená roz урожденная урождённая урожд nacida nascida nata født född pôv maiden born
นามสกุลเดิม สกุลเดิม formerly previously renamed now dahulu dulu sebelumnya juga eks cũ trước anciennement früher vormals
ex kini sekarang berubah đổi អតីត
"""
_SAYING = frozenset(_SAYING_WORDS.split())
_SAYING_UNSPACED = re.compile(f"{_IN_HANZI}|{_IN_HAN_OTHER_NAMES}|ឈ្មោះ|អតីត|ហៅ|เดิมชื่อ|ชื่อเดิม|รู้จัก|เปลี่ยนชื่อ|အမည်")
_BREAKS = re.compile(r"[\s.,:;，；：/–-]+")
# What a cell of names holds of others at most: whoever files one keeps nobody waiting by it.
_MOST_OTHERS = 8


class NamesInCell(NamedTuple):
    """The names of one thing that stand in one cell.

    Attributes:
        own: the first of them; the whole cell where it holds no other.
        others: the other names.
        noted: those of the others that no word calls names. What stands in brackets or in quotation marks may be a note
            as well: `Chen Wei (from Hunan)`.
    """

    own: str
    others: tuple[str, ...] = ()
    noted: frozenset[str] = frozenset()


def names_in(text: str, kind: NameKind) -> NamesInCell:
    """Return the names that a cell holds: `Lim Wei Ming @ David Lim` has two.

    Args:
        text: as the source wrote it. Others are looked for as far as a name is read.
        kind: what it names.
    """
    read = text[:MAX_CHARACTERS]
    if kind is NameKind.SITE:
        found = _names_of_site(read)
    elif not _may_hold_others(read):
        found = NamesInCell(read)
    elif kind is NameKind.PERSON:
        found = _names_of_person(read)
    else:
        found = _names_of_company(read)
    if found.own == read:
        return NamesInCell(text)
    return found._replace(others=found.others[:_MOST_OTHERS])


def _may_hold_others(text: str) -> bool:
    """Tell whether a sign or a word stands in a cell by which it may hold other names; most have none."""
    if _SIGNS.search(text) is not None or not _SAYING.isdisjoint(_BREAKS.split(text.casefold())):
        return True
    return not text.isascii() and _SAYING_UNSPACED.search(text) is not None


def _names_of_person(text: str) -> NamesInCell:
    """Part a person's name from the other names behind it, of which nicknames and notes of one word are left out.

    A nickname is no evidence: `Somchai @ Lek` and `Malee @ Lek` are two.
    """
    # Of single spaces, so that a long run of them is not tried from each of its places.
    plain = " ".join(text.split())
    own, *others = _BETWEEN.split(plain)
    if (maiden := split_maiden_name(own)) is not None:
        own = maiden[0]
        others.insert(0, maiden[1])
    noted: list[str] = []
    for parted in (_without_brackets, _without_quotes):
        own, behind, notes = parted(own)
        others[:0] = [*notes, *behind]
        noted += notes
    if own == plain or not any(map(str.isalpha, own)):
        return NamesInCell(text)
    return NamesInCell(own, tuple(other.strip() for other in others if _is_whole(other)), frozenset(noted))


def _without_brackets(own: str) -> tuple[str, list[str], list[str]]:
    """Return a person's name without what stands in brackets behind or amid it, what a word calls a name, and notes."""
    told, noted = list[str](), list[str]()
    for pattern in (_IN_BRACKETS, _AMID) if "(" in own or "（" in own else ():
        found = pattern.fullmatch(own)
        if found is None or _belongs(found["note"]):
            continue
        own = f"{found['own']} {found['rest']}".rstrip()
        name = _OPENING.sub("", found["note"], count=1)
        if name != found["note"]:
            told.insert(0, name)
        elif not _is_of_another(name):
            noted.insert(0, name.strip())
    return own, told, noted


def _without_quotes(own: str) -> tuple[str, list[str], list[str]]:
    """Return a person's name without nicknames in quotation marks, and these."""
    if _QUOTE.search(own) is None:
        return own, [], []
    bare = " ".join(_IN_QUOTES.sub(" ", own).split())
    if bare == own or len(bare.split()) < _LEAST_WORDS:
        return own, [], []
    return bare, [], [next(filter(None, found.groups())).strip() for found in _IN_QUOTES.finditer(own)]


def _names_of_company(text: str) -> NamesInCell:
    """Part a company's name from former and trading names behind it, and another whole name in brackets.

    `X Bhd (formerly Y Bhd)`, `Ocean Fishery Group (Haiyang Fishery Group)`, `Jin Bei Group (金贝集团)`; but `X Bhd
    (Sabah Branch Office)` is one.
    """
    plain = " ".join(text.split())
    own, *others = (part.strip(" ()（）") if at else part for at, part in enumerate(_COMPANY_ALSO.split(plain)))
    noted: frozenset[str] = frozenset()
    if not others and (found := _IN_BRACKETS.fullmatch(own)) is not None:
        is_own = _is_own_in_another_script(found["own"], found["note"], NameKind.ORGANISATION)
        if is_own or _is_company(found["note"]):
            own, others = found["own"], [found["note"].strip()]
            noted = frozenset(() if is_own else others)
    if not others or not any(map(str.isalpha, own)):
        return NamesInCell(text)
    others = [_RENAMED_BEHIND.sub("", other) for other in others]
    return NamesInCell(own.strip(" -–/"), tuple(other for other in others if any(map(str.isalpha, other))), noted)


def _names_of_site(text: str) -> NamesInCell:
    """Part a place's name from what it was called before, and from itself in another script: `KK Park (KK园区)`."""
    own, former = split_site_names(text)
    found = _IN_BRACKETS.fullmatch(own) if "(" in own or "（" in own else None
    if found is not None and _is_own_in_another_script(found["own"], found["note"], NameKind.SITE):
        return NamesInCell(found["own"].strip(), (found["note"].strip(), *former))
    return NamesInCell(own, former)


def split_site_names(text: str) -> tuple[str, tuple[str, ...]]:
    """Part a place's name, perhaps with its address, from what it was called before: `Lotus House (ex Oak Inn), Bavet`.

    Args:
        text: a cell of a list.
    """
    if not _PARTS_OF_SITE.isdisjoint(text) or _may_hold_others(text):
        own, former = _split_site_names(" ".join(text.split()))
        return (own, former) if former else (text, ())
    return text, ()


def _split_site_names(text: str) -> tuple[str, tuple[str, ...]]:
    former = tuple(next(filter(None, found.groups())).strip() for found in _FORMER_OF_SITE.finditer(text))
    own = _FORMER_OF_SITE.sub("", text).strip()
    return (own, former) if former and any(map(str.isalpha, own)) else (text, ())


def _is_own_in_another_script(own: str, bracketed: str, kind: NameKind) -> bool:
    """Tell whether what stands in brackets is the name before it in another script, and no part, branch or place."""
    scripts = detect_script(own), detect_script(bracketed)
    if scripts[0] is scripts[1] or Script.LATIN not in scripts:
        return False
    one, other = read_name(own, kind), read_name(bracketed, kind)
    return compare_names(one, other, kind).agrees and not (kind is NameKind.SITE and say_other_parts(one, other))


def _is_company(bracketed: str) -> bool:
    """Tell whether what stands in brackets is a name by itself: three words or more, one of its own, with capitals.

    Of places and trades alone it would make one of all that have it: (Hong Kong China), (Import and Export).
    """
    if (
        len(bracketed.split()) < _LEAST_WORDS_OF_COMPANY
        or bracketed == bracketed.lower()
        or is_register_note(bracketed)
    ):
        return False
    return _NO_COMPANY.search(bracketed) is None and bool(tell(strip_legal_form(bracketed).rest).rest)


def _belongs(bracketed: str) -> bool:
    """Tell whether what stands in brackets tells persons of one name apart: `(Jr.)`, `(s/o Kumar)`."""
    return is_trailing(bracketed) or _RELATION.search(bracketed) is not None


def _is_of_another(note: str) -> bool:
    """Tell whether a note names somebody else, or a number: `(mother Malee Thongdee)`, `(Room 301)`."""
    return _OF_ANOTHER.search(note) is not None or is_of_another(note) or any(map(str.isdigit, note))


def _is_whole(name: str) -> bool:
    """Tell whether another name has more than one word, or is in a script that writes it in one: 陈伟, ကျော်စိုး."""
    if len(name.split()) >= _LEAST_WORDS:
        return True
    script = detect_script(name)
    return (script is Script.HAN and len(name) > 1) or (script is Script.MYANMAR and len(burmese_syllables(name)) > 1)
