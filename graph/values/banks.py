"""Banks of the region: the many ways sources write one bank, and the one code that account keys use.

The list is small on purpose: the banks and wallets of money that reports of this field name most. A bank outside it
keeps the code, BIC or name that its source gave, folded.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from graph.values.country import is_country_code
from graph.values.placeholder_names import is_placeholder_name
from graph.values.text import bare_text, fold_identifier, without_point
from graph.values.word_lists import listed

# country | code used in keys | BIC (institution); none for a wallet of money | names
_TABLE = """
TH|002|BKKBTHBK|bbl;bangkok bank;กรุงเทพ
TH|004|KASITHBK|kbank;kasikorn;kasikornbank;kasikorn bank;kasikornthai;kasikorn thai;k plus;กสิกร;กสิกรไทย
TH|006|KRTHTHBK|ktb;krungthai;krung thai;krung thai bank;krungthai bank;กรุงไทย
TH|011|TMBKTHBK|ttb;tmb;ttb bank;tmb bank;tmbthanachart;tmbthanachart bank;ทหารไทยธนชาต;ทีเอ็มบีธนชาต;ทีทีบี
TH|014|SICOTHBK|scb;scb bank;scb easy;siam commercial;siam commercial bank;ไทยพาณิชย์;เอสซีบี
TH|017|CITITHBX|citi;citibank;ซิตี้แบงก์
TH|020|SCBLTHBX|standard chartered;standard chartered bank;สแตนดาร์ดชาร์เตอร์ด
TH|022|UBOBTHBK|cimbt;cimb;cimb thai;cimb thai bank;ซีไอเอ็มบี;ซีไอเอ็มบีไทย;ซีไอเอ็มบี ไทย
TH|024|UOVBTHBK|uobt;uob;uob thai;united overseas bank;united overseas bank thai;ยูโอบี
TH|025|AYUDTHBK|bay;krungsri;krungsri bank;bank of ayudhya;กรุงศรี;กรุงศรีอยุธยา
TH|030|GSBATHBK|gsb;government savings bank;ออมสิน
TH|033|GOHUTHB1|ghb;gh bank;government housing bank;ธอส;ธอส.;ธ.อ.ส.;อาคารสงเคราะห์
TH|034|BAABTHBK|baac;bank for agriculture and agricultural cooperatives;ธกส;ธกส.;ธ.ก.ส.;เพื่อการเกษตรและสหกรณ์การเกษตร
TH|066|TIBTTHBK|ibank;islamic bank of thailand;อิสลามแห่งประเทศไทย
TH|067|TFPCTHB1|tisco;tisco bank;ทิสโก้
TH|069|KIFITHB1|kkp;kiatnakin phatra;kiatnakin phatra bank;เกียรตินาคินภัทร
TH|073|LAHRTHB2|lhb;lh bank;land and houses bank;แลนด์ แอนด์ เฮ้าส์
TH|PROMPTPAY||promptpay;prompt pay;พร้อมเพย์
TH|SHOPEEPAY||shopeepay;shopee pay
TH|TRUEMONEY||truemoney;true money;truemoney wallet;true money wallet;ทรูมันนี่;ทรูมันนี่ วอลเล็ท;ทรูวอลเล็ท
KH|ABAAKHPP|ABAAKHPP|aba;aba bank;advanced bank of asia
KH|ACLBKHPP|ACLBKHPP|acleda;acleda bank
KH|CADIKHPP|CADIKHPP|canadia;canadia bank
KH|PINCKHPP|PINCKHPP|prince bank
KH|WIGCKHPP|WIGCKHPP|wing;wing bank
KH|BAKONG||bakong;បាគង
LA|COEBLALA|COEBLALA|bcel;bcel one;banque pour le commerce exterieur lao;ທະນາຄານການຄ້າຕ່າງປະເທດລາວ
LA|U-MONEY||u-money;umoney;u money
MM|KBZBMMMY|KBZBMMMY|kbz;kbz bank;kanbawza;kanbawza bank;ကမ္ဘောဇ;ကမ္ဘောဇဘဏ်
MM|AYABMMMY|AYABMMMY|aya;aya bank;ayeyarwady bank
MM|CPOBMMMY|CPOBMMMY|cb bank;co-operative bank
MM|KBZPAY||kbzpay;kbz pay;kpay;k pay
MM|WAVEPAY||wavepay;wave pay;wavemoney;wave money
VN|BFTVVNVX|BFTVVNVX|vcb;vietcombank;ngoại thương;ngoại thương việt nam
VN|ICBVVNVX|ICBVVNVX|vietinbank;ctg;công thương;công thương việt nam
VN|BIDVVNVX|BIDVVNVX|bidv;đầu tư và phát triển;đầu tư và phát triển việt nam
VN|VBAAVNVX|VBAAVNVX|agribank;vbard;nông nghiệp và phát triển nông thôn;nông nghiệp và phát triển nông thôn việt nam
VN|VTCBVNVX|VTCBVNVX|tcb;techcombank;kỹ thương;kỹ thương việt nam;kĩ thương việt nam
VN|MSCBVNVX|MSCBVNVX|mb;mbb;mbbank;mb bank;military bank;quân đội
VN|ASCBVNVX|ASCBVNVX|acb;asia commercial bank;á châu
VN|SGTTVNVX|SGTTVNVX|sacombank;stb;sài gòn thương tín
VN|VPBKVNVX|VPBKVNVX|vpb;vpbank;vp bank;việt nam thịnh vượng
VN|TPBVVNVX|TPBVVNVX|tpb;tpbank;tp bank;tiên phong
VN|HDBCVNVX|HDBCVNVX|hdb;hdbank;hd bank;phát triển thành phố hồ chí minh;phát triển tp.hcm;phát triển tp hcm
VN|VNIBVNVX|VNIBVNVX|vib;quốc tế;quốc tế việt nam
VN|SHBAVNVX|SHBAVNVX|shb;sài gòn hà nội;sài gòn - hà nội
VN|MCOBVNVX|MCOBVNVX|msb;maritime bank;hàng hải;hàng hải việt nam
VN|EBVIVNVX|EBVIVNVX|eximbank;eib;xuất nhập khẩu;xuất nhập khẩu việt nam
VN|MOMO||momo;ví momo
VN|ZALOPAY||zalopay;zalo pay
VN|VIETTEL-MONEY||viettel money;viettelpay;viettel pay
VN|SHOPEEPAY||shopeepay;shopee pay;airpay
MY|MBBEMYKL|MBBEMYKL|maybank;maybank2u;m2u;maybank islamic;mbb;malayan banking
MY|CIBBMYKL|CIBBMYKL|cimb;cimb bank;cimb islamic;cimb islamic bank;cimb clicks
MY|PBBEMYKL|PBBEMYKL|public bank;pbb;pbe
MY|RHBBMYKL|RHBBMYKL|rhb;rhb bank
MY|HLBBMYKL|HLBBMYKL|hong leong;hong leong bank;hlb
MY|ARBKMYKL|ARBKMYKL|ambank;am bank;ambank m
MY|BIMBMYKL|BIMBMYKL|bank islam;bank islam malaysia;bimb
MY|BSNAMYK1|BSNAMYK1|bsn;bank simpanan nasional
MY|DUITNOW||duitnow;duit now
MY|TOUCH-N-GO||touch n go;touch n go ewallet;touch and go;touch & go;tng;tng ewallet;tng digital
MY|BOOST||boost;boost ewallet
MY|GRABPAY||grabpay;grab pay
MY|SHOPEEPAY||shopeepay;shopee pay
SG|7171|DBSSSGSG|dbs;posb;dbs bank
SG|7339|OCBCSGSG|ocbc;ocbc bank;oversea-chinese banking corporation
SG|7375|UOVBSGSG|uob;united overseas bank
SG|PAYNOW||paynow;pay now
SG|GRABPAY||grabpay;grab pay
PH|BNORPHMM|BNORPHMM|bdo;bdo unibank;banco de oro
PH|BOPIPHMM|BOPIPHMM|bpi;bank of the philippine islands
PH|MBTCPHMM|MBTCPHMM|metrobank;metropolitan bank and trust company
PH|TLBPPHMM|TLBPPHMM|landbank;land bank;lbp;land bank of the philippines
PH|UBPHPHMM|UBPHPHMM|unionbank;union bank;union bank of the philippines
PH|PNBMPHMM|PNBMPHMM|pnb;philippine national bank
PH|GCASH||gcash;g-cash;g cash
PH|MAYA||maya;paymaya;pay maya
PH|COINS-PH||coins.ph;coins ph
PH|GRABPAY||grabpay;grab pay
PH|SHOPEEPAY||shopeepay;shopee pay
ID|014|CENAIDJA|bca;bank bca;bank central asia
ID|002|BRINIDJA|bri;bank bri;bank rakyat indonesia
ID|008|BMRIIDJA|mandiri;bank mandiri
ID|009|BNINIDJA|bni;bank bni;bank negara indonesia
ID|DANA||dana
ID|OVO||ovo
ID|GOPAY||gopay
ID|SHOPEEPAY||shopeepay;shopee pay
ID|LINKAJA||linkaja;link aja
CN|ICBKCNBJ|ICBKCNBJ|icbc;industrial and commercial bank of china;工商银行;中国工商银行;工行
CN|ABOCCNBJ|ABOCCNBJ|abc;agricultural bank of china;农业银行;中国农业银行;农行
CN|PCBCCNBJ|PCBCCNBJ|ccb;china construction bank;建设银行;中国建设银行;建行
CN|BKCHCNBJ|BKCHCNBJ|boc;bank of china;中国银行;中行
CN|COMMCNSH|COMMCNSH|bocom;bank of communications;交通银行;交行
CN|CMBCCNBS|CMBCCNBS|cmb;china merchants bank;招商银行;招行
CN|PSBCCNBJ|PSBCCNBJ|psbc;postal savings bank of china;邮储银行;邮政储蓄银行;中国邮政储蓄银行
CN|ALIPAY||alipay;支付宝;支付寶
CN|WECHAT-PAY||wechat pay;weixin pay;微信支付
HK|004|HSBCHKHH|hsbc;hsbc hong kong;hongkong and shanghai banking corporation
BD|BKASH||bkash
BD|NAGAD||nagad
IN|SBI|SBININBB|sbi;state bank of india
IN|HDFC|HDFCINBB|hdfc;hdfc bank
IN|ICICI|ICICINBB|icici;icici bank
IN|AXIS|AXISINBB|axis;axis bank
IN|PNB|PUNBINBB|pnb;punjab national bank
IN|KOTAK|KKBKINBB|kotak;kotak bank;kotak mahindra;kotak mahindra bank
IN|BOB|BARBINBB|bob;bank of baroda
IN|CANARA|CNRBINBB|canara;canara bank
IN|UNION|UBININBB|union bank;union bank of india
IN|INDUSIND|INDBINBB|indusind;indusind bank
IN|YES|YESBINBB|yes bank
IN|IDFC|IDFBINBB|idfc;idfc first;idfc first bank
IN|PAYTM||paytm;paytm wallet
IN|UPI||upi
"""
# Names in other scripts, the numbers of banks in Vietnam's payment codes (VietQR), and spellings that are no name and
# are meant for one: country | code | names.
_SPELLINGS = """
TH|002|盘谷银行;盤谷銀行
TH|004|กสิกรไท;开泰银行;開泰銀行
TH|006|krungtai;krung tai;krung tai bank;กรุงไท;泰京银行;泰京銀行
TH|011|ทหารไทย;ทหารไทยธนชาติ
TH|014|ไทยพาณิชย;ไทยพาณิช;ไทยพานิชย์;ไทยพานิช;汇商银行
TH|025|bank of ayutthaya;กรุงศรีอยุทธยา;大城银行
TH|030|government saving bank
KH|ABAAKHPP|អេប៊ីអេ
KH|ACLBKHPP|អេស៊ីលីដា
KH|CADIKHPP|កាណាឌីយ៉ា
KH|WIGCKHPP|វីង
LA|COEBLALA|ການຄ້າຕ່າງປະເທດລາວ
HK|004|汇丰;汇丰银行;滙豐;滙豐銀行;匯豐;匯豐銀行;香港上海滙豐銀行
MM|AYABMMMY|ဧရာဝတီ;ဧရာဝတီဘဏ်
VN|BFTVVNVX|970436
VN|ICBVVNVX|970415
VN|BIDVVNVX|970418
VN|VBAAVNVX|970405
VN|VTCBVNVX|970407
VN|MSCBVNVX|970422
VN|ASCBVNVX|970416
VN|SGTTVNVX|970403
VN|VPBKVNVX|970432
VN|TPBVVNVX|970423
VN|HDBCVNVX|970437
VN|VNIBVNVX|970441
VN|SHBAVNVX|970443
VN|MCOBVNVX|970426
VN|EBVIVNVX|970431
"""

# What a name may carry or lack: legal forms, and the word for a bank where it stands before the name.
_LEGAL = re.compile(r"[\s,]*\b(?:public company limited|pcl|plc|ltd|limited|bhd|berhad)\b\.?")
_ENDINGS = re.compile(
    r"[\s,]*(?:จำกัด(?:\s*มหาชน)?|\b(?:joint stock company|jsc|tbk|corporation|corp|inc|co|ctcp)\b\.?"
    r"|(?:股份)?有限(?:责任)?公司)$"
)
_HEADS = re.compile(
    r"(?:บมจ\.?|บริษัท|ธนาคาร|ธ\.(?![ก-ฮ]\.)|ธ\s|pt\b\.?|the\b|nh\b|nhtmcp\b"
    r"|ngan hang(?:\s+(?:thuong mai co phan|tmcp|tm cp|tnhh mtv|tnhh mot thanh vien)\b)?|tmcp\b"
    r"|ធនាគារ|ທະນາຄານ(?=\s))\s*"
)
_MARKS = re.compile("[\u0300-\u036f]")
# A branch stands behind its bank, and the account is the bank's all the same.
_BRANCH = re.compile(
    r"\s*[,-]?\s*(?:สาขา|\b(?:branch|chi nhanh|cn|pgd|phong giao dich|kcp|kcu|kantor cabang|cabang|cawangan)\b).*$"
)
_CHINESE_BRANCH = re.compile("(?<=行)[\u3400-\u9fff]{2,12}(?:分行|支行|营业部|營業部)$")
# What stands between two names of one bank: ไทยพาณิชย์ (SCB), VCB - Ngân hàng Ngoại thương.
_BETWEEN_NAMES = re.compile(r"\s*[()/]\s*|\s+[-–]\s+|\s*[,;]\s*")
# The word for a bank itself, which names none.
_WORD_FOR_BANK = re.compile(
    r"\b(?:name of|bank|banks|banking|ng(?:â|a)n h(?:à|a)ng|nama|name)\b|ชื่อ|ธนาคาร|ธ\.|银行|銀行|ທະນາຄານ|ធនាគារ|ဘဏ်"
)
_NO_BANK_WORDS = """
nan;nil;na;0;00;000;0000;other;others;another;any;various;misc;etc;does not know;do not know;cannot remember
อื่น;อื่นๆ;อื่น ๆ;จำไม่ได้;ไม่แน่ใจ;lain;lainnya;lain-lain;lain lain;khác;khac;khong ro;khong biet;khong co;chua ro;iba pa;ibang
其他;其它;別的;别的;ອື່ນ;ອື່ນໆ;ອື່ນ ໆ;ផ្សេងៗ;ផ្សេងទៀត;အခြား
"""
_NO_BANK = frozenset(listed(_NO_BANK_WORDS))
_NOT_LETTERS = re.compile(r"[\s._&'-]+")

_BIC = re.compile(r"([A-Z]{4}[A-Z]{2}[A-Z0-9]{2})(?:[A-Z0-9]{3})?")

# Banks that keep accounts under one name in several countries, or whose name others have: it tells no country.
_IN_MANY_COUNTRIES = frozenset(
    {("TH", code) for code in ("017", "020", "030", "033", "066", "TRUEMONEY")}
    | {("SG", code) for code in ("7171", "7339", "7375")}
    | {("MY", f"{bank}MYKL") for bank in ("MBBE", "CIBB", "PBBE", "RHBB", "HLBB", "ARBK")}
    | {("PH", f"{bank}PHMM") for bank in ("MBTC", "UBPH", "TLBP")}
    | {("KH", f"{bank}KHPP") for bank in ("PINC", "ACLB", "WIGC", "CADI")}
    | {("VN", code) for code in ("MSCBVNVX", "MCOBVNVX", "EBVIVNVX", "ASCBVNVX", "MOMO")}
    | {("MY", "BOOST"), ("MM", "CPOBMMMY"), ("HK", "004"), ("CN", "ICBKCNBJ"), ("CN", "BKCHCNBJ")}
    | {("CN", "ALIPAY"), ("CN", "WECHAT-PAY"), ("IN", "SBI"), ("IN", "BOB"), ("IN", "ICICI"), ("IN", "UNION")}
)
_BANK = re.compile(r"\bbank\b")
_LETTERS_OF_A_NAME = 5  # Fewer in Latin script are an abbreviation, and many a bank's.
_UNKNOWN_BIC = "a BIC that is not known, of another country than the one given"
_ELSEWHERE = "the country of its bank is told by the bank's name alone"
UNKNOWN_BANK = "a bank that is not known, taken as it is written"
"""Why an account with a key is no more than possible: nothing bears out that its bank is one."""
_DIGITS_OF_CODES = {"TH": 3, "ID": 3, "HK": 3}


# Wallets of money whose account is its holder's mobile number.
_BY_PHONE = frozenset(
    {("TH", "PROMPTPAY"), ("TH", "TRUEMONEY"), ("KH", "WIGCKHPP"), ("MM", "KBZPAY"), ("MM", "WAVEPAY")}
    | {("VN", "MOMO"), ("VN", "ZALOPAY"), ("PH", "GCASH"), ("PH", "MAYA")}
    | {("SG", "PAYNOW"), ("KH", "BAKONG"), ("LA", "U-MONEY"), ("VN", "VIETTEL-MONEY"), ("PH", "COINS-PH")}
    | {("MY", code) for code in ("DUITNOW", "TOUCH-N-GO", "BOOST")}
    | {("ID", code) for code in ("DANA", "OVO", "GOPAY", "LINKAJA")}
    | {("BD", "BKASH"), ("BD", "NAGAD"), ("IN", "PAYTM")}
    | {(country, "GRABPAY") for country in ("SG", "MY", "PH")}
    | {(country, "SHOPEEPAY") for country in ("TH", "VN", "MY", "PH", "ID")}
)


class BankHome(NamedTuple):
    """The country of a bank's accounts, None where it is not known; `doubt` says why it may be another."""

    country: str | None
    doubt: str | None = None


