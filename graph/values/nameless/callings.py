"""Callings: what somebody is at work, on the road or to somebody else, written where a name should be.

`HR Manager`, `Translator 2`, `客服`, `Chinese boss`, `Wife of Sok Dara`. A few of them are names as well, so nobody is
thrown away for one: it is no evidence that two are one person.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from graph.values.text import bare_text
from graph.values.word_lists import any_of, listed, parts_of

# Adjectives alone, and none that is a given name, as Chad, Jordan, German, Irish, Danish, Georgian and Somali are.
_NATIONALITIES = """
american australian austrian bangladeshi belarusian belgian brazilian british bruneian bulgarian burmese cambodian
cameroonian canadian chinese congolese croatian czech dutch egyptian emirati ethiopian filipina filipino finnish
ghanaian greek hungarian indian indonesian iranian iraqi israeli italian japanese jordanian kazakh kenyan khmer
korean kuwaiti kyrgyz lao laotian lebanese libyan malagasy malaysian mexican mongolian moroccan nepalese nepali
nigerian norwegian omani pakistani pinoy polish portuguese qatari romanian russian rwandan saudi senegalese serbian
singaporean slovak spanish sudanese swedish swiss syrian taiwanese tajik tanzanian thai tunisian turkish
turkmen ugandan ukrainian uzbek venezuelan vietnamese yemeni zambian zimbabwean african asian european hongkonger
"""
NATIONALITIES = frozenset(_NATIONALITIES.split())
"""Adjectives of nations, in lower case."""
# What a few are called by as well, or by a word of: such a word is a calling where nothing but a number, a nationality
# or a sex stands beside it.
_ALSO_NAMES = """
driver;guest;admin;administrator;father;mother;parent;parents;husband;wife;spouse;brother;sister;daughter;baby;infant
friend;boss;big boss;manager;director;leader;owner;agent;broker;guard;cook;chef;baker;farmer;fisherman;teacher;student
soldier;captain;nurse;doctor;maid;nanny;cleaner;waiter;waitress;worker;tourist;visitor;foreigner;client
customer;tenant
landlord;landlady;neighbour;neighbor;cousin;uncle;aunt;grandmother;grandfather;relative;girlfriend;boyfriend;partner
colleague;coworker;co-worker;roommate;officer;policeman;police;cashier;secretary;helper;supervisor;operator;hr;nil
"""
# Vietnamese ones without their marks as well, but for those that are names without: Lê Tân and Le Tan are names, lễ tân
# is a receptionist, and nobody is called Tai Xe.
_CALLINGS = """
security guard;security;bodyguard;prison guard;border guard;taxi driver;bus driver;truck driver;lorry driver
car driver
boat driver;motorbike driver;motorcycle driver;moto driver;tuk tuk driver;tuktuk driver;tuk-tuk driver
grab driver;delivery driver;chauffeur;delivery man;translator;interpreter;passenger;team;team leader;group leader
group;recruiter;receptionist;accountant;bookkeeper;employee;staff;intern;sales;marketing;reception;front desk
customer service;customer support;customer care;technical support;tech support;support;help desk;hotline
human resources;human resource;hr department;personnel;contact person;emergency contact;next of kin;contact
police officer;immigration officer;immigration;foreign national;foreign worker;foreign man;foreign woman;national
house owner;shop owner;business owner;landowner;housekeeper;housekeeping;middleman;trafficker;scammer;smuggler;victim
family;family member;account holder;account owner;card holder;bank account holder;it support;it department;finance
finance department;accounting;accounts;management;head office;office
客服;翻译;翻譯;翻译员;翻譯員;主管;组长;組長;代理;老板;老闆;老板娘;老闆娘;司机;司機;保安;经理;經理;总经理;總經理
员工;員工;工人
职员;職員;厨师;廚師;会计;會計;财务;財務;人事;前台;业务员;業務員;中介;房东;房東;房主;业主;客户;客戶;顾客;顧客
乘客;旅客;游客;朋友;同事
同伴;老婆;老公;妻子;丈夫;父亲;父親;母亲;母親;爸爸;妈妈;媽媽;儿子;兒子;女儿;女兒;哥哥;弟弟;姐姐;妹妹;管理员
管理員;群主;总监;總監
董事长;董事長;队长;隊長;班长;班長;老师;老師;学生;學生;医生;醫生;警察;军人;軍人;外国人;外國人;外籍人士;蛇头;蛇頭
人贩子;导游;導遊;负责人
負責人;联系人;聯絡人;联络人;财务主管;客服经理;人事部;人事经理;助理;秘书;秘書;技术员;技術員
คนขับรถ;คนขับ;พนักงานขับรถ;โชเฟอร์;ล่าม;ล่ามแปลภาษา;นายหน้า;หัวหน้า;หัวหน้างาน;ผู้จัดการ;เจ้านาย;บอส;แอดมิน;ยาม
รปภ;รปภ.
พนักงานรักษาความปลอดภัย;แม่บ้าน;พ่อครัว;แม่ครัว;เจ้าของ;เจ้าของบ้าน;ลูกค้า;ผู้โดยสาร;พนักงาน;ลูกจ้าง;คนงาน;ครู
หมอ;ตำรวจ;ทหาร;สามี
ภรรยา;เมีย;พ่อ;แม่;ลูกชาย;ลูกสาว;พี่ชาย;พี่สาว;น้องชาย;น้องสาว;เพื่อน;เพื่อนร่วมงาน;ชาวต่างชาติ;ฝ่ายบุคคล
ฝ่ายบริการลูกค้า
អ្នកបើកបរ;អ្នកបើកឡាន;តៃកុង;អ្នកបកប្រែ;ថៅកែ;អ្នកគ្រប់គ្រង;មេការ;សន្តិសុខ;ឈ្មួញកណ្តាល;ឈ្មួញកណ្ដាល;មេខ្យល់
បុគ្គលិក;អតិថិជន
អ្នកដំណើរ;ប្តី;ប្ដី;ប្រពន្ធ;ឪពុក;ម្តាយ;ម្ដាយ;មិត្តភក្តិ;មិត្តភក្ដិ;គ្រូ;ភ្ញៀវ;ជនបរទេស;កម្មករ
ကားမောင်းသူ;ယာဉ်မောင်း;ကားသမား;ဒရိုင်ဘာ;စကားပြန်;ဘာသာပြန်;မန်နေဂျာ;သူဌေး;ပွဲစား;အေးဂျင့်;ခေါင်းဆောင်;လုံခြုံရေး
ဝန်ထမ်း
အလုပ်သမား;ဖောက်သည်;ခရီးသည်;ဧည့်သည်;မိတ်ဆွေ;သူငယ်ချင်း;ဇနီး;ခင်ပွန်း;အဖေ;အမေ;နိုင်ငံခြားသား
ຄົນຂັບລົດ;ນາຍພາສາ;ຜູ້ຈັດການ;ເຈົ້ານາຍ;ນາຍໜ້າ;ພະນັກງານ;ລູກຄ້າ;ຫົວໜ້າ;ຜູ້ໂດຍສານ;ຄົນຕ່າງປະເທດ
tài xế;lái xe;người lái xe;phiên dịch;phiên dịch viên;thông dịch viên;người phiên dịch;quản lý;ông chủ;bà chủ
sếp;giám đốc
trưởng nhóm;tổ trưởng;bảo vệ;nhân viên;môi giới;người môi giới;khách hàng;hành khách;khách;kế toán;lễ tân
chủ nhà;người lạ
công nhân;vợ;chồng;bố;mẹ;con trai;con gái;bạn bè;người nước ngoài
tai xe;lai xe;nguoi lai xe;phien dich;phien dich vien;thong dich vien;nguoi phien dich;giam doc;truong nhom;nhan vien
moi gioi;nguoi moi gioi;khach hang;hanh khach;con gai;nguoi nuoc ngoai
sopir;supir;pemandu;penterjemah;penerjemah;pengurus;majikan;bos;ejen;agen;ketua;pengawal;satpam;pekerja;pelanggan
penumpang;tetamu;isteri;istri;suami;kawan;teman;warga asing;orang asing;pengawal keselamatan
tsuper;drayber;kasambahay;asawa
운전기사;운전사;통역;통역사;사장;사장님;부장;과장;팀장;실장;매니저;관리자;상담원;고객센터;손님;승객;직원;경비원
외국인;친구
運転手;通訳;社長;店長;部長;課長;警備員;従業員;お客様;外国人
водитель;переводчик;переводчица;менеджер;охранник;директор;начальник;клиент;пассажир;жена;муж;отец;мать;друг
иностранец
سائق;السائق;مترجم;المترجم;المدير;حارس;الحارس;موظف;زبون;راننده
ड्राइवर;चालक;एजेंट;मालिक;मैनेजर;अनुवादक;ড্রাইভার;চালক;দালাল
"""
# Of what somebody is the manager or the staff, of which none is a name.
_OF_WHAT = (
    "hr|it|security|sales|office|customer|service|support|account|accounts|finance|marketing|project|factory|company"
    "|casino|hotel|restaurant|shop|compound|building|gate|travel|visa|ticket|loan|call center|call centre|recruitment"
    "|recruiting|labou?r|general|senior|junior|assistant|deputy|chief|night|floor|team|group|technical|tech|personal"
    "|private|bank|immigration|border|airport|airline|police|government|property|estate|real estate|insurance"
)
_OF_IT = (
    "manager|officer|staff|agent|department|team|leader|supervisor|director|assistant|owner|representative|worker|guard"
    "|operator|boss|recruiter|support|service|employee|clerk|teller|broker|official|accountant|consultant|coordinator"
)
# Men and women, who are described and not named where a nationality stands before them.
_PEOPLE = (
    "man;woman;male;female;boy;girl;men;women;guy;lady;person;individual;child;people;citizen;nationals;youth;adult"
)
_SEX = "male|female|unknown|unidentified|unnamed|alleged|suspected|foreign|local"
_FILLING = r"[\s.,:;#№()/_-]*"
_NUMBER = rf"{_FILLING}(?:(?:no|nr|number|số|so|ke|第|คนที่|ที่|លេខ|អမှတ်)[\s.:#]*)?\d{{1,4}}(?:号|號|名|番|번|호)?"
# Behind a comma a letter is an initial.
_LETTER = (
    r"[\s.:;#()/_-]+(?:[^\W\d]|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"|(?<=[\u0e00-\uffff])[\s.:#-]*[a-z甲乙丙丁]"
)
# A nationality as unspaced writing has it before a calling: 中国男子, 越南籍女子, หญิงชาวจีน.
_OF_HAN = (
    "(?:中国|中國|越南|缅甸|緬甸|泰国|泰國|柬埔寨|老挝|寮國|菲律宾|菲律賓|马来西亚|馬來西亞|印尼|印度"
    "|外国|外國|台湾|台灣|香港|华人|華人|华裔|外)"
)
_OF_THAI = "(?:จีน|พม่า|เมียนมา|กัมพูชา|เขมร|เวียดนาม|ลาว|ไทย|มาเลเซีย|ฟิลิปปินส์|อินเดีย|ไต้หวัน|ต่างชาติ)"
_WHO_IN_HAN = "(?:男|女|男子|女子|男人|女人|男性|女性|人|籍|老板|老闆|司机|司機|主管|经理|翻译|代理|员工)"
_WHO_IN_THAI = "(?:ชาย|หญิง|ผู้ชาย|ผู้หญิง|คน|ชาว|นายทุน|เจ้านาย|หัวหน้า|บอส)"
_DESCRIBED = (
    rf"{_OF_HAN}(?:籍|人|国籍)*{_WHO_IN_HAN}?"
    rf"|(?:คน|ชาว|สัญชาติ)?{_OF_THAI}|{_WHO_IN_THAI}(?:คน|ชาว|สัญชาติ)?{_OF_THAI}"
    r"|(?:nam|nữ|người|đàn ông|phụ nữ|ông chủ|nguoi|nu) (?:người )?"
    r"(?:trung quốc|trung quoc|tq|việt nam|đài loan|campuchia|nước ngoài)"
    r"|(?:orang|lelaki|wanita|perempuan|pria|warga|bos) (?:cina|tiongkok|china|vietnam|myanmar|asing)"
)


# A sex or a nation that stands alone, of which none is a given name: Mr. Male, นายจีน. Nam, Boy and Man are names.
_OF_WHOM_ALONE = """
male;female;masculine;feminine;masculino;femenino;feminino;masculin;féminin;männlich;weiblich;homme;femme;hombre;mujer
laki-laki;laki laki;lelaki;perempuan;pria;wanita;lalaki;babae;мужчина;женщина;мужской;женский;ผู้ชาย;ผู้หญิง;หญิง
男子;女子;男性;女性;男人;女人;男士;女士;남자;여자;남성;여성;đàn ông;phụ nữ;đàn bà;phu nu;dan ong
trung quốc;trung quoc;người trung quốc;người việt nam;ຈີນ;ຄົນຈີນ;ចិន;ជនជាតិចិន;တရုတ်;တရုတ်လူမျိုး;ထိုင်း
"""
_ALONE = frozenset((*listed(_CALLINGS), *listed(_ALSO_NAMES), *listed(_OF_WHOM_ALONE)))
_NATION = rf"(?:{any_of(NATIONALITIES)}|(?:north|south|sri) (?:korean|african|lankan))"
_BEFORE = rf"(?:(?:the|my|his|her|{_NATION}|{_SEX})[\s_/,-]+)*"
_BEHIND = rf"(?:{_FILLING}\b(?:male|female|unknown|{_NATION})\b)?"
_SAID_OF = any_of(listed(_PEOPLE))
_CALLING = re.compile(
    rf"(?:{_BEFORE}(?:{any_of(listed(_CALLINGS))}|(?:(?:{_OF_WHAT}) )+(?:{_OF_IT})){_BEHIND}|{_DESCRIBED})"
    rf"(?:{_NUMBER}|{_LETTER})?{_FILLING}"
    rf"|{_BEFORE}(?:{any_of(listed(_ALSO_NAMES))}){_BEHIND}(?:{_NUMBER})?{_FILLING}"
    rf"|{_BEFORE}(?:{_NATION}|foreign)[\s_/,-]+(?:{_SAID_OF})(?:{_NUMBER}|{_LETTER})?{_FILLING}"
    rf"|(?:(?:man|woman|male|female|unknown|unidentified|unnamed){_FILLING}\b)?{_NATION}"
    rf"(?:{_FILLING}\b(?:national|m|f|unknown))?(?:{_NUMBER})?{_FILLING}"
)
# Words in plain letters that the descriptions begin with, beside those listed.
_DESCRIBING = ("korean", "nguoi", "nu", "nam", "orang", "lelaki", "wanita", "perempuan", "pria", "warga")
# Every word that a calling holds, to tell by few steps that a name is none.
_BREAKS = re.compile(r"[^a-z-]+")
_WORDS = frozenset(
    word for text in (*_ALONE, *listed(_PEOPLE), *NATIONALITIES, *_DESCRIBING) for word in _BREAKS.split(text) if word
)
_RELATIVES = (
    "wife|husband|spouse|partner|son|daughter|mother|father|parents?|brother|sister|siblings?|baby|child(?:ren)?|infant"
    "|newborn|friend|girlfriend|boyfriend|cousin|uncle|aunt|niece|nephew|grand(?:mother|father|son|daughter)|relatives?"
    "|family|colleague|roommate|boss|driver|widow|mom|mum|dad|ex-wife|ex-husband"
)
# Whose relative somebody is, which says who that one is: `Baby of Chan Dara`, `W/O Sok Dara`, `vợ của …`, `王伟的妻子`.
_OF_ANOTHER = re.compile(
    r"(?:the |a )?(?:(?:elder|younger|older|big|little|eldest|youngest|ex|half|step)[ -])?"
    rf"(?:{_RELATIVES}) of [^\W\d].*"
    r"|(?:[swdhbmf]|d\.)/o\.? .+"
    rf"|.*[^\W\d]['’]s (?:(?:elder|younger|older|ex)[ -])?(?:{_RELATIVES})"
    r"|(?:vợ|chồng|con|con trai|con gái|em|anh|chị|em trai|em gái|bố|mẹ|bạn|bạn gái) (?:của|cua) .+"
    r"|(?:isteri|istri|suami|ibu|bapa|bapak|adik|kakak|kawan|teman) (?:kepada|dari|daripada|si) .+"
    r"|(?:เมีย|ภรรยา|สามี|ผัว|ลูก|ลูกชาย|ลูกสาว|แม่|พ่อ|เพื่อน|แฟน|พี่|น้อง|พี่ชาย|พี่สาว|น้องชาย|น้องสาว)ของ ?.+"
    r"|(?:ប្រពន្ធ|ប្តី|ប្ដី|កូន|ម្តាយ|ម្ដាយ|ឪពុក|មិត្តភក្តិ|មិត្ត)របស់ ?.+"
    r"|.+的(?:妻子?|丈夫|老婆|老公|儿子|兒子|女儿|女兒"
    r"|父亲|父親|母亲|母親|哥哥|弟弟|姐姐|妹妹|朋友|女友|男友|爸爸|妈妈|媽媽|同事)"
    r"|.{2,}之[妻女父母兄弟]"
)
# Given names of Japan and China end so as well.
_PERHAPS_OF_ANOTHER = re.compile(r"(.+?) ?之[子夫友]")
# What before a surname or behind one makes a form of address of it, and is no first name: `Boss Wang`, `王总`.
_BEFORE_A_SURNAME = """
boss;big boss;manager;director;supervisor;leader;team leader;group leader;agent;translator;interpreter;driver;teacher
chef;accountant;secretary;security;hr;hr manager;admin;owner;captain;broker;recruiter;customer service;landlord;ceo
laoban;general manager;sếp;ông chủ;giám đốc;quản lý;phiên dịch;tài xế;giam doc;phien dich;tai xe;bos
"""
_BEHIND_A_SURNAME = """
总;總;老板;老闆;老板娘;老闆娘;经理;經理;总经理;總經理;主管;组长;組長;队长;隊長;班长;班長;老师;老師;师傅;師傅
会计;會計;司机;司機;翻译;翻譯
代理;厂长;廠長;主任;科长;科長;校长;校長;医生;醫生;教授;律师;律師;警官;哥;姐;董事长;董事長;秘书;秘書;助理;客服
사장;사장님;부장;부장님;과장;과장님;팀장;팀장님;실장;실장님;대리;매니저;차장;이사;회장;회장님;대표;대표님;선생;기사
씨;모씨;氏
"""
# How a calling begins or ends, by its words where it has spaces.
_TEXTS_OF_PARTS = (
    *(*_ALONE, *listed(_PEOPLE), *NATIONALITIES, *_DESCRIBING, *_OF_WHAT.split("|"), *_OF_IT.split("|")),
    *(*_SEX.split("|"), *listed(_BEFORE_A_SURNAME), *listed(_BEHIND_A_SURNAME), "north", "south", "sri", "the"),
    *("labor", "labour", "laoban", "sajang", "sajangnim", "trung quốc", "trung quoc", "tq", "nữ", "người"),
    *("nước ngoài", "đài loan", "việt nam", "campuchia", "cina", "tiongkok", "china", "vietnam", "myanmar", "asing"),
    # What joins a relative to whom he is of, and who he may be.
    *("of", "của", "cua", "kepada", "dari", "daripada", "si", "em", "anh", "chị", "bạn", "ibu", "bapa", "bapak"),
    *("adik", "kakak", "no", "nr", "number", "số"),
)
# What of one field says that the name is of another's: `Wife of`, `Sok Dara's`, `W/O`.
_MAY_BE_OF_ANOTHER = re.compile(
    rf"(?:.* )?(?:{_RELATIVES}) of(?: .+)?|(?:.* )?(?:[swdhbmf]|d\.)/o\.?(?: .+)?|.*[^\W\d]['’]s(?: .+)?"
    r"|(?:vợ|chồng|con|em|anh|chị|bố|mẹ|bạn|isteri|istri|suami|ibu|bapa|bapak|adik|kakak|kawan|teman) .+"
    r"|.*(?:[的之]|ของ|របស់).*"
)
_MARKS_OF_ANOTHER = re.compile(r"[ /']")  # one of which each in plain letters has
_ADDRESSED = re.compile(
    rf"(?:{any_of(listed(_BEFORE_A_SURNAME))})[\s.:_-]+(?P<behind>[^\W\d]+)"
    rf"|(?P<before>[^\W\d]{{1,2}}?) ?(?:{any_of(listed(_BEHIND_A_SURNAME))})"
    r"|(?P<latin>[a-z]+)[ -]+(?:laoban|sajang|sajangnim)"
)


def is_calling(text: str) -> bool:
    """Tell whether a name is a calling, with or without a number, nationality or sex: `Driver`, `Translator 2`."""
    # Of one word in plain letters nothing is taken off, and most names in a field are one.
    plain = text.lower() if text.isascii() and text.isalpha() else bare_text(text)
    if plain in _ALONE:
        return True
    if plain.isascii() and _WORDS.isdisjoint(_BREAKS.split(plain)):
        return False
    return _CALLING.fullmatch(plain) is not None


def is_part_of_calling(text: str) -> bool:
    """Tell whether a text in lower case begins or ends as callings do, of which one field may be: `customer`, `总`."""
    parts = _parts()
    first, _, rest = text.partition(" ")
    if first in parts or (rest or first).rpartition(" ")[2].strip("()[]") in parts:
        return True
    # 服A of 客服A; and 阳经理 of 欧阳经理, which takes a part of the surname along.
    return not text.isascii() and (text.rstrip(_LETTERS_BEHIND) in parts or (len(text) > 2 and text[1:] in parts))


_LETTERS_BEHIND = "0123456789abcdefghijklmnopqrstuvwxyz甲乙丙丁"


@lru_cache(maxsize=1)
def _parts() -> frozenset[str]:
    words = (text.split()[at] for text in _TEXTS_OF_PARTS for at in (0, -1))
    return frozenset((*words, *(part for text in _unspaced() for part in parts_of(text))))


def _unspaced() -> Iterator[str]:
    """Yield callings of scripts without spaces, also a nationality and those with one: 中国籍男子, หญิงชาวจีน, จีน."""
    yield from (*_ALONE, *listed(_BEHIND_A_SURNAME))
    of_han, who_in_han, of_thai, who_in_thai = (
        pattern[3:-1].split("|") for pattern in (_OF_HAN, _WHO_IN_HAN, _OF_THAI, _WHO_IN_THAI)
    )
    yield from map("".join, product(of_han, ("", "籍", "人", "国籍"), ("", *who_in_han)))
    yield from map("".join, product(("", *who_in_thai), ("", "คน", "ชาว", "สัญชาติ"), of_thai))


def may_be_of_another(text: str) -> bool:
    """Tell whether a text in lower case says whose relative somebody is, beside another field: `wife of`, `dara's`."""
    if text.isascii() and _MARKS_OF_ANOTHER.search(text) is None:
        return False
    return _MAY_BE_OF_ANOTHER.fullmatch(text) is not None


def is_of_another(text: str) -> bool:
    """Tell whether a name says whose relative somebody is, and not who: `Wife of Sok Dara`, `王伟的妻子`."""
    return _OF_ANOTHER.fullmatch(bare_text(text)) is not None


def perhaps_of_another(text: str) -> str:
    """Return whose relative a name may say somebody is, in an ending of given names, or nothing: `王伟` of `王伟之子`.

    Whether that is a whole name, or the surname before a given name, is left to who knows surnames.
    """
    found = _PERHAPS_OF_ANOTHER.fullmatch(bare_text(text)) if "之" in text else None
    return found[1] if found is not None else ""


def addressed_by_calling(text: str) -> str:
    """Return the word that a calling is a form of address for, empty if none: `wang` of `Boss Wang`, `王` of `王总`.

    Whether that is a surname is left to who knows surnames.
    """
    found = _ADDRESSED.fullmatch(bare_text(text))
    return next((word for word in found.groups() if word), "") if found is not None else ""
