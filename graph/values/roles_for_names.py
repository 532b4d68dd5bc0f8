"""Roles that stand for a name, in the languages of the region and of sanctions lists: `Victim 1`, `被害人甲`."""

import re

# What nobody is called by, with or without a number.
_ROLES = """
victim;victims;complainant;plaintiff;defendant;suspect;perpetrator;injured party
ผู้เสียหาย;ผู้ถูกกระทำ;ผู้ต้องหา;ผู้ต้องสงสัย;เหยื่อ;พยาน;ผู้ร้อง;ผู้ร้องเรียน;ผู้แจ้ง;ผู้กล่าวหา;ผู้ถูกกล่าวหา;จำเลย;โจทก์;ผู้ตาย
ជនរងគ្រោះ;ជនសង្ស័យ;សាក្សី;ដើមបណ្តឹង;ដើមបណ្ដឹង;ជនជាប់ចោទ
ကျူးလွန်ခံရသူ;နစ်နာသူ;သားကောင်;တရားလို;တရားခံ;တိုင်ကြားသူ;လူကုန်ကူးခံရသူ;သံသယရှိသူ
ຜູ້ເສຍຫາຍ;ຜູ້ຖືກເຄາະຮ້າຍ;ຜູ້ຖືກຫາ;ຜູ້ຕ້ອງສົງໄສ;ພະຍານ;ຜູ້ຮ້ອງ;ຈຳເລີຍ;ເຫຍື່ອ
nạn nhân;bị hại;người bị hại;nghi phạm;nghi can;bị can;bị cáo;nhân chứng;nguyên đơn;người tố cáo;nan nhan;nguoi bi hai
mangsa;suspek;saksi;pengadu;tertuduh;korban;saksi korban;tersangka;terdakwa;pelapor;terlapor;pelaku;biktima
受害人;受害者;被害人;被害者;嫌疑人;犯罪嫌疑人;嫌犯;疑犯;证人;證人;报案人;報案人;举报人;舉報人;当事人;當事人;被告;被告人;原告;事主
容疑者;被疑者;証人;通報者;相談者
피해자;피의자;용의자;가해자;신고자;증인;참고인;고소인;피고인;제보자
потерпевший;потерпевшая;пострадавший;пострадавшая;жертва;подозреваемый;подозреваемая;обвиняемый;обвиняемая;свидетель
заявитель;потерпілий;потерпіла;oběť;obeť;poškozený;poškozená;poškodený;podezřelý;svědek;pokrzywdzony;pokrzywdzona
podejrzany;geschädigter;geschädigte;beschuldigter;victime;plaignant;plaignante;víctima;victima;testigo;denunciante
vítima;vitima;vittima;slachtoffer;mağdur;ضحية;الضحية;المجني عليه;قربانی;पीड़ित;पीड़िता;ভুক্তভোগী
"""
# And what a few are called by, so that only a number behind it says that it is no name.
_COUNTED = """
person;individual;subject;man;woman;male;female;boy;girl;child;minor;adult;juvenile;caller;sender;driver;holder;user
witness;survivor;informant;unknown;name;accused;anonymous
ชาย;หญิง;บุคคล;เด็ก;เด็กชาย;เด็กหญิง;បុរស;ស្ត្រី;នារី;ຊາຍ;ຍິງ;ບຸກຄົນ;အမျိုးသား;အမျိုးသမီး;လူ
bi hai;bi can;bi cao;nghi pham;nhan chung;đối tượng;doi tuong;người;nguoi;orang;lelaki;perempuan;pria;wanita;anak
男;女;男子;女子;男性;女性;人员;人員;남성;여성;남자;여자;лицо;мужчина;женщина;особа;osoba;muž;žena;zeuge;opfer;ofiara;témoin
"""
# Of those, what nobody is called by who has an initial behind it: `Child A`, `女子B`.
_LETTERED = """
person;individual;subject;child;minor;juvenile;girl;woman;survivor;男子;女子;男性;女性;남성;여성;남자;여자
"""
_BETWEEN = r"[\s.,:;#№()/_-]*"
_OF_WHAT_SEX = r"male|female|minor|child|adult|woman|man|girl|boy|unknown|unidentified|alleged"
_SAYING_A_NUMBER = (
    r"no|nr|number|nombor|nomor|ke|số|so|thứ|номер|ราย|คน|หมายเลข|(?:ราย|คน)?ที่|លេខ|ទី|ຄົນທີ|ທີ|အမှတ်|နံပါတ်|第|제"
)
# A letter by itself behind a role: `Victim A`, `ผู้เสียหาย ก`, `被害者A`; and the stems and numbers of Chinese and Korean.
_LETTER = r"(?<=[\s.,:;#()/_-])[^\W\d]|(?<=[\u0e00-\uffff])[a-z]|[甲乙丙丁戊己庚辛一二三四五六七八九十가나다라마바사]"


def _any_of(words: str) -> str:
    found = words.strip().replace("\n", ";").split(";")
    return "|".join(map(re.escape, sorted(dict.fromkeys(found), key=len, reverse=True)))


_ROLE = re.compile(
    rf"(?:(?:{_OF_WHAT_SEX})[\s_-]+)*(?:{_any_of(_ROLES)})(?:{_BETWEEN}(?:{_OF_WHAT_SEX}|男|女))?"
    rf"(?:{_BETWEEN}(?:{_SAYING_A_NUMBER}))?(?:{_BETWEEN}(?:\d{{1,4}}|{_LETTER}))?(?:号|號|名|番|번|호)?{_BETWEEN}"
    rf"|(?:{_any_of(_COUNTED)})(?:{_BETWEEN}(?:{_SAYING_A_NUMBER}))?{_BETWEEN}\d{{1,4}}(?:号|號|名|番|번|호)?{_BETWEEN}"
    rf"|(?:{_any_of(_LETTERED)}){_BETWEEN}(?:{_LETTER}){_BETWEEN}"
)


def is_role(plain: str) -> bool:
    """Tell whether a text in lower case says what somebody is in a case and not what they are called: `victim 1`."""
    return _ROLE.fullmatch(plain) is not None