def _rows() -> list[list[str]]:
    return [line.split("|") for line in _TABLE.strip().splitlines()]


def _rows_with_spellings() -> list[list[str]]:
    more = {tuple(found[:2]): found[2] for found in (line.split("|") for line in _SPELLINGS.strip().splitlines())}
    return [[of, code, bic, f"{names};{more.get((of, code), '')}".strip(";")] for of, code, bic, names in _rows()]


def _fold(text: str) -> str:
    """Return a bank's name in small letters, without brackets and the accents of Latin letters."""
    # The marks of Thai, Lao and Burmese are vowels, and stay.
    plain = _MARKS.sub("", normalize("NFD", fold_identifier(text).lower().replace("đ", "d")))
    return " ".join(normalize("NFC", plain).replace("(", " ").replace(")", " ").split())


def _core(folded: str) -> str:
    """Return a folded name without legal forms and the word for a bank before it (`ธนาคาร`, `Ngân hàng TMCP`)."""
    text = _LEGAL.sub("", folded).strip()
    for pattern in (_ENDINGS, _ENDINGS, _HEADS, _HEADS):
        found = pattern.match(text) if pattern is _HEADS else pattern.search(text)
        rest = text[: found.start()] + text[found.end() :] if found is not None else text
        text = rest.strip(" ,.") or text
    return text


