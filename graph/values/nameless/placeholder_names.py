"""Placeholders: what sources write where they know no name, in the languages of the region, and names made up for none.

Two records of `UNKNOWN MALE` are no namesakes. What may be somebody's name is none of them: a lone `None` or `Test` is,
`None Cruz` is not.
"""

import re
from functools import lru_cache

from graph.values.nameless.callings import NATIONALITIES
from graph.values.nameless.roles_for_names import MAY_BE_ROLE, is_role
from graph.values.not_known import NOT_KNOWN_WORDS
from graph.values.text import bare_text, fold_text
from graph.values.word_lists import listed, parts_of

_WORDS = """
null;none;undefined;unnamed;test;testing;tba;tbd
unidentified;no name;anonymous;name unknown
same as above;as above;same as before;same as previous;see above;see below;see note;see notes;see remark;see remarks
see comment;see comments;see attached;see attachment;see file;see report;see case notes;refer to notes;refer to remarks
refer above;not applicable;to be confirmed;to be advised;tbc;left blank
name not known;name not given;name not provided;unknown name;unknown person;refused;refused to say
同上;如上;同前;见上;見上;见备注;見備註;见附件;見附件;详见备注;詳見備註;待定;待确认;待確認;不适用;不適用;同左;上に同じ;備考参照
เหมือนข้างบน;เหมือนข้างต้น;ตามข้างต้น;ดูหมายเหตุ;ดูข้างบน;ดูเอกสารแนบ;như trên;xem ghi chú;xem trên;nhu tren;xem ghi chu
sama seperti di atas;seperti di atas;sama dengan di atas;lihat catatan;lihat nota;rujuk catatan;tingnan sa itaas
ដូចខាងលើ;សូមមើលកំណត់ចំណាំ;အထက်ပါအတိုင်း;ຄືຂ້າງເທິງ;위와 같음;위와같음;상동;비고 참조;то же;см выше;см. выше;см примечание
см. примечание;gleicher wie oben;siehe oben;siehe anmerkung;voir ci-dessus;voir notes;ver notas;ver arriba
name withheld;not disclosed;undisclosed;withheld;given name unknown;first name unknown;last name unknown
không có;không tên;vô danh;khuyết danh;ẩn danh
tiada;tidak ada;tanpa nama;tanpa identitas;tidak dikenali;tidak dikenal;tak dikenal
anonim;walang pangalan;hindi kilala;di kilala
ทดสอบ;นิรนาม;ชายนิรนาม;หญิงนิรนาม;สงวนนาม;สงวนชื่อ
ບໍ່ຮູ້ຊື່;ບໍ່ມີ;ບໍ່ມີຊື່;ບໍ່ຊາບຊື່;ບໍ່ຮູ້ຊື່ແລະນາມສະກຸນ;ນິລະນາມ
មិនស្គាល់ឈ្មោះ;មិនដឹងឈ្មោះ;គ្មាន;គ្មានឈ្មោះ;អនាមិក;មិនស្គាល់អត្តសញ្ញាណ
បុរសមិនស្គាល់ឈ្មោះ;នារីមិនស្គាល់ឈ្មោះ;ស្ត្រីមិនស្គាល់ឈ្មោះ
အမည်မသိ;အမည်မသိရ;အမည်မသိသူ;အမည်မသိအမျိုးသား;အမည်မသိအမျိုးသမီး;မရှိ
测试;測試;某人;某男;某女;某男子;某女子;无;無;无名氏;無名氏;名無し;名前不明
성명미상;성명 미상;성명불상;성명 불상;이름미상;이름 미상;신원미상;신원 미상;신원불상;익명
무명;무명씨
неизвестный;неизвестная;неизвестен;имя неизвестно;неустановленное лицо;неустановленный;неустановленная
не установлен;не установлена;не установлено;без имени;аноним;невідомий;невідома;невідомо
neznámý;neznámá;neznámé;neznámy;neznáma;neznamy;neznama;nezjištěn;nezjištěno;neuvedeno;bez jména
nieznany;nieznana;nie podano;brak danych;nepoznat;nepoznata;necunoscut;necunoscută;ismeretlen;tuntematon;okänd;ukjent
unbekannt;unbekannter;unbekannte;keine angabe;anonym;inconnu;inconnue;anonyme;sans nom;onbekend;onbekende
desconocido;desconocida;sin nombre;no identificado;no identificada;anónimo;anónima;desconhecido;desconhecida;anônimo
sconosciuto;sconosciuta;ignoto;ignota;bilinmiyor;bilinmeyen;isimsiz;meçhul
مجهول;مجهولة;مجهول الهوية;مجهولة الهوية;غير معروف;غير معروفة;ناشناس;نامعلوم;अज्ञात;অজ্ঞাত
"""
_PLACEHOLDERS = NOT_KNOWN_WORDS.union(listed(_WORDS))
# Words beside one of these say whose name is not known, and are no name either: `UNKNOWN MALE`, `Unidentified caller`.
_UNKNOWN_WORDS = """
unknown unidentified unnamed anonymous undisclosed unk unbekannt unbekannter unbekannte inconnu inconnue
неизвестный неизвестная неустановленный неустановленная neznámý neznámá neznámy neznáma nieznany nieznana 미상 불상
desconocido desconocida desconhecido desconhecida sconosciuto sconosciuta onbekende
अज्ञात অজ্ঞাত مجهول مجهولة ناشناس نامعلوم
"""
_UNKNOWN = frozenset(_UNKNOWN_WORDS.split())
_OF_WHOM_WORDS = """
name names surname forename first middle last family given full alias male female man woman boy girl person individual
subject suspect victim caller sender driver owner user account holder adult child minor juvenile foreigner sex gender
m f and or the a an no mr mrs ms
мужчина женщина лицо muž žena osoba mężczyzna kobieta 남성 여성 남자 여자
mann frau homme femme hombre mujer homem mulher person personne persona pessoa
foreign national nationals persons people men women boys girls youth elderly teenager nationality citizen
व्यक्ति पुरुष महिला लड़का लड़की ব্যক্তি পুরুষ মহিলা شخص رجل امرأة فرد مرد زن خاتون
"""
# Thai, Lao and Tajik are surnames as well: `Lao, Unknown`.
_ALSO_SURNAMES = frozenset({"thai", "lao", "nepali", "tajik", "turkmen"})
_OF_WHOM = NATIONALITIES.union(_OF_WHOM_WORDS.split())
_MADE_UP = frozenset({"john doe", "jane doe", "john roe", "jane roe", "baby doe", "x"})
# What stands for a part of a person's name, or for all of them: first, last, middle name unknown.
PART_NOT_KNOWN = re.compile(r"\b(?:fnu|lnu|mnu|nfn|nln|nmn|nmi)\b\.?", re.IGNORECASE)
_IN_ASCII = sorted(filter(str.isascii, _PLACEHOLDERS | _UNKNOWN | _MADE_UP))
# Every placeholder in plain small letters and digits matches, and few names do; in RE2's syntax, for columns.
MAY_BE_PLACEHOLDER = (
    rf"(?:^| )(?:{'|'.join(map(re.escape, _IN_ASCII))}|x+)(?: |$)|{PART_NOT_KNOWN.pattern}|{MAY_BE_ROLE}"
    r"|^(?:khong|chua) (?:ro|biet|xac dinh) | t(?:id)?ak di(?:ketahui|kenali?)$"
)
_CROSSES = re.compile("x{2,20}")  # `xxx`
# As courts and papers in Vietnam call whom they do not name: Nguyễn Văn A, Trần Thị B, Lê Thị Kim Đ. Thị Y and Văn O
# are names.
_MADE_UP_IN_VIETNAM = re.compile(r"[^\W\d]+ (?:văn|van|thị|thi)(?: [^\W\d]{2,})? [a-df-hj-np-tv-xzđ]")
# What stands for a name that is hidden behind a surname, or for a part of it: 张某, 李某某, 박모씨.
_HIDING = re.compile("某|모 ?[씨군양]?$")
_UNTELLING = re.compile(r"[ .,;/_()#-]+(?:\d{1,4}$)?")
_BREAKS = re.compile(r"[ ,;/_()-]+")
_COUNT = re.compile(r"(?:#|no\.? )?\d{1,4}")
# `không rõ họ tên`, `chưa xác định danh tính`; `ชายไม่ทราบชื่อ-สกุล`; `无名男子`, `姓名不详`; `lelaki tidak dikenali`; and
# `李某某`, `张某甲`, which say a surname and hide the rest.
_COMPOSED = re.compile(
    r"(?:không rõ|khong ro|không biết|khong biet|chưa rõ|chua ro|(?:không|chưa) xác định|(?:khong|chua) xac dinh)"
    r"(?: (?:tên|họ|danh|tính|nhân|thân|lai|lịch|ten|ho|tinh|nhan|than|lich))+"
    r"|(?:ชาย|หญิง|บุคคล|ผู้ชาย|ผู้หญิง)?(?:ไม่(?:ทราบ|มี|ระบุ|ปรากฏ|รู้|เปิดเผย|ประสงค์ออก)[ -]?)"
    r"(?:(?:ชื่อ|นามสกุล|นาม|สกุล|และ|จริง|ข้อมูล|แน่ชัด)[ -]?)*"
    r"|(?:姓名|身份|名字|真名|氏名|身元)?(?:未知|不详|不詳|不明|无名|無名|不知名|匿名|佚名|不知)(?:姓名|身份|氏|者|人|男|女|男子|女子|男性|女性|人士)*"
    r"|(?:nama|orang|lelaki|perempuan|pria|wanita) t(?:id)?ak (?:diketahui|dikenali?)"
    r"|[\u4e00-\u9fff]{1,2}某(?:某|[甲乙丙丁]|男|女)?"
)


