"""Banks of the region: the many ways sources write one bank, and the one code that account keys use.

The list is small on purpose: the banks that reports of this field name most. A bank outside it keeps the code, BIC or
name that its source gave, folded.
"""

import re

from graph.values.country import is_country_code
from graph.values.text import fold_identifier

# country | code used in keys | BIC (institution) | names
_TABLE = """
TH|002|BKKBTHBK|bbl;bangkok bank;กรุงเทพ;ธนาคารกรุงเทพ
TH|004|KASITHBK|kbank;kasikorn;kasikornbank;kasikorn bank;กสิกร;กสิกรไทย;ธนาคารกสิกรไทย
TH|006|KRTHTHBK|ktb;krungthai;krung thai bank;krungthai bank;กรุงไทย;ธนาคารกรุงไทย
TH|011|TMBKTHBK|ttb;tmb;tmbthanachart;tmbthanachart bank;ทหารไทยธนชาต;ธนาคารทหารไทยธนชาต
TH|014|SICOTHBK|scb;siam commercial bank;ไทยพาณิชย์;ธนาคารไทยพาณิชย์
TH|022|UBOBTHBK|cimbt;cimb thai;cimb thai bank;ซีไอเอ็มบี;ซีไอเอ็มบีไทย
TH|024|UOVBTHBK|uobt;uob;uob thai;ยูโอบี;ธนาคารยูโอบี
TH|025|AYUDTHBK|bay;krungsri;bank of ayudhya;กรุงศรี;กรุงศรีอยุธยา;ธนาคารกรุงศรีอยุธยา
TH|030|GSBATHBK|gsb;government savings bank;ออมสิน;ธนาคารออมสิน
TH|033|GOHUTHB1|ghb;government housing bank;ธอส;อาคารสงเคราะห์;ธนาคารอาคารสงเคราะห์
TH|034|BAABTHBK|baac;ธกส;ธ.ก.ส.
TH|067|TFPCTHB1|tisco;tisco bank;ทิสโก้
TH|069|KIFITHB1|kkp;kiatnakin phatra;kiatnakin phatra bank;เกียรตินาคินภัทร
TH|073|LAHRTHB2|lhb;lh bank;land and houses bank;แลนด์ แอนด์ เฮ้าส์
KH|ABAAKHPP|ABAAKHPP|aba;aba bank;advanced bank of asia
KH|ACLBKHPP|ACLBKHPP|acleda;acleda bank
KH|CADIKHPP|CADIKHPP|canadia;canadia bank
KH|PINCKHPP|PINCKHPP|prince bank
KH|WIGCKHPP|WIGCKHPP|wing;wing bank
LA|COEBLALA|COEBLALA|bcel;banque pour le commerce exterieur lao
MM|KBZBMMMY|KBZBMMMY|kbz;kbz bank;kanbawza bank
MM|AYABMMMY|AYABMMMY|aya;aya bank
MM|CPOBMMMY|CPOBMMMY|cb bank
VN|BFTVVNVX|BFTVVNVX|vcb;vietcombank
VN|ICBVVNVX|ICBVVNVX|vietinbank
VN|BIDVVNVX|BIDVVNVX|bidv
VN|VBAAVNVX|VBAAVNVX|agribank
VN|VTCBVNVX|VTCBVNVX|tcb;techcombank
VN|MSCBVNVX|MSCBVNVX|mb;mbbank;mb bank
VN|ASCBVNVX|ASCBVNVX|acb
MY|MBBEMYKL|MBBEMYKL|maybank;malayan banking
MY|CIBBMYKL|CIBBMYKL|cimb;cimb bank
MY|PBBEMYKL|PBBEMYKL|public bank;pbb
MY|RHBBMYKL|RHBBMYKL|rhb;rhb bank
MY|HLBBMYKL|HLBBMYKL|hong leong bank;hlb
SG|7171|DBSSSGSG|dbs;posb;dbs bank
SG|7339|OCBCSGSG|ocbc;ocbc bank
SG|7375|UOVBSGSG|uob;united overseas bank
PH|BNORPHMM|BNORPHMM|bdo;bdo unibank
PH|BOPIPHMM|BOPIPHMM|bpi;bank of the philippine islands
PH|MBTCPHMM|MBTCPHMM|metrobank
PH|TLBPPHMM|TLBPPHMM|landbank;land bank of the philippines
ID|014|CENAIDJA|bca;bank central asia
ID|002|BRINIDJA|bri;bank rakyat indonesia
ID|008|BMRIIDJA|mandiri;bank mandiri
ID|009|BNINIDJA|bni;bank negara indonesia
HK|004|HSBCHKHH|hsbc
"""

_BIC = re.compile(r"([A-Z]{4}[A-Z]{2}[A-Z0-9]{2})(?:[A-Z0-9]{3})?")


def _rows() -> list[list[str]]:
    return [line.split("|") for line in _TABLE.strip().splitlines()]


def _index() -> dict[tuple[str, str], str]:
    index = {}
    for country, code, bic, names in _rows():
        for alias in (code.lower(), bic.lower(), *names.split(";")):
            index[country, alias] = code
    return index


_INDEX = _index()
_NAMES = frozenset(alias for _, alias in _INDEX)
_KNOWN_BICS = frozenset(bic.lower() for _, _, bic, _ in _rows())
_BICS = {(country, code): bic.lower() for country, code, bic, _ in _rows()}


def bank_codes(country: str) -> tuple[str, ...]:
    """Return the codes of the banks of the table in a country: what an account may belong to whose bank is not told."""
    return tuple(sorted({code for (of, _), code in _INDEX.items() if of == country}))


def bank_name(country: str, code: str) -> str | None:
    """Return the name in Latin letters, small, of a bank of the table by its code; `None` where it has none there."""
    names = [alias for (of, alias), known in _INDEX.items() if (of, known) == (country, code)]
    latin = [name for name in names if name.isascii() and name not in {code.lower(), _BICS.get((country, code))}]
    return max(latin, key=len, default=None)


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


def bank_code(bank: str, country: str) -> str | None:
    """Return the code of a bank for account keys, None where the text holds no letter and no digit.

    Args:
        bank: a domestic code, a BIC of 8 or 11 characters (its branch part is dropped), or a name.
        country: ISO 3166 code of the account's country.

    Returns:
        The code of the table for a known bank; else the BIC, or the text in capitals joined by hyphens.
    """
    text = " ".join(fold_identifier(bank).lower().replace("(", " ").replace(")", " ").split())
    compact = text.replace(" ", "").replace("-", "").upper()
    bic = _BIC.fullmatch(compact)
    if bic is not None and bic[1][4:6] == country:
        return _INDEX.get((country, bic[1].lower()), bic[1])
    stripped = re.sub(r"[\s,]*\b(?:public company limited|pcl|plc|ltd|limited|bhd|berhad)\b\.?", "", text).strip()
    padded = stripped.zfill(3) if country == "TH" and stripped.isdigit() else stripped
    known = _INDEX.get((country, padded))
    if known is not None:
        return known
    return re.sub(r"[\s_./,:;|&'-]+", "-", padded).strip("-").upper() or None