def _index() -> dict[tuple[str, str], str]:
    index = {}
    for country, code, bic, names in _rows_with_spellings():
        for alias in (code.lower(), bic.lower(), *(_fold(name) for name in names.split(";"))):
            if alias:
                index[country, alias] = code
    return index


def _squeezed(index: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Return the codes by names without what parts their letters (`kbank`), where that leaves one bank alone."""
    found: dict[tuple[str, str], set[str]] = {}
    for (country, name), code in index.items():
        found.setdefault((country, _NOT_LETTERS.sub("", name)), set()).add(code)
    return {key: codes.pop() for key, codes in found.items() if len(codes) == 1}


_INDEX = _index()
_SQUEEZED = _squeezed(_INDEX)
_NAMES = frozenset(_fold(name) for *_, names in _rows_with_spellings() for name in names.split(";"))
_KNOWN_BICS = frozenset(bic.lower() for _, _, bic, _ in _rows() if bic)
_HEAD_OFFICE = "X" * 3  # what stands for the branch in the BIC of a head office (ISO 9362)
_COUNTRIES = sorted({country for country, *_ in _rows()})
_WITH_BANKS = frozenset(country for country, _, bic, _ in _rows() if bic)
_LATIN_NAMES = {(country, code): [n for n in names.split(";") if n.isascii()] for country, code, _, names in _rows()}


@lru_cache(maxsize=300)
def bank_codes(country: str) -> tuple[str, ...]:
    """Return the codes of the banks of the table in a country: what an account may belong to whose bank is not told."""
    return tuple(sorted({code for (of, _), code in _INDEX.items() if of == country}))


def has_known_banks(country: str) -> bool:
    """Return whether the table has banks of a country, and not its wallets of money alone."""
    return country in _WITH_BANKS


def bank_name(country: str, code: str) -> str | None:
    """Return the name in Latin letters, small, of a bank of the table by its code; `None` where it has none there."""
    return max(_LATIN_NAMES.get((country, code), ()), key=len, default=None)


def bic_country(bank: str, country: str | None = None) -> str | None:
    """Return the country that a BIC names, None where the text is no BIC.

    Many a bank's name has the 8 or 11 letters of a BIC (Krungsri, Vietcombank), and letters 5 and 6 of most are some
    country's code. So a BIC outside the table counts as one word in capitals, and not against the country given.

    Args:
        bank: what stands for the bank.
        country: ISO 3166 code of the country that the account is read with, where one is given.
    """
    text = fold_identifier(bank).strip()
    found = _BIC.fullmatch(re.sub(r"[\s-]", "", text).upper())
    if found is None:
        return None
    named = found[1][4:6]
    if found[1].lower() in _KNOWN_BICS:
        return named
    is_word = text.lower() in _NAMES or "BANK" in found[0]
    if text != found[0] or not is_country_code(named) or is_word or country not in (None, named):
        return None
    return named


@lru_cache(maxsize=4_096)
def bank_home(bank: str, country: str | None) -> BankHome:
    """Return the country of a bank's accounts: that of its BIC, or of the one country whose bank has its name.

    Args:
        bank: as for `bank_code`.
        country: ISO 3166 code of the country that the account is read with; it stays where it has such a bank. Without
            one, a bank by its word is not enough.
    """
    if is_placeholder_bank(bank):
        return BankHome(country)
    named = bic_country(bank, country)
    if named is not None:
        return BankHome(named)
    if country is not None and bank_code(bank, country) in bank_codes(country):
        return BankHome(country)
    named = bic_country(bank)
    if named is not None and (named in _WITH_BANKS or any(c.isdigit() for c in bank) or bank.endswith(_HEAD_OFFICE)):
        return BankHome(named, _UNKNOWN_BIC)
    home = _home_by_name(bank) if country is not None else None
    return BankHome(home, _ELSEWHERE) if home is not None else BankHome(country)


def _home_by_name(bank: str) -> str | None:
    """Return the one country of the table that has a bank of a name; None for a code, and a short word in Latin."""
    folded = _fold(bank)
    letters = sum(c.isalpha() for c in _BANK.sub("", folded))
    if letters < (_LETTERS_OF_A_NAME if folded.isascii() else 2):
        return None
    found = [(of, _known(of, (folded,)) or _by_several_names(of, bank)) for of in _COUNTRIES]
    homes = [(of, code) for of, code in found if code is not None]
    return homes[0][0] if len(homes) == 1 and homes[0] not in _IN_MANY_COUNTRIES else None


@lru_cache(maxsize=4_096)
def bank_code(bank: str, country: str) -> str | None:
    """Return the code of a bank for account keys, None where the text names none: `-`, `unknown`, `Bank`.

    Args:
        bank: a domestic code, also as a float (`4.0`), a BIC of 8 or 11 characters (its branch part is dropped), or a
            name.
        country: ISO 3166 code of the account's country.

    Returns:
        The code of the table for a known bank; else the BIC, or the text in capitals joined by hyphens.
    """
    bank = without_point(fold_identifier(bank))
    folded = _fold(bank)
    bic = _BIC.fullmatch(folded.replace(" ", "").replace("-", "").upper())
    # `CIMB Thai` has the form of a BIC.
    if bic is not None and bic[1][4:6] == country and (country, folded) not in _INDEX:
        return _INDEX.get((country, bic[1].lower()), bic[1])
    text = " ".join(fold_identifier(bank).lower().replace("(", " ").replace(")", " ").split())
    stripped = _LEGAL.sub("", text).strip()
    padded = stripped.zfill(_DIGITS_OF_CODES.get(country, 0)) if stripped.isdigit() else stripped
    known = _known(country, (padded, folded)) or _by_several_names(country, bank)
    if known is not None:
        return known
    if is_placeholder_bank(bank):
        return None
    return re.sub(r"[\s_./,:;|&'-]+", "-", padded).strip("-").upper() or None


def is_known_bank(bank: str, country: str, *, given: str | None) -> bool:
    """Return whether a text is a bank: one of the table, or a BIC that the country given, or a digit in it, bears out.

    Args:
        bank: as for `bank_code`.
        country: ISO 3166 code of the country that it would be a bank of.
        given: the country that the account is read with.
    """
    if bank_code(bank, country) in bank_codes(country):
        return True
    return bic_country(bank, country) == country and (given is not None or any(c.isdigit() for c in bank))


def is_by_phone(country: str, code: str) -> bool:
    """Return whether accounts of a bank of the table are their holders' mobile numbers."""
    return (country, code) in _BY_PHONE


@lru_cache(maxsize=4_096)
def is_placeholder_bank(bank: str) -> bool:
    """Return whether a text says that no bank is known, or is the word for a bank alone: `N/A`, `อื่นๆ`, `ธนาคาร`."""
    # Which letters are part of the word for a bank is told before accents go: `ngân hàng`.
    plain = bare_text(_WORD_FOR_BANK.sub(" ", fold_identifier(bank).lower()))
    return not any(map(str.isalnum, plain)) or plain in _NO_BANK or is_placeholder_name(plain)


def _known(country: str, names: Iterable[str]) -> str | None:
    """Return the code of the first folded name that the table has, also without legal form, branch or hyphens."""
    for name in names:
        for form in (name, _core(name), _core(_CHINESE_BRANCH.sub("", _BRANCH.sub("", name)))):
            code = _INDEX.get((country, form)) or _SQUEEZED.get((country, _NOT_LETTERS.sub("", form)))
            if code is not None and form:
                return code
    return None


def _by_several_names(country: str, bank: str) -> str | None:
    """Return the code of a bank that a text names twice, or with its branch: ไทยพาณิชย์ (SCB).

    `None` where it names two banks, or one beside something else.
    """
    parts = [part for part in _BETWEEN_NAMES.split(fold_identifier(bank)) if part]
    if len(parts) < 2:
        return None
    folded = [_fold(part) for part in parts]
    codes = {_known(country, (name,)) for name in folded if _BRANCH.match(name) is None}
    return codes.pop() if len(codes) == 1 else None
