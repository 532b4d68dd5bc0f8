"""Roles that stand for a name, in the languages of the region and of sanctions lists: `Victim 1`, `被害人甲`."""

import re
from collections.abc import Iterator
from functools import lru_cache

from graph.values.geography.iso3166 import NAMES
from graph.values.text import bare_text
from graph.values.word_lists import any_of, listed, parts_of

# What nobody is called by, with or without a number.
_ROLES = """
victim;victims;complainant;plaintiff;defendant;suspect;perpetrator;injured party
ผู้เสียหาย;ผู้ถูกกระทำ;ผู้ต้องหา;ผู้ต้องสงสัย;เหยื่อ;พยาน;ผู้ร้อง;ผู้ร้องเรียน;ผู้แจ้ง;ผู้กล่าวหา;ผู้ถูกกล่าวหา;จำเลย;โจทก์;ผู้ตาย
ជនរងគ្រោះ;ជនសង្ស័យ;សាក្សី;ដើមបណ្តឹង;ដើមបណ្ដឹង;ជនជាប់ចោទ
ကျူးလွန်ခံရသူ;နစ်နာသူ;သားကောင်;တရားလို;တရားခံ;တိုင်ကြားသူ;လူကုန်ကူးခံရသူ;သံသယရှိသူ
ຜູ້ເສຍຫາຍ;ຜູ້ຖືກເຄາະຮ້າຍ;ຜູ້ຖືກຫາ;ຜູ້ຕ້ອງສົງໄສ;ພະຍານ;ຜູ້ຮ້ອງ;ຈຳເລີຍ;ເຫຍື່ອ
nạn nhân;bị hại;người bị hại;nghi phạm;nghi can;bị can;bị cáo;nhân chứng;nguyên đơn;người tố cáo;nan nhan;nguoi bi hai
mangsa;suspek;saksi;pengadu;tertuduh;saksi korban;tersangka;terdakwa;pelapor;terlapor;pelaku;biktima
受害人;受害者;被害人;被害者;嫌疑人;犯罪嫌疑人;嫌犯;疑犯;证人;證人;报案人;報案人;举报人;舉報人;当事人;當事人;被告;被告人;原告;事主
容疑者;被疑者;証人;通報者;相談者
피해자;피의자;용의자;가해자;신고자;증인;참고인;고소인;피고인;제보자
потерпевший;потерпевшая;пострадавший;пострадавшая;жертва;подозреваемый;подозреваемая;обвиняемый;обвиняемая;свидетель
заявитель;потерпілий;потерпіла;oběť;obeť;poškozený;poškozená;poškodený;podezřelý;svědek;pokrzywdzony;pokrzywdzona
podejrzany;geschädigter;geschädigte;beschuldigter;victime;plaignant;plaignante;víctima;victima;testigo;denunciante
vítima;vitima;vittima;slachtoffer;ضحية;الضحية;المجني عليه;पीड़ित;पीड़िता;ভুক্তভোগী
"""
# And what a few are called by, as Ghorbani is, so that only a number behind it says that it is no name.
_COUNTED = """
person;individual;subject;man;woman;male;female;boy;girl;child;minor;adult;juvenile;caller;sender;driver;holder;user
witness;survivor;informant;unknown;name;accused;anonymous
ชาย;หญิง;บุคคล;เด็ก;เด็กชาย;เด็กหญิง;បុរស;ស្ត្រី;នារី;ຊາຍ;ຍິງ;ບຸກຄົນ;အမျိုးသား;အမျိုးသမီး;လူ
bi hai;bi can;bi cao;nghi pham;nhan chung;đối tượng;doi tuong;người;nguoi;orang;lelaki;perempuan;pria;wanita;anak
男;女;男子;女子;男性;女性;人员;人員;남성;여성;남자;여자;лицо;мужчина;женщина;особа;osoba;muž;žena;zeuge;opfer;ofiara;témoin
korban;mağdur;قربانی
"""
_BETWEEN = r"[\s.,:;#№()/_-]*"
_WITHOUT_COMMA = r"[\s.:;#№()/_-]*"  # behind a comma a letter is an initial: `Child, J.`
_OF_WHAT_SEX = r"male|female|minor|child|adult|woman|man|girl|boy|unknown|unidentified|alleged"
_SAYING_A_NUMBER = (
    r"no|nr|number|nombor|nomor|ke|số|so|thứ|номер|ราย|คน|หมายเลข|(?:ราย|คน)?ที่|លេខ|ទី|ຄົນທີ|ທີ|အမှတ်|နံပါတ်|第|제"
)
# A letter by itself behind a role: `Victim A`, `ผู้เสียหาย ก`, `被害者A`; and the stems and numbers of Chinese and Korean.
_LETTER = r"(?<=[\s.:;#()/_-])[^\W\d]|(?<=[\u0e00-\uffff])[a-z]|[甲乙丙丁戊己庚辛一二三四五六七八九十가나다라마바사]"
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER_IN_WORDS = rf"(?<=[\s.:;#()/_-])(?:{'|'.join(_NUMBERS)})"
_ORDINAL = re.compile(r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{1,3}(?:st|nd|rd|th)")
_BEFORE_IT = frozenset((*_OF_WHAT_SEX.split("|"), *NAMES, "the"))
_WORDS_OF_A_NATION = 2  # at most: `Sri Lankan`
# Hardly a name begins with one of these, or ends its first word so: the rest is not looked at.
_FIRST_BEFORE_IT = frozenset(text.split()[0] for text in _BEFORE_IT)
_ENDS_OF_ORDINALS = frozenset(("st", "nd", "rd", "th"))
# A surname, and for the rest a word that says that it is hidden: `受害人张某`.
_HIDDEN = "[\u4e00-\u9fff]{1,2}某(?:某|[甲乙丙丁]|男|女)?"


_COUNTED_ALONE = frozenset(listed(_COUNTED))
_A_ROLE, _A_COUNTED_ROLE = any_of(listed(_ROLES)), any_of(listed(_COUNTED))
_COUNTER = rf"(?:{_BETWEEN}(?:{_SAYING_A_NUMBER}))?"
_LETTERED = rf"{_WITHOUT_COMMA}(?:{_NUMBER_IN_WORDS}|{_LETTER})"
_ROLE = re.compile(
    rf"(?:(?:{_OF_WHAT_SEX})[\s_-]+)*(?:{_A_ROLE})(?:{_BETWEEN}(?:{_OF_WHAT_SEX}|男|女))?"
    rf"{_COUNTER}(?:{_BETWEEN}\d{{1,4}}|{_LETTERED})?(?:号|號|名|番|번|호)?{_BETWEEN}"
    rf"|(?:{_A_COUNTED_ROLE}){_COUNTER}{_BETWEEN}\d{{1,4}}(?:号|號|名|番|번|호)?{_BETWEEN}"
    rf"|(?:{_A_ROLE}|{_A_COUNTED_ROLE}){_BETWEEN}{_HIDDEN}"
)
_PERHAPS_A_ROLE = re.compile(rf"(?:{_A_COUNTED_ROLE}){_COUNTER}{_LETTERED}{_BETWEEN}")
_IN_ASCII, _COUNTED_IN_ASCII, _COUNTER_IN_ASCII = (
    any_of(filter(str.isascii, words)) for words in (listed(_ROLES), listed(_COUNTED), _SAYING_A_NUMBER.split("|"))
)
# Every role in plain small letters and digits matches, and little else; in RE2's syntax.
MAY_BE_ROLE = rf"(?:^| )(?:{_IN_ASCII}|(?:{_COUNTED_IN_ASCII}) ?(?:{_COUNTER_IN_ASCII})? ?[0-9]{{1,4}}$)"


def is_role(plain: str) -> bool:
    """Tell whether a text in lower case says what somebody is in a case and not what they are called: `victim 1`."""
    if _ROLE.fullmatch(plain) is not None:
        return True
    return any(_ROLE.fullmatch(rest) is not None for rest, _ in _without_words_before(plain) if rest != plain)


def is_perhaps_a_role(text: str) -> bool:
    """Tell whether a name may as well be a role that a few are called by, lettered or counted in words: `Witness A`."""
    return any(
        _PERHAPS_A_ROLE.fullmatch(rest) is not None or (has_ordinal and rest in _COUNTED_ALONE)
        for rest, has_ordinal in _without_words_before(bare_text(text))
    )


def is_part_of_role(text: str) -> bool:
    """Tell whether a text in lower case is of a name that is a role, or `is_perhaps_a_role`: `second`; `one`."""
    parts = _parts()
    first, _, rest = text.partition(" ")
    if first in parts or rest.rpartition(" ")[2] in parts or _ORDINAL.fullmatch(first) is not None:
        return True
    # 害人甲 of 被害人甲.
    return not text.isascii() and text.rstrip(_LETTERS_BEHIND) in parts


_LETTERS_BEHIND = "0123456789abcdefghijklmnopqrstuvwxyz甲乙丙丁戊己庚辛一二三四五六七八九十가나다라마바사"


@lru_cache(maxsize=1)
def _parts() -> frozenset[str]:
    texts = (*listed(_ROLES), *listed(_COUNTED))
    words = (word for text in texts for word in text.split())
    return frozenset((*_NUMBERS, *words, *(part for text in texts for part in parts_of(text))))


def _without_words_before(plain: str) -> Iterator[tuple[str, bool]]:
    """Yield a text, and what is left behind each word before a role, and whether one of these is an ordinal.

    Such are ordinals, sexes and nationalities: `second victim`, `Thai victim 3`.
    """
    yield plain, False
    words, has_ordinal = plain.split(), False
    while len(words) > 1 and (words[0] in _FIRST_BEFORE_IT or words[0][-2:] in _ENDS_OF_ORDINALS):
        nation = next((n for n in range(_WORDS_OF_A_NATION, 0, -1) if " ".join(words[:n]) in _BEFORE_IT), 0)
        is_ordinal = _ORDINAL.fullmatch(words[0]) is not None
        if not nation and not is_ordinal:
            return
        has_ordinal = has_ordinal or is_ordinal
        words = words[nation or 1 :]
        yield " ".join(words), has_ordinal
