"""Provinces, states and emirates that stand on registration plates whose number each of them counts for itself.

Those of Thailand, Cambodia, Laos, Myanmar, the Emirates, the United States, Canada and Australia. They have their
ISO 3166-2 codes, those of Myanmar the letters that its plates show.
"""

import re

# country | code | names; the first one is shown
_TABLE = """
TH|10|กรุงเทพมหานคร;กรุงเทพฯ;กรุงเทพ;กทม.;กทม;bangkok;bkk
TH|11|สมุทรปราการ;samut prakan
TH|12|นนทบุรี;nonthaburi
TH|13|ปทุมธานี;pathum thani
TH|14|พระนครศรีอยุธยา;อยุธยา;phra nakhon si ayutthaya;ayutthaya
TH|15|อ่างทอง;ang thong
TH|16|ลพบุรี;lop buri;lopburi
TH|17|สิงห์บุรี;sing buri
TH|18|ชัยนาท;chai nat
TH|19|สระบุรี;saraburi
TH|20|ชลบุรี;chon buri;chonburi
TH|21|ระยอง;rayong
TH|22|จันทบุรี;chanthaburi
TH|23|ตราด;trat
TH|24|ฉะเชิงเทรา;chachoengsao
TH|25|ปราจีนบุรี;prachin buri
TH|26|นครนายก;nakhon nayok
TH|27|สระแก้ว;sa kaeo
TH|30|นครราชสีมา;โคราช;nakhon ratchasima;korat
TH|31|บุรีรัมย์;buri ram;buriram
TH|32|สุรินทร์;surin
TH|33|ศรีสะเกษ;si sa ket;sisaket
TH|34|อุบลราชธานี;ubon ratchathani
TH|35|ยโสธร;yasothon
TH|36|ชัยภูมิ;chaiyaphum
TH|37|อำนาจเจริญ;amnat charoen
TH|38|บึงกาฬ;bueng kan
TH|39|หนองบัวลำภู;nong bua lam phu
TH|40|ขอนแก่น;khon kaen
TH|41|อุดรธานี;udon thani
TH|42|เลย;loei
TH|43|หนองคาย;nong khai
TH|44|มหาสารคาม;maha sarakham
TH|45|ร้อยเอ็ด;roi et
TH|46|กาฬสินธุ์;kalasin
TH|47|สกลนคร;sakon nakhon
TH|48|นครพนม;nakhon phanom
TH|49|มุกดาหาร;mukdahan
TH|50|เชียงใหม่;chiang mai
TH|51|ลำพูน;lamphun
TH|52|ลำปาง;lampang
TH|53|อุตรดิตถ์;uttaradit
TH|54|แพร่;phrae
TH|55|น่าน;nan
TH|56|พะเยา;phayao
TH|57|เชียงราย;chiang rai
TH|58|แม่ฮ่องสอน;mae hong son
TH|60|นครสวรรค์;nakhon sawan
TH|61|อุทัยธานี;uthai thani
TH|62|กำแพงเพชร;kamphaeng phet
TH|63|ตาก;tak
TH|64|สุโขทัย;sukhothai
TH|65|พิษณุโลก;phitsanulok
TH|66|พิจิตร;phichit
TH|67|เพชรบูรณ์;phetchabun
TH|70|ราชบุรี;ratchaburi
TH|71|กาญจนบุรี;kanchanaburi
TH|72|สุพรรณบุรี;suphan buri
TH|73|นครปฐม;nakhon pathom
TH|74|สมุทรสาคร;samut sakhon
TH|75|สมุทรสงคราม;samut songkhram
TH|76|เพชรบุรี;phetchaburi
TH|77|ประจวบคีรีขันธ์;prachuap khiri khan
TH|80|นครศรีธรรมราช;nakhon si thammarat
TH|81|กระบี่;krabi
TH|82|พังงา;phang nga;phangnga
TH|83|ภูเก็ต;phuket
TH|84|สุราษฎร์ธานี;surat thani
TH|85|ระนอง;ranong
TH|86|ชุมพร;chumphon
TH|90|สงขลา;songkhla
TH|91|สตูล;satun
TH|92|ตรัง;trang
TH|93|พัทลุง;phatthalung
TH|94|ปัตตานี;pattani
TH|95|ยะลา;yala
TH|96|นราธิวาส;narathiwat
TH|BT|เบตง;betong
KH|1|BANTEAY MEANCHEY;បន្ទាយមានជ័យ
KH|2|BATTAMBANG;បាត់ដំបង
KH|3|KAMPONG CHAM;កំពង់ចាម
KH|4|KAMPONG CHHNANG;កំពង់ឆ្នាំង
KH|5|KAMPONG SPEU;កំពង់ស្ពឺ
KH|6|KAMPONG THOM;កំពង់ធំ
KH|7|KAMPOT;កំពត
KH|8|KANDAL;កណ្តាល;កណ្ដាល
KH|9|KOH KONG;កោះកុង
KH|10|KRATIE;ក្រចេះ
KH|11|MONDULKIRI;MONDUL KIRI;មណ្ឌលគិរី
KH|12|PHNOM PENH;ភ្នំពេញ
KH|13|PREAH VIHEAR;ព្រះវិហារ
KH|14|PREY VENG;ព្រៃវែង
KH|15|PURSAT;ពោធិ៍សាត់
KH|16|RATANAKIRI;RATANAK KIRI;រតនគិរី
KH|17|SIEM REAP;សៀមរាប
KH|18|PREAH SIHANOUK;SIHANOUKVILLE;ព្រះសីហនុ
KH|19|STUNG TRENG;ស្ទឹងត្រែង
KH|20|SVAY RIENG;ស្វាយរៀង
KH|21|TAKEO;តាកែវ
KH|22|ODDAR MEANCHEY;ឧត្តរមានជ័យ
KH|23|KEP;កែប
KH|24|PAILIN;ប៉ៃលិន
KH|25|TBONG KHMUM;TBOUNG KHMUM;ត្បូងឃ្មុំ
LA|VT|ກຳແພງນະຄອນ;ນະຄອນຫຼວງວຽງຈັນ;vientiane capital
LA|VI|ວຽງຈັນ;vientiane
LA|AT|ອັດຕະປື;attapeu
LA|BK|ບໍ່ແກ້ວ;bokeo
LA|BL|ບໍລິຄຳໄຊ;bolikhamxay
LA|CH|ຈຳປາສັກ;champasak
LA|HO|ຫົວພັນ;houaphan
LA|KH|ຄຳມ່ວນ;khammouane
LA|LM|ຫຼວງນ້ຳທາ;luang namtha
LA|LP|ຫຼວງພະບາງ;luang prabang
LA|OU|ອຸດົມໄຊ;oudomxay
LA|PH|ຜົ້ງສາລີ;phongsaly
LA|SL|ສາລະວັນ;salavan
LA|SV|ສະຫວັນນະເຂດ;savannakhet
LA|XA|ໄຊຍະບູລີ;xayaboury
LA|XE|ເຊກອງ;sekong
LA|XI|ຊຽງຂວາງ;xiangkhouang
LA|XS|ໄຊສົມບູນ;xaisomboun
MM|YGN|YGN;yangon;rangoon;ရန်ကုန်တိုင်းဒေသကြီး;ရန်ကုန်
MM|MDY|MDY;mandalay;မန္တလေးတိုင်းဒေသကြီး;မန္တလေး
MM|NPW|NPW;naypyitaw;nay pyi taw;naypyidaw;နေပြည်တော်
MM|BGO|BGO;bago;pegu;ပဲခူးတိုင်းဒေသကြီး;ပဲခူး
MM|AYY|AYY;ayeyarwady;ayeyawady;irrawaddy;ဧရာဝတီတိုင်းဒေသကြီး;ဧရာဝတီ
MM|MGW|MGW;magway;magwe;မကွေးတိုင်းဒေသကြီး;မကွေး
MM|SGG|SGG;sagaing;စစ်ကိုင်းတိုင်းဒေသကြီး;စစ်ကိုင်း
MM|TNI|TNI;TNY;tanintharyi;taninthayi;tenasserim;တနင်္သာရီတိုင်းဒေသကြီး;တနင်္သာရီ
MM|KCN|KCN;kachin state;kachin;ကချင်ပြည်နယ်;ကချင်
MM|KYH|KYH;kayah state;kayah;ကယားပြည်နယ်;ကယား
MM|KYN|KYN;kayin state;kayin;karen state;ကရင်ပြည်နယ်;ကရင်
MM|CHN|CHN;chin state;ချင်းပြည်နယ်;ချင်း
MM|MON|MON;mon state;မွန်ပြည်နယ်;မွန်
MM|RKE|RKE;rakhine state;rakhine;ရခိုင်ပြည်နယ်;ရခိုင်
MM|SHN|SHN;shan state;ရှမ်းပြည်နယ်;ရှမ်း
AE|AZ|Abu Dhabi;abudhabi;auh;أبوظبي;أبو ظبي;ابوظبي;ابو ظبي
AE|AJ|Ajman;ajm;عجمان
AE|DU|Dubai;dxb;دبي
AE|FU|Fujairah;al fujairah;fuj;الفجيرة
AE|RK|Ras Al Khaimah;ras al-khaimah;rak;رأس الخيمة;راس الخيمة
AE|SH|Sharjah;al sharjah;shj;الشارقة
AE|UQ|Umm Al Quwain;umm al-quwain;uaq;أم القيوين;ام القيوين
US|AL|Alabama
US|AK|Alaska
US|AZ|Arizona
US|AR|Arkansas
US|CA|California
US|CO|Colorado
US|CT|Connecticut
US|DE|Delaware
US|DC|District of Columbia;washington dc;washington d.c.
US|FL|Florida
US|GA|Georgia
US|HI|Hawaii
US|ID|Idaho
US|IL|Illinois
US|IN|Indiana
US|IA|Iowa
US|KS|Kansas
US|KY|Kentucky
US|LA|Louisiana
US|ME|Maine
US|MD|Maryland
US|MA|Massachusetts
US|MI|Michigan
US|MN|Minnesota
US|MS|Mississippi
US|MO|Missouri
US|MT|Montana
US|NE|Nebraska
US|NV|Nevada
US|NH|New Hampshire
US|NJ|New Jersey
US|NM|New Mexico
US|NY|New York
US|NC|North Carolina
US|ND|North Dakota
US|OH|Ohio
US|OK|Oklahoma
US|OR|Oregon
US|PA|Pennsylvania
US|RI|Rhode Island
US|SC|South Carolina
US|SD|South Dakota
US|TN|Tennessee
US|TX|Texas
US|UT|Utah
US|VT|Vermont
US|VA|Virginia
US|WA|Washington
US|WV|West Virginia
US|WI|Wisconsin
US|WY|Wyoming
US|GU|Guam
US|PR|Puerto Rico
CA|AB|Alberta
CA|BC|British Columbia
CA|MB|Manitoba
CA|NB|New Brunswick
CA|NL|Newfoundland and Labrador;newfoundland
CA|NS|Nova Scotia
CA|NT|Northwest Territories
CA|NU|Nunavut
CA|ON|Ontario
CA|PE|Prince Edward Island
CA|QC|Quebec;québec
CA|SK|Saskatchewan
CA|YT|Yukon
AU|ACT|Australian Capital Territory
AU|NSW|New South Wales
AU|NT|Northern Territory
AU|QLD|Queensland
AU|SA|South Australia
AU|TAS|Tasmania
AU|VIC|Victoria
AU|WA|Western Australia
"""
_OF_REGION = ("TH", "KH", "LA", "MM")
# Where a code is so short that a plate may begin or end with it, it counts alone, in brackets or behind a comma.
_BY_CODE = frozenset({"US", "CA", "AU"})
_CODE_BEHIND = re.compile(r"(.+?)\s*(?:,|[(\[])\s*([A-Z]{2,3})[)\]]?")

