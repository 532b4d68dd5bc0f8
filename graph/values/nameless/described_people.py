"""Descriptions that stand where a person's name should: `perempuan Indonesia`, `nạn nhân nữ`, `王姓男子`, `Girl 17`.

They say what somebody is like by sex, age, nation, part in a case or kinship, and thousands are like it. Every word
must be such a word, and one beside another: `Gadis`, `Nam` and `Boy` are names.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from graph.values.geography.country import normalise_country
from graph.values.nameless.callings import NATIONALITIES
from graph.values.text import bare_text
from graph.values.word_lists import any_of, listed

# Who is described, in Latin letters: Malay and Indonesian, Filipino, Vietnamese, and English.
_PEOPLE_IN_LATIN = """
perempuan;wanita;lelaki;laki laki;laki-laki;pria;gadis;pemuda;pemudi;remaja;orang;budak perempuan;budak lelaki;budak
anak perempuan;anak laki laki;anak laki-laki;anak lelaki;bayi;warga;warganegara;warga negara;pekerja migran;wna;wni
korban;mangsa;tersangka;suspek;saksi;pelaku;terduga;terdakwa;pelapor;sindiket;pmi;tki;tkw
lalaki;lalaking;lalake;lalakeng;babae;babaeng;dalagita;binatilyo;batang;batang babae;batang lalaki;bata;biktima
biktimang;taong;tao;dayuhan;dayuhang;dayuhang lalaki;dayuhang babae;kababaihan;kalalakihan
đối tượng;nạn nhân;bị hại;nghi phạm;nghi can;bị can;nhân chứng;đàn ông;phụ nữ;cô gái;chàng trai;thanh niên;thiếu nữ
thiếu niên;bé gái;bé trai;nam giới;nữ giới;nam thanh niên;nữ thanh niên;người đàn ông;người phụ nữ;người nam;người nữ
người nước ngoài;trẻ em;cụ bà;cụ ông;người;lao động;công dân;doi tuong;nan nhan;nghi pham;dan ong;phu nu;co gai
chang trai;nam gioi;nu gioi;nguoi dan ong;nguoi phu nu;nguoi
chị gái;em gái;anh trai;em trai;chị;em;anh;mẹ;bố;cha;vợ;chồng;bạn;bạn gái;bạn trai;con gái;con trai
woman;women;girl;girls;lady;ladies;man;men;guy;guys;male;males;female;females;boy;boys;teenager;teenage girl
teenage boy;person;persons;people;individual;individuals;child;children;youth;adult;minor;victim;victims;suspect
suspects;witness;caller;detainee;survivor;migrant;national;nationals;citizen;foreigner;foreigners
mother;father;sister;brother;wife;husband;son;daughter;relative;friend
"""
# These are names as well: Boy Pinoy, Lady China, Man Young. They describe somebody beside one of the next, or a number.
_ALSO_NAMES_WORDS = """
man guy boy lady youth adult child minor person persons people national witness son tao budak bata batang em anh cha
"""
_ALSO_NAMES = frozenset(_ALSO_NAMES_WORDS.split())
_TELLING_WORDS = """
from dari mula aged years yrs yo unknown unidentified foreign seorang isang
"""
_TELLING = frozenset(_TELLING_WORDS.split())
_COUNTS_WORDS = """
two three four five several some dua tiga isang dalawang tatlong mga seorang
"""
_COUNTS = frozenset(_COUNTS_WORDS.split())
# These tell nothing by themselves.
_JOINING_WORDS = """
a an the of and in no from ng na sa hoa ba ke ini itu yang
"""
_JOINING = frozenset(_JOINING_WORDS.split())
# What is said of them; `nam` and `nữ` are sexes, beside one who is described.
_SAID_IN_LATIN = """
nam;nữ;nu;trẻ;già;trung niên;nước ngoài;quốc tịch;của;từ;gốc;việt;hoa;một;hai;ba;các;những;tuổi;khoảng
seorang;dua;tiga;dua orang;asing;asal;dari;yang;ini;itu;tua;muda;dewasa;berumur;umur;usia;tahun;thn;bernama;negara
ibu;bapak;bapa;ayah;kakak;adik;suami;istri;isteri;teman;kawan;keluarga
berusia;kewarganegaraan;warganegara;keturunan;wna;wni;ke
isang;dalawang;tatlong;mga;ng;na;mula;sa;taong gulang;gulang;edad;galing;matanda;menor de edad;menor
a;an;the;one;two;three;four;five;several;some;from;of;aged;age;about;around;years;year;yrs;yr;yo;y/o;old;young;elderly
approx;approximately;unknown;unidentified;foreign;local;another;other;same;first;second;third;alleged;suspected;mid
20s;30s;40s;50s;60s;no;number;and;in;origin;born
"""
# Nations as they stand beside such words, where they are no country's name by itself.
_NATIONS_IN_LATIN = """
tsino;tsina;intsik;pilipino;pilipina;pilipinong;pilipinang;pinoy;pinay;pilipinas;instik;koreano;koreana;hapon;haponesa
amerikano;indones;vietnames;biyetnames;taiwanes;kano;cina;tiongkok;tionghoa;rrt;tq;uae;usa;uk;prc;drc
"""
_FROM = frozenset({"from", "of", "dari", "asal", "mula"})
# Countries that are given names: they say a nation behind `from` alone.
_NAMED_AS_COUNTRIES_WORDS = """
jordan chad georgia israel india kenya ireland malta cuba america lao laos jamaica mali austria trinidad
"""
_NAMED_AS_COUNTRIES = frozenset(_NAMED_AS_COUNTRIES_WORDS.split())
# Behind these, as a church and a family address somebody, what is a name as well is one: Sister Nam, Brother Israel.
_ADDRESSED = frozenset({"mother", "father", "sister", "brother", "chị", "mẹ", "bố"})
_NAMES_OF_THE_ADDRESSED = frozenset({"nam", "nữ", "nu", "việt", "hoa", "young"})
# In Vietnamese the second and third of the family.
_ADDRESSED_IN_ENGLISH, _NUMBERS_AND_NAMES = frozenset({"mother", "father", "sister", "brother"}), frozenset({"hai"})
# Ibu Gadis, who is called Gadis.
_ADDRESSED_IN_MALAY, _NAMED_IN_MALAY = frozenset({"ibu", "bapak", "kakak", "adik"}), "gadis"
_SHORTEST_COUNTRY = 4
_AGE = re.compile(r"\d{1,3}s?(?:yrs?|yo|thn|t|岁|歲)?|\d{1,2}-\d{1,2}")
_LATIN_WORDS = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
_FEWEST_WORDS, _LONGEST_PHRASE = 2, 3

# The same where no spaces stand between words: who is described, and what is said of them.
_PEOPLE_UNSPACED = """
男子;女子;男人;女人;男性;女性;男孩;女孩;男孩子;女孩子;男童;女童;男生;女生;少年;少女;青年;姑娘;小伙;小伙子;妇女;婦女;妇人;婦人;男士
女士;老人;老翁;老妇;老婦;男;女;孩子;儿童;兒童;嫌犯;嫌疑人;嫌疑犯;犯嫌;主嫌;被害人;被害者;受害人;受害者;证人;證人;车手;車手;移工;外劳
外勞;猪仔;人员;人員;人士;夫妇;夫婦;公民;男嫌;女嫌;受騙者;受骗者;人;男児;女児;男の子;女の子;被疑者;容疑者
母亲;母親;父亲;父親;姐姐;妹妹;哥哥;弟弟;妻子;丈夫;女友;男友;家属;家屬;亲属;親屬
남자;여자;남성;여성;소년;소녀;청년;여학생;남학생;피해자;용의자;피의자;사람;노인;아동
ชาย;หญิง;ผู้ชาย;ผู้หญิง;สาว;หนุ่ม;เด็กหญิง;เด็กชาย;เด็กสาว;เด็ก;วัยรุ่น;คน;บุคคล;ผู้เสียหาย;ผู้ต้องหา;ผู้ต้องสงสัย;เหยื่อ;พยาน;แรงงาน;ผู้ใหญ่
แม่;พ่อ;พี่สาว;น้องสาว;พี่ชาย;น้องชาย;ภรรยา;สามี;เพื่อน
ຊາຍ;ຍິງ;ຜູ້ຊາຍ;ຜູ້ຍິງ;ສາວ;ບ່າວ;ເດັກຍິງ;ເດັກຊາຍ;ເດັກ;ຄົນ;ຜູ້ເສຍຫາຍ;ຜູ້ເຄາະຮ້າຍ;ຜູ້ຖືກຫາ;ແຮງງານ
បុរស;ស្ត្រី;ស្រី;ប្រុស;នារី;ក្មេងស្រី;ក្មេងប្រុស;ក្មេង;យុវជន;យុវតី;មនុស្ស;ជនរងគ្រោះ;ជនសង្ស័យ;សាក្សី;កម្មករ;ជន
အမျိုးသမီး;အမျိုးသား;ယောက်ျား;ယောကျ်ား;မိန်းမ;မိန်းကလေး;ကောင်မလေး;ကောင်လေး;လူငယ်;ကလေး;သားကောင်;သံသယရှိသူ;တရားခံ;သက်သေ
အလုပ်သမား;အမျိုးသမီးငယ်;လူ
"""
_SAID_UNSPACED = """
籍;国籍;國籍;裔;的;一名;两名;兩名;三名;数名;數名;多名;一个;一個;两个;兩個;一位;某;名;外国;外國;外籍;年轻;年輕;中年;老年;未成年;年约;年約;岁;歲
台籍;泰籍;越籍;中籍;缅籍;緬籍;柬籍;印籍;菲籍;马籍;馬籍;韩籍;韓籍;日籍;陆籍;陸籍;港籍;陌生;不明;の;約
한명;두명;세명;국적;외국인;외국;젊은;신원미상;신원불상
ชาว;สัญชาติ;เชื้อชาติ;ต่างชาติ;ต่างด้าว;ต่างประเทศ;หนึ่งคน;สองคน;สูงอายุ;อายุ;ปี;ราย;ประเทศ;วัย;จาก;ไม่ทราบชื่อ
ຊາວ;ສັນຊາດ;ເຊື້ອຊາດ;ຕ່າງປະເທດ;ອາຍຸ;ປີ;ປະເທດ;ຈາກ
ជនជាតិ;សញ្ជាតិ;ម្នាក់;ពីរនាក់;បីនាក់;បរទេស;អាយុ;ឆ្នាំ;មកពី;ប្រទេស
နိုင်ငံသား;နိုင်ငံသူ;လူမျိုး;တစ်ဦး;တစ်ယောက်;နှစ်ဦး;နှစ်ယောက်;သုံးဦး;နိုင်ငံခြား;ငယ်;အသက်;နှစ်;အရွယ်;မှ;နိုင်ငံ
"""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7a3\u3040-\u30ff]")
_TOKENS = re.compile(rf"(?P<people>{any_of(listed(_PEOPLE_UNSPACED))})|(?P<said>{any_of(listed(_SAID_UNSPACED))})")
_EDGES = re.compile(rf"^(?:{_TOKENS.pattern})|(?:{any_of(listed(_PEOPLE_UNSPACED))}|{any_of(listed(_SAID_UNSPACED))})$")
_FILLING = re.compile(r"[\s\d.,:;#()/_-]+|[一二三四五六七八九十]+(?=[岁歲])")
_SHORTEST_IN_HAN = 2
# Khmer says a nation behind who is described. In front ចិន and ថៃ are surnames, of ចិន នារី, and ស្រីនារី is a given name.
_KHMER = re.compile("[\u1780-\u17ff]")
_NAMES_IN_KHMER = frozenset({"ស្រី", "នារី"})
# `王姓男子`, `姓王的男子`: a surname, and the word for one; a given name has not that character.
_OF_A_SURNAME = re.compile(
    r"(?:[一两兩]?[名个個位])?(?:[\u3400-\u9fff]{0,4}?籍)?"
    r"(?:[\u3400-\u9fff]{1,2}姓[\u3400-\u9fff]{0,8}|姓[\u3400-\u9fff]{1,2}(?:的[\u3400-\u9fff]{1,6}|男子|女子)?)"
)


def describes_a_person(text: str) -> bool:
    """Tell whether what stands for a name is a description alone: sex, age, nation, part in a case or kinship."""
    plain = bare_text(text)
    if _UNSPACED.search(plain) is not None:
        joined = "".join(plain.split())
        return _OF_A_SURNAME.fullmatch(joined) is not None or _describes_unspaced(joined)
    words = _LATIN_WORDS.findall(plain)
    if len(words) < _FEWEST_WORDS or _words_told().isdisjoint(words) or _addresses_by_name(words):
        return False
    return _describes_in_latin(words)


def is_part_of_description(text: str) -> bool:
    """Tell whether a text in lower case begins or ends as descriptions do, of which one field may be: `perempuan`."""
    if _UNSPACED.search(text) is not None:
        return "姓" in text or _EDGES.search(text) is not None or _is_country(text)
    words = _LATIN_WORDS.findall(text)
    return bool(words) and any(_is_said(word) or word in _words_told() for word in (words[0], words[-1]))


def _describes_in_latin(words: Sequence[str]) -> bool:
    people, said, rest, at = set[str](), set[str](), list[str](), 0
    while at < len(words):
        phrase, length = _phrase(words, at)
        if phrase in _people():
            people.add(phrase)
        elif phrase in _said() or _AGE.fullmatch(phrase) is not None:
            said.add(phrase)
        else:
            rest.append(phrase)
        at += length
    is_said = not people <= _ALSO_NAMES or not said.isdisjoint(_FROM)
    if not all(_is_nation(word) and (is_said or word not in _NAMED_AS_COUNTRIES) for word in rest):
        return False
    if not people:
        return bool(rest) and not said.isdisjoint(_COUNTS)
    if people <= _ALSO_NAMES:
        return not said.isdisjoint(_TELLING | _COUNTS) or any(map(_AGE.fullmatch, said))
    return len(people) + len(said - _JOINING) + len(rest) > 1


def _addresses_by_name(words: Sequence[str]) -> bool:
    """Tell whether a form of address stands before words that are names too, and no more: Sister Nam, Ibu Gadis."""
    first, behind = words[0], frozenset(words[1:])
    if first in _ADDRESSED_IN_MALAY:
        return behind == {_NAMED_IN_MALAY}
    if first not in _ADDRESSED:
        return False
    names = _NAMES_OF_THE_ADDRESSED | _NAMED_AS_COUNTRIES
    return behind <= (names | _NUMBERS_AND_NAMES if first in _ADDRESSED_IN_ENGLISH else names)


def _phrase(words: Sequence[str], at: int) -> tuple[str, int]:
    """Return the longest phrase that is known from a word on, else the word, and how many words it has."""
    for length in range(min(_LONGEST_PHRASE, len(words) - at), 1, -1):
        phrase = " ".join(words[at : at + length])
        if phrase in _people() or phrase in _said() or (length > 1 and _is_nation(phrase)):
            return phrase, length
    return words[at], 1


@lru_cache(maxsize=20_000)
def _is_nation(word: str) -> bool:
    if word in NATIONALITIES or word in _nations_in_latin():
        return True
    return len(word) >= _SHORTEST_COUNTRY and normalise_country(word).value is not None


def _is_said(word: str) -> bool:
    return word in _said() or _AGE.fullmatch(word) is not None or _is_nation(word)


def _describes_unspaced(text: str) -> bool:
    found = list(_TOKENS.finditer(text))
    words = {match[0] for match in found}
    if all(match["people"] is None for match in found):
        return False
    is_khmer = _KHMER.search(text) is not None
    if is_khmer and found[0].start() > 0 and _is_country(text[: found[0].start()]):
        return False
    rest = _FILLING.sub("", _TOKENS.sub("", text))
    rest = rest.removesuffix("인") if len(rest) > 1 else rest
    if not rest:
        # One word alone, or twice, is a name or a word for none, which are told elsewhere.
        return len(words) > 1 and not (is_khmer and words <= _NAMES_IN_KHMER)
    return (len(rest) >= _SHORTEST_IN_HAN or not "\u3400" <= rest <= "\u9fff") and _is_country(rest)


@lru_cache(maxsize=20_000)
def _is_country(text: str) -> bool:
    return normalise_country(text).value is not None


@lru_cache(maxsize=1)
def _people() -> frozenset[str]:
    return frozenset(listed(_PEOPLE_IN_LATIN))


@lru_cache(maxsize=1)
def _said() -> frozenset[str]:
    return frozenset(listed(_SAID_IN_LATIN))


@lru_cache(maxsize=1)
def _nations_in_latin() -> frozenset[str]:
    return frozenset(listed(_NATIONS_IN_LATIN))


@lru_cache(maxsize=1)
def _words_told() -> frozenset[str]:
    """Return every word that tells who is described, by one step of which most names are none."""
    return frozenset(word for phrase in _people() for word in phrase.split()) | _COUNTS