def is_placeholder_name(text: str) -> bool:
    """Tell whether a whole name is what is written where none is known, also repeated: `N/A`, `xxx xxx`."""
    plain = bare_text(text)
    if _is_placeholder(plain):
        return True
    words = [word for word in _BREAKS.split(plain) if word and not _COUNT.fullmatch(word)]
    if not words or all(map(_is_placeholder_word, words)):
        return bool(words)
    if _UNKNOWN.isdisjoint(words) or set(words) <= _UNKNOWN | _ALSO_SURNAMES:
        return False
    return set(words) <= _UNKNOWN | _OF_WHOM


def is_part_of_placeholder(text: str) -> bool:
    """Tell whether a text in lower case begins or ends as placeholders in two fields do: `john`, `doe`; `not`; `不`."""
    parts = _parts()
    if text in parts:
        return True
    first, space, rest = text.partition(" ")
    return bool(space) and (first in parts or rest.rpartition(" ")[2] in parts)


@lru_cache(maxsize=1)
def _parts() -> frozenset[str]:
    texts = _PLACEHOLDERS | _MADE_UP
    words = (text.split()[at] for text in texts if " " in text for at in (0, -1))
    return frozenset((*words, *(part for text in texts for part in parts_of(text))))


def hides_a_name(text: str) -> bool:
    """Tell whether what stands behind a family name hides the given name: `văn a` in Vietnam, `某`, `모`."""
    if " " in text and _MADE_UP_IN_VIETNAM.fullmatch(f"nguyễn {text}") is not None:
        return True
    return not text.isascii() and _HIDING.search(text) is not None


def is_made_up_name(text: str) -> bool:
    """Tell whether a person's name is given to whose name nobody knows or says: John Doe, X. Few are called so."""
    plain = _UNTELLING.sub(" ", fold_text(text).lower()).strip()
    return plain in _MADE_UP or _MADE_UP_IN_VIETNAM.fullmatch(plain) is not None


def _is_placeholder(plain: str) -> bool:
    if plain in _PLACEHOLDERS or _CROSSES.fullmatch(plain) is not None or is_role(plain):
        return True
    return _COMPOSED.fullmatch(plain) is not None


@lru_cache(maxsize=20_000)
def _is_placeholder_word(word: str) -> bool:
    """Return the same of a word of a name, of which most come back."""
    return _is_placeholder(word)
