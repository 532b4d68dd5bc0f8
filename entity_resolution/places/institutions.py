"""Whether an address is where many stay who are no household: a shelter, embassy, prison or hotel, a compound or zone.

Victims of one rescue give one shelter, workers of one recruiter his hostel, and those of one compound its name, as a
family gives its house.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.places.address_parts import COMMA, NEARBY, has_street_word
from entity_resolution.places.numbers_by_word import Numbered, said_numbers
from entity_resolution.places.street_words import MAX_CHARACTERS, street_words
from graph.values import listed

# Written from general knowledge of the languages. These are what they are with a street and a number too.
_BODIES_WORDS = """
embassy;consulate;high commission;detention;detention center;detention centre;idc;prison;jail;gaol;penitentiary
correctional;shelter;safe house;safehouse;refugee camp;displaced persons camp;idp camp;hospital;police station
police headquarters;police hq;police camp;immigration bureau;immigration office;immigration department
immigration checkpoint;rescue center;rescue centre;transit center;transit centre;reception center;reception centre
rehabilitation center;rehabilitation centre;orphanage
đại sứ quán;lãnh sự quán;tổng lãnh sự;trại giam;trại tạm giam;nhà tạm giữ;nhà tù;trại tị nạn;nhà tạm lánh;bệnh viện
đồn công an;công an phường;công an xã;trung tâm bảo trợ
kedutaan;konsulat;konsulat jenderal;penjara;lapas;rutan;rudenim;rumah detensi;rumah tahanan
tahanan imigrasi;depot imigresen;depot tahanan;rumah perlindungan;rumah aman;pusat perlindungan;kem pelarian
kem tahanan;rumah sakit;balai polis;polsek;polres;kantor imigrasi;pejabat imigresen
embahada;konsulado;kulungan;bilangguan;piitan;ospital;istasyon ng pulis;himpilan ng pulis;kampo ng mga refugee
"""
_BODIES_IN_OWN_LETTERS = """
สถานทูต;สถานเอกอัครราชทูต;กงสุล;สถานกักตัว;ห้องกัก;ที่กักตัว;ศูนย์กักตัว;เรือนจำ;ทัณฑสถาน;สถานสงเคราะห์;สถานคุ้มครอง
สถานแรกรับ;บ้านพักเด็กและครอบครัว;บ้านพักฉุกเฉิน;ศูนย์พักพิง;ที่พักพิง;ค่ายผู้ลี้ภัย;ค่ายอพยพ;โรงพยาบาล;สถานีตำรวจ
ตรวจคนเข้าเมือง
ស្ថានទូត;កុងស៊ុល;មណ្ឌលឃុំឃាំង;ឃុំឃាំង;ពន្ធនាគារ;ជម្រក;មណ្ឌលស្នាក់នៅបណ្ដោះអាសន្ន;មន្ទីរពេទ្យ;ប៉ុស្តិ៍នគរបាល;អន្តោប្រវេសន៍
ສະຖານທູດ;ກົງສຸນ;ຄຸກ;ຄ້າຍຄຸມຂັງ;ສູນກັກ;ໂຮງໝໍ;ໂຮງຫມໍ;ສະຖານີຕຳຫຼວດ;ສະຖານີຕໍາຫຼວດ;ສູນພັກພິງ;ກວດຄົນເຂົ້າເມືອງ
သံရုံး;ကောင်စစ်ဝန်;ထိန်းသိမ်းရေးစခန်း;အကျဉ်းထောင်;ဒုက္ခသည်စခန်း;ရဲစခန်း;ဆေးရုံ;ခိုလှုံရေး;လူဝင်မှုကြီးကြပ်ရေး
大使馆;大使館;领事馆;領事館;领馆;拘留所;拘留中心;看守所;监狱;監獄;收容所;庇护所;庇護所;安置中心;难民营;難民營;医院;醫院
派出所;公安局;警察局;移民局
"""
# So are these, which have a street and a number as any house has: a recruiter lodges there all whom he brings. But a
# flat in a building that has such a word in its name is a home.
_LODGINGS_WORDS = """
hotel;motel;hostel;guesthouse;guest house;resort;dormitory;dorm;dorms;staff quarters;staff quarter;staff hostel
workers quarters;worker quarters;boarding house;lodging house;labour camp;labor camp;workers camp
khách sạn;nhà nghỉ;nhà khách;ký túc xá
asrama;penginapan;rumah tumpangan;wisma tamu
dormitoryo
"""
_LODGINGS_IN_OWN_LETTERS = """
โรงแรม;หอพัก;รีสอร์ท;รีสอร์ต;เกสต์เฮาส์;โฮสเทล;บ้านพักคนงาน;ที่พักคนงาน
សណ្ឋាគារ;អន្តេវាសិកដ្ឋាន;ផ្ទះសំណាក់
ໂຮງແຮມ;ຫໍພັກ;ເຮືອນພັກ
ဟိုတယ်;တည်းခိုခန်း;အလုပ်သမားအဆောင်;ဝန်ထမ်းအဆောင်;ကျောင်းသားအဆောင်;အမျိုးသားအဆောင်;အမျိုးသမီးအဆောင်
酒店;宾馆;賓館;旅馆;旅館;招待所;员工宿舍;員工宿舍;职工宿舍;職工宿舍;工人宿舍;学生宿舍;學生宿舍
"""
_HOMES_WORDS = """
condominium;condominiums;condo;condotel;apartment;apartments;apt;residence;residences;residency
chung cư;căn hộ;apartemen;pangsapuri;kondominium;rumah susun
"""
_HOMES_IN_OWN_LETTERS = """
คอนโด;คอนโดมิเนียม;อพาร์ตเมนต์;อพาร์ทเม้นท์;อพาร์ทเมนท์
ខុនដូ;អាផាតមិន
ຄອນໂດ;ອາພາດເມັນ
ကွန်ဒို;တိုက်ခန်း
公寓;家属;家屬;单元;單元
"""
# These are one where no house in a street is said beside it: a house may be called for the park or temple at its side,
# and behind the river Inn stand towns.
_AREAS_WORDS = """
compound;park;camp;barracks;inn
temple;pagoda;monastery;wat;casino;sez;special economic zone;economic zone;industrial zone;industrial estate;free zone
free trade zone;zone;complex
chùa;khu công nghiệp;khu kinh tế;đặc khu;khu phức hợp;sòng bạc
kuil;vihara;kasino;kawasan industri;zon ekonomi;zona ekonomi;kawasan ekonomi
templo;paupahan
"""
_AREAS_IN_OWN_LETTERS = """
คอมพาวด์;คอมปาวด์;นิคมอุตสาหกรรม;เขตเศรษฐกิจพิเศษ;คาสิโน;เคเคพาร์ค;เคเคปาร์ค
វត្ត;កាស៊ីណូ;តំបន់សេដ្ឋកិច្ចពិសេស
ກາຊິໂນ;ຄາສິໂນ;ເຂດເສດຖະກິດພິເສດ
ကာစီနို;ဘုန်းကြီးကျောင်း;ပါ့ခ်;စက်မှုဇုန်;စီးပွားရေးဇုန်;အဆောင်
园区;園區;宿舍;赌场;賭場;经济特区;經濟特區;工业园;工業園;科技园;科技園
"""
# Alone it stands for a temple; within a word of Thai or Lao it is a part of others: จังหวัด, สะหวัด.
_TEMPLE = re.compile("(?<![\u0e01-\u0e4e.])วัด|(?<![\u0e81-\u0ecd])ວັດ|[寺庙廟](?![路街巷道])")
_WORD = re.compile(r"[a-z0-9]+")
_MOST_WORDS = 3
# So many words at most stand between a word for a place nearby and what is near: opposite the old hospital.
_WITHIN = 3
_NEAR = NEARBY | {"gan", "doi", "dekat", "depan", "belakang", "sebelah", "tapat", "malapit", "likod"}
# The same in scripts without spaces, and words for a street: before what is near, or behind it.
_BEFORE_NEAR_WORDS = """
ใกล้;ใกล้กับ;ตรงข้าม;ข้าง;หน้า;หลัง;ติด;ติดกับ;เยื้อง;ถนน;ซอย
ជិត;ទល់មុខ;ក្រោយ;មុខ;ក្បែរ;ផ្លូវ
ໃກ້;ກົງກັນຂ້າມ;ຂ້າງ;ໜ້າ;ຫຼັງ;ຕິດກັບ;ຖະໜົນ
近;邻近;鄰近
"""
_BEHIND_NEAR_WORDS = "路;街;巷;对面;對面;旁;附近;隔壁;后面;後面;အနီး;အနား;ဘေး;နောက်;ရှေ့;မျက်နှာချင်းဆိုင်;လမ်း"


def _folded(words: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(_WORD.findall(ascii_fold(word))) for word in listed(words))


def _in_own_letters(words: str) -> re.Pattern[str]:
    """Return a pattern of some words that are not behind a word for near or a street, nor before one."""
    before = "".join(f"(?<!{near})(?<!{near} )" for near in sorted(listed(_BEFORE_NEAR_WORDS)))
    behind = "|".join(sorted(listed(_BEHIND_NEAR_WORDS)))
    return re.compile(f"{before}(?:{'|'.join(sorted(listed(words), key=len, reverse=True))})(?! ?(?:{behind}))")


_BODIES, _LODGINGS, _HOMES, _AREAS = map(_folded, (_BODIES_WORDS, _LODGINGS_WORDS, _HOMES_WORDS, _AREAS_WORDS))
_OWN_BODIES, _OWN_LODGINGS, _OWN_HOMES, _OWN_AREAS = map(
    _in_own_letters,
    (_BODIES_IN_OWN_LETTERS, _LODGINGS_IN_OWN_LETTERS, _HOMES_IN_OWN_LETTERS, _AREAS_IN_OWN_LETTERS),
)


@lru_cache(maxsize=20_000)
def is_where_many_stay(text: str) -> bool:
    """Tell whether an address is an institution's, a hostel's, or a compound's or temple's and no house in a street.

    Args:
        text: one line, in any script.
    """
    parts = [part.strip() for part in COMMA.split(text[:MAX_CHARACTERS]) if part.strip()]
    if any(_OWN_BODIES.search(part) or _names_one(part, _BODIES) for part in parts):
        return True
    are_lodgings = any(map(_is_lodging, parts))
    if are_lodgings and not any(map(_is_of_homes, parts)):
        return True
    return (are_lodgings or any(map(_is_area, parts))) and not _says_a_house(parts)


def names_an_institution(part: str) -> bool:
    """Tell whether a part of an address has a word for where many stay, of either sort: Lotus Hotel, Amber Compound."""
    return _is_area(part) or _is_lodging(part) or _OWN_BODIES.search(part) is not None or _names_one(part, _BODIES)


def _is_lodging(part: str) -> bool:
    return _OWN_LODGINGS.search(part) is not None or _names_one(part, _LODGINGS)


def _is_of_homes(part: str) -> bool:
    return _OWN_HOMES.search(part) is not None or _names_one(part, _HOMES)


def _is_area(part: str) -> bool:
    return bool(_OWN_AREAS.search(part) or _TEMPLE.search(part)) or _names_one(part, _AREAS)


def _names_one(part: str, known: frozenset[tuple[str, ...]]) -> bool:
    """Tell whether a part has one of some words that is no street's name, nor what the place is near to."""
    words = _WORD.findall(ascii_fold(part))
    for start in range(len(words)):
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
            if tuple(words[start:end]) in known and not _is_of_a_street(words, start, end):
                return True
    return False


def _is_of_a_street(words: Sequence[str], start: int, end: int) -> bool:
    """Tell whether some words are of a street's name, or behind a word for near: Temple Street, Jalan Hospital."""
    street = street_words()
    in_front = words[start - 1 : start] if start else []
    behind = words[end : end + 1]
    named = any(word in street.before for word in in_front) or any(word in street.known for word in behind)
    return named or not _NEAR.isdisjoint(words[max(0, start - _WITHIN) : start])


def _says_a_house(parts: Sequence[str]) -> bool:
    """Tell whether an address has the number of a house, which a street, lane or village stands beside, or a name."""
    said = [number.said for part in parts for number in said_numbers(part)]
    if Numbered.PLAIN not in said:
        return False
    in_street = sum(each is not Numbered.UNIT for each in said) > 1 or any(map(has_street_word, parts))
    return in_street or any(part[0].isdigit() and not part.isdigit() for part in parts)