_NAMES: dict[str, dict[str, tuple[str, str]]] = {}
_CODES: dict[str, dict[str, str]] = {}
for _line in _TABLE.strip().splitlines():
    _country, _code, _names = _line.split("|")
    _shown = _names.partition(";")[0]
    _NAMES.setdefault(_country, {}).update({n.lower(): (_code, _shown) for n in _names.split(";")})
    _CODES.setdefault(_country, {})[_code] = _shown
NEED_PROVINCE = frozenset(_NAMES)
"""Countries whose plates have a key with their province alone."""

_PATTERNS = {
    country: re.compile("|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)), re.I)
    for country, names in _NAMES.items()
}


def split_province(text: str, country: str) -> tuple[str, str, str] | None:
    """Return the rest of a text, and code and shown name of the province that opens or ends it; None without one.

    Args:
        text: in capitals where its letters have them.
        country: ISO 3166 code of the country of registration.
    """
    pattern = _PATTERNS.get(country)
    if pattern is None:
        return None
    for found in pattern.finditer(text):
        if (found.start() == 0 or found.end() == len(text)) and not _runs_on(text, found, country):
            code, shown = _NAMES[country][found[0].lower()]
            return text[: found.start()] + text[found.end() :], code, shown
    behind = _CODE_BEHIND.fullmatch(text) if country in _BY_CODE else None
    if behind is not None and behind[2] in _CODES[country]:
        return behind[1], behind[2], _CODES[country][behind[2]]
    return ("", text, _CODES[country][text]) if country in _BY_CODE and text in _CODES[country] else None


def _runs_on(text: str, found: re.Match[str], country: str) -> bool:
    """Tell whether a name is a part of a plate that its owner chose, as OHIO123; the region's plates need no space."""
    beside = text[: found.start()][-1:] + text[found.end() :][:1]
    return country not in _OF_REGION and any(map(str.isalnum, beside))


def province_codes() -> dict[str, str]:
    """Return the codes of the region's by name, as `province_names` has them: `kh-21` for takeo."""
    return {name: f"{country}-{code}".lower() for country in _OF_REGION for name, (code, _) in _NAMES[country].items()}


def province_names() -> frozenset[str]:
    """Return the names of those of Thailand, Cambodia and Laos, in their own letters and in Latin ones, small."""
    return frozenset(name for country in _OF_REGION if country != "MM" for name in _NAMES[country])
