"""What stands around a document's number: labels, remarks on the document, and more numbers in the same cell."""

import re
from collections.abc import Iterator
from typing import Final

from graph.values.text import MAX_IDENTIFIER_LENGTH, fault, fold_identifier, unmarked
from graph.values.word_lists import any_of, listed

# What a number is, before it. A word in letters that have capitals ends there.
_LABELS_WORDS = """
passport;passport no;passport number;passport num;travel document;travel doc;document no;document number
document;doc no
id;id no;id number;id card;id card no;identity card;identity card no;national id;national id no;nric;nric no;ic no;fin
fin no;mykad;ktp;no ktp;nik;cccd;cmnd;số cccd;số cmnd;so cccd;so cmnd;hộ chiếu;số hộ chiếu;ho chieu;so ho chieu;paspor
no paspor;nombor pasport;pasport;no pasport;pasaporte;cnic;aadhaar;hkid;licence no;license no;driving licence
หนังสือเดินทาง;หนังสือเดินทางเลขที่;เลขหนังสือเดินทาง;เลขที่หนังสือเดินทาง;พาสปอร์ต;พาสปอร์ตเลขที่;เลขพาสปอร์ต;บัตรประชาชน;บัตรประชาชนเลขที่
เลขบัตรประชาชน;เลขที่บัตรประชาชน;เลขประจำตัวประชาชน;เลขประจำตัว;เลขที่;หมายเลข;ปชช;ໜັງສືຜ່ານແດນ;ເລກທີ;លិខិតឆ្លងដែន;លេខ;អត្តសញ្ញាណប័ណ្ណ
နိုင်ငံကူးလက်မှတ်;နိုင်ငံကူးလက်မှတ်အမှတ်;အမှတ်;护照;護照;护照号;護照號;护照号码;護照號碼;身份证;身份證;身份证号;身份證號;身份证号码
证件号;证件号码;号码;號碼;编号
여권;여권번호;паспорт;номер паспорта;номер;number;num;no;nr;nombor;nomor;số;so
passport rf;passport of the russian federation;паспорт рф;паспорт гражданина рф;серия;серия и номер;серия и № паспорта
pp no;pp number;p.p;p.p. no;ppt no;passport book no;เล่มที่;พาสปอร์ตเล่มที่;หนังสือเดินทางเล่มที่
thai id;thai id no;thai id card;thai national id;เลขบัตร;เลขที่บัตร;บัตรเลขที่;บัตรประจำตัวประชาชน;บัตรประจำตัวประชาชนเลขที่
เลขบัตรประจำตัวประชาชน;เลขที่บัตรประจำตัวประชาชน;ບັດປະຈຳຕົວ;ບັດປະຈຳຕົວເລກທີ;ເລກບັດປະຈຳຕົວ;លេខអត្តសញ្ញាណប័ណ្ណ;អត្តសញ្ញាណប័ណ្ណលេខ
nrc;nrc no;nrc number;nrc card;n.r.c;csc;csc no;မှတ်ပုံတင်;မှတ်ပုံတင်အမှတ်
နိုင်ငံသားစိစစ်ရေးကတ်;နိုင်ငံသားစိစစ်ရေးကတ်အမှတ်;နိုင်ငံသားစိစစ်ရေးကတ်ပြားအမှတ်
cccd số;cmnd số;cmtnd;cmtnd số;số cmtnd;căn cước;căn cước số;số căn cước;căn cước công dân;căn cước công dân số
số căn cước công dân;thẻ căn cước;chứng minh nhân dân;chứng minh nhân dân số;số chứng minh nhân dân;chứng minh thư
số định danh;số định danh cá nhân;can cuoc;can cuoc cong dan;can cuoc cong dan so;so can cuoc;so can cuoc cong dan
chung minh nhan dan;chung minh nhan dan so
i/c;i/c no;i.c;k/p;k/p no;no k/p;no kp;no. k/p;no. kp;kad pengenalan;no kad pengenalan;no. kad pengenalan;mykad no
no. mykad;nric/fin;nric / fin;nric/fin no;nric number;fin number;no nik;no. nik;nomor nik;nomor ktp;no. ktp
nomor induk kependudukan
pcn;psn;philsys;philsys id;philsys no;philsys pcn;philsys card no;philid;phil id
citizenship;citizenship no;citizenship number;citizenship certificate;citizenship certificate no;नागरिकता
नागरिकता नं;नागरिकता नम्बर;नागरिकता प्रमाणपत्र नं;नागरिकता प्रमाणपत्र नम्बर;ना.प्र.नं;ना. प्र. नं
aadhar;aadhar no;aadhar number;aadhaar no;aadhaar number;uid;uid no;uidai;आधार;आधार नंबर;आधार संख्या
nid;nid no;nid number;nid card;national identity card;national identity card no;এনআইডি;এনআইডি নং;জাতীয় পরিচয়পত্র
জাতীয় পরিচয়পত্র নং
nic;nic no;nic number;n.i.c;cnic no;cnic number;nicop;شناختی کارڈ;شناختی کارڈ نمبر
tckn;tc no;t.c;t.c. no;tc kimlik;tc kimlik no;t.c. kimlik no;kimlik no;eid;eid no;emirates id;emirates id no
emirates id number;رقم الهوية
hkic;hkic no;hkid no;hkid card;hong kong id;hong kong id card;香港身份證;香港身份證號碼;香港身份证
香港身份证号码;身份證號碼
公民身份号码;公民身份號碼;公民身份证号码;居民身份证;居民身份证号;居民身份证号码;居民身份證;身份号码;身份證字號;身分證
身分證號;身分證號碼;身分證字號;國民身分證;國民身分證統一編號;統一證號;居留證號碼
주민등록번호;주민번호;외국인등록번호
"""
# A passport, in the languages of the region and of those who come to it. Behind a word of Latin or Arabic letters and
# of those of India stands a sign or a space.
_PASSPORT_WORDS = """
p/p;p/p no;p/p number;p/port;p/port no;p'port;p'port no;pport;pport no;ppt;ppt number;psp;psp no;pass no;passp;passp no
passport book;passport nr;passport n°;travel document no;travel document number;travel doc no;td no;e-passport
e-passport no
nombor paspor;no. pasport;no. paspor;nomor paspor;nomor pasport;nomer paspor;nomor dokumen perjalanan;dokumen perjalanan
hộ chiếu số;ho chieu so;số hc;giấy thông hành;giay thong hanh;số giấy thông hành
pasaporte no;pasaporte blg;numero ng pasaporte;número de pasaporte;numero de pasaporte;passaporte;passaporte no
número do passaporte;numero do passaporte;passeport;passeport no;n° passeport;n° de passeport;numéro de passeport
pasaport;pasaport no;pasaport numarası;reisepass;reisepass nr
pasipoti;pasipoti na;nambari ya pasipoti;namba ya pasipoti;hati ya kusafiria;namba ya hati ya kusafiria
pasport raqami;pasport seriyasi;pasport seriyasi va raqami;паспорт рақами;паспорт серияси;паспорт №
паспорт номер;загранпаспорт;загранпаспорт №;заграничный паспорт;номер загранпаспорта;закордонний паспорт
паспорттын номери;паспорт нөмірі;гадаад паспорт;паспортын дугаар;шиносномаи хориҷӣ
พาสปอต;พาสปอร์ท;พาสปอร์ตเลข;เลขที่พาสปอร์ต;หมายเลขพาสปอร์ต;หมายเลขหนังสือเดินทาง;เล่มพาสปอร์ต;หนังสือเดินทางหมายเลข;นสดท;นสดท.
หนังสือผ่านแดน;เอกสารเดินทาง;ใบผ่านแดน
ໜັງສືເດີນທາງ;ຫນັງສືຜ່ານແດນ;ຫນັງສືເດີນທາງ;ໜັງສືຜ່ານແດນເລກທີ;ເລກທີໜັງສືຜ່ານແດນ;ເລກໜັງສືຜ່ານແດນ;ປັດສະປໍ;ພາສປອດ;ພາສປອກ;ປາສປອກ
លេខលិខិតឆ្លងដែន;លិខិតឆ្លងដែនលេខ;លិខិតឆ្លងដែន លេខ;ប៉ាស្ព័រ;ប៉ាស្ព័រលេខ;លេខប៉ាស្ព័រ;ប៉ាស្ព័រ លេខ;ឯកសារធ្វើដំណើរ;លិខិតធ្វើដំណើរ
ပတ်စ်ပို့;ပတ်စ်ပို့အမှတ်;ပတ်စ်ပို့ အမှတ်;ပတ်စပို့;ပတ်စပို့အမှတ်;ပတ်စပို့ အမှတ်;ပတ်စပို့နံပါတ်;ပတ်စ်ပို့နံပါတ်;ပါစပို့;ပါစပို့အမှတ်;ပါ့စ်ပို့
နိုင်ငံကူးလက်မှတ် အမှတ်;နိုင်ငံကူးလက်မှတ်နံပါတ်;နိုင်ငံကူးစာအုပ်;နိုင်ငံကူးစာအုပ်အမှတ်
护照编号;護照編號;护照证号;中国护照;旅行证;旅行證;旅行证件;旅行證件;旅行证号;因公护照;因私护照;通行证;通行證;通行证号;通行證號碼
여권 번호;여행증명서;旅券;旅券番号;パスポート;パスポート番号
पासपोर्ट;पासपोर्ट नं;पासपोर्ट नं.;पासपोर्ट नंबर;पासपोर्ट नम्बर;पासपोर्ट संख्या;पारपत्र;पारपत्र संख्या
राहदानी;राहदानी नं;राहदानी नं.;राहदानी नम्बर
পাসপোর্ট;পাসপোর্ট নং;পাসপোর্ট নং.;পাসপোর্ট নম্বর;পাসপোর্ট নাম্বার
پاسپورٹ;پاسپورٹ نمبر;جواز السفر;رقم جواز السفر;جواز سفر;جواز سفر رقم;رقم الجواز
گذرنامه;شماره گذرنامه;پاسپورت;نمبر پاسپورت
கடவுச்சீட்டு;கடவுச்சீட்டு எண்;பாஸ்போர்ட்;பாஸ்போர்ட் எண்;පාස්පෝට්;පාස්පෝට් අංකය;විදේශ ගමන් බලපත්‍රය;විදේශ ගමන් බලපත්‍ර අංකය
ፓስፖርት;ፓስፖርት ቁጥር;የፓስፖርት ቁጥር
"""
# These may be the letters of a number as well, so that a sign has to stand behind them.
_SHORT = "pp|ppt|pass|ic|hc|id|no|nr|so|số|fin|num"
_MARK = r"\s*[.:#№=]+\s*"
_WORDS = any_of(listed(_LABELS_WORDS + ";" + _PASSPORT_WORDS))
_LABEL = re.compile(
    rf"(?:(?:{_SHORT})(?:{_MARK}|\s+(?=[A-Z]{{1,3}}\d{{5,9}}))|(?:{_WORDS})(?:{_MARK}|\s+|(?<=[^\x00-\u024f])))(?=.*\d)",
    re.IGNORECASE,
)
# Words for a register, its field and "number" that stand before a company's number, in any row: `SEC Reg. No.`. What
# opens the numbers of some register (SC, HRB, CS) is none of them.
_OF_REGISTERS_WORDS = """
company;companies;corporate;corporation;corp;co;business;commercial;trade;enterprise;entity;registration
registered;register
registry;reg;regn;regd;incorporation;inc;certificate;cert;licence;license;lic;permit;file;tax;taxpayer;vat
identification
number;numbers;num;no;nr;id;code;of;the;sec;dti;ssm;roc;moc;dbd;acra;dica;uen;uscc;usci;brn;br;cr;crn;ubn;nib
npwp;mst;ein;abn;acn
msdn;tin;gst;gstin;cin;pan;inn;ogrn;ogrnip;kpp
mã số;ma so;mã số thuế;ma so thue;mã số doanh nghiệp;ma so doanh nghiep;số;so;số đăng ký
đăng ký kinh doanh
giấy phép;gpkd;đkkd;nomor;nombor;pendaftaran;syarikat;perusahaan;induk berusaha;pokok wajib pajak
"""
_NATIVE_REGISTERS_WORDS = """
เลขทะเบียน;เลขทะเบียนนิติบุคคล;เลขทะเบียนบริษัท;เลขทะเบียนพาณิชย์;ทะเบียนนิติบุคคล;ทะเบียนเลขที่;ทะเบียนนิติบุคคลเลขที่;ทะเบียนบริษัท
ทะเบียนบริษัทเลขที่;ทะเบียน;เลขที่;เลข;เลขประจำตัวผู้เสียภาษี;เลขประจำตัวผู้เสียภาษีอากร;เลขผู้เสียภาษี;เลขประจำตัว;นิติบุคคล;นิติบุคคลเลขที่
ເລກທີ;ເລກທະບຽນ;ທະບຽນ;ທະບຽນວິສາຫະກິດ;ເລກປະຈຳຕົວຜູ້ເສຍອາກອນ;លេខ;លេខចុះបញ្ជី;លេខបញ្ជីពាណិជ្ជកម្ម;លេខអត្តសញ្ញាណកម្មសារពើពន្ធ;លេខ អតប
အမှတ်;မှတ်ပုံတင်အမှတ်;မှတ်ပုံတင်;ကုမ္ပဏီမှတ်ပုံတင်အမှတ်;ကုမ္ပဏီ;统一社会信用代码;統一社會信用代碼;社会信用代码;信用代码;统一编号;統一編號
注册号;註冊號;注册号码
註冊號碼;注册编号;註冊編號;公司注册号;公司注册编号;公司註冊編號;公司编号;公司編號;登记号;登記號;登记证号
登記證號;商业登记号;商業登記號碼;税号;稅號;纳税人识别号;工商注册号
编号;編號;号码;號碼;号;號;사업자등록번호;법인등록번호;등록번호;번호;法人番号;登記番号;番号;огрн;инн;номер;рег
"""
_REGISTER_LABEL = re.compile(
    rf"(?:(?:{any_of(listed(_OF_REGISTERS_WORDS))})(?:{_MARK}|\s+|(?=\())"
    rf"|(?:uen|uscc|npwp|mst|nib|tin)(?=\d)|(?:{any_of(listed(_NATIVE_REGISTERS_WORDS))})(?:{_MARK}|\s*)|[#№(]\s*)"
    r"(?=.*\d)",
    re.IGNORECASE,
)
_MOST_REGISTER_LABELS = 6
# As Malaysia's register prints a company's two numbers since 2019: today's, and the older one.
_TODAYS_OF_MALAYSIA = r"(?:19|20)\d\d0\d\d{6}"
_OLDER_OF_MALAYSIA = r"[A-Z]{0,3}\d{3,7}-?[A-Z]{1,3}"
_BOTH_OF_MALAYSIA = (
    re.compile(
        rf"(?P<today>{_TODAYS_OF_MALAYSIA})\s*[(\[/,;]?\s*(?P<older>{_OLDER_OF_MALAYSIA})\s*[)\]]?", re.IGNORECASE
    ),
    re.compile(
        rf"(?P<older>{_OLDER_OF_MALAYSIA})\s*[(\[/,;]?\s*(?P<today>{_TODAYS_OF_MALAYSIA})\s*[)\]]?", re.IGNORECASE
    ),
)
_MOST_LABELS = 3  # `Passport No. : no. AA1234567`
# What is said of the document, and not of whose it is.
_REMARK_WORDS = """
expired;exp;lost;stolen;old;new;renewed;cancelled;canceled;valid;revoked;copy;original;passport;หมดอายุ;หาย;สูญหาย
เก่า;ใหม่;เล่มเก่า
เล่มใหม่;เล่มเดิม;ยกเลิก;hết hạn;mất;cũ;mới;het han;cu;moi;tamat;hilang;lama;baru;tamat tempoh;过期;過期;已过期;丢失
遗失;旧;新;作废;ຫມົດອາຍຸ
ເສຍ;ផុតកំណត់;បាត់;သက်တမ်းကုန်;ပျောက်
"""
# Until when or from when a document is valid, before a date that ends the text.
_VALIDITY_WORDS = """
exp;exp date;expiry;expiry date;expires;expires on;expired;expired on;expiring;date of expiry;doe;valid;valid until
valid till;valid thru;valid through;valid to;valid up to;good until;issued;issued on;issue date;date of issue;doi;iss
หมดอายุ;หมดอายุวันที่;วันหมดอายุ;ใช้ได้ถึง;ออกให้เมื่อ;วันที่ออก;ออกเมื่อ;ໝົດອາຍຸ;ຫມົດອາຍຸ;ວັນໝົດອາຍຸ;ໃຊ້ໄດ້ຮອດ;ອອກວັນທີ;ផុតកំណត់;ផុតសុពលភាព
ថ្ងៃផុតកំណត់;ថ្ងៃចេញ;សក្តានុពលដល់;သက်တမ်းကုန်;သက်တမ်းကုန်ဆုံး;သက်တမ်း;ကုန်ဆုံးရက်;ထုတ်ပေးသည့်နေ့;ထုတ်ပေးရက်
hết hạn;hết hạn ngày;ngày hết hạn;có giá trị đến;giá trị đến;cấp ngày;ngày cấp;het han;ngay het han;co gia tri den
cap ngay;ngay cap
tamat;tamat tempoh;tarikh tamat;sah sehingga;sah hingga;tarikh keluar;berlaku s/d;berlaku sd;berlaku sampai
berlaku hingga;habis berlaku;masa berlaku;berlaku;dikeluarkan;tgl terbit;may bisa hanggang
有效期;有效期至;有效期限;有效期到;有效至;到期;到期日;过期;過期;签发日期;簽發日期;签发;유효기간;만료;만료일;有効期限
समाप्ति;म्याद;म्याद सकिने;মেয়াদ;মেয়াদ শেষ;میعاد;срок действия до;действителен до;действует до;до
"""
_DATE = (
    r"(?:\d{1,4}(?:\s*[./年月-]\s*\d{1,4}){1,2}|(?:\d{1,2}[ .-])?[^\W\d_]{3,9}[.,]?[ -]?(?:\d{1,2},\s*)?\d{2,4}"
    r"|(?:19|20|25)\d\d)"
)
_VALIDITY = rf"(?:{any_of(listed(_VALIDITY_WORDS))})[\s.:]*{_DATE}[年月日]?"
# Without brackets a word of two letters may be the number's own.
_REMARKS = listed(_REMARK_WORDS)
_LONG_REMARKS = any_of(word for word in _REMARKS if len(word) > 2)
_REMARK = re.compile(
    rf"\s*(?:[(\[]\s*(?:{any_of(_REMARKS)}|{_VALIDITY})\s*[)\]]|(?:\s|[,;]\s*|\s[-/]\s*)(?:{_LONG_REMARKS}|{_VALIDITY}))$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[,;|&/\n\r、，；]|\s(?:or|and|หรือ|และ|hoặc|và|atau|dan|ឬ|និង|နှင့်|ແລະ)\s)\s*", re.IGNORECASE)
# What stands for a document in letters that may be a number's as well, and any initials with dots. Other letters may
# say whose number it is.
_ABBREVIATIONS = re.compile(
    r"(?:[A-Z][./](?:[A-Z][./]?){1,2}|(?:CC|CI|DNI|FIN|HC|IC|ID|KP|NO|NR|PP|PPT|RF|TC)(?:[\s.:#-]+(?:ID|NO|NR|RF))?)"
    r"[\s.:#-]*"
)
_LONGEST_ABBREVIATIONS = 12
_ISSUE = re.compile(r"((?:\d[\s.-]*){9})\(\s*\d{2}\s*\)")
_SPACES = re.compile(r"\s+")
_OF_A_PART = re.compile(r"[\s.-]")
# A number that is whole by itself, however it is parted.
_WHOLE = re.compile(r"[A-Z]{1,3}\d{5,9}[A-Z]?|\d{8,18}", re.IGNORECASE)
_LETTERED = re.compile(r"[A-Z]{1,3}\d{5,9}[A-Z]?", re.IGNORECASE)
_LONG = re.compile(r"\d{9,18}")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{3,}(?![^\W_])")
# Marks within them are no letters to the pattern above.
_NATIVE_WORD = re.compile("[^\x00-\u024f\\s\\d]{3,}")

_LETTERS_OF_A_CODE, _FEWEST_DIGITS = 3, 5

OTHER_WORDS: Final = "holds other words than a number and what it is"


def without_label(text: str) -> str:
    """Return a number's text without words before it that say what it is, and remarks on the document behind it."""
    for _ in range(_MOST_LABELS):
        label = _LABEL.match(text)
        if label is None:
            break
        text = text[label.end() :]
    return _REMARK.sub("", text)


def without_register(text: str) -> str:
    """Return a company number's text without the words before it for its register, its field or a number.

    What is left has a digit, and the words stay where nothing else opens a number.
    """
    for _ in range(_MOST_REGISTER_LABELS):
        label = _REGISTER_LABEL.match(text)
        if label is None:
            break
        text = text[label.end() :]
    return text


def without_issue(text: str) -> str:
    """Return the number of a Cambodian card without its issue, which the card has behind it: `010345687(01)`."""
    found = _ISSUE.fullmatch(text.strip())
    return found[1] if found is not None else text


def tails_of(text: str) -> Iterator[str]:
    """Yield what stands behind letters that may be an abbreviation of a document's name, the longest first.

    Args:
        text: in capitals, without labels that are known: `I/C 900514-10-5123`, `P.P. AA1234567`. Letters of a number
            are parted from the abbreviation.
    """
    for end in range(2, min(len(text), _LONGEST_ABBREVIATIONS)):
        head = text[:end]
        is_parted = text[end].isdecimal() or (text[end].isalpha() and not text[end - 1].isalpha())
        if is_parted and _ABBREVIATIONS.fullmatch(head):
            yield text[end:]


def both_of_malaysia(raw: str) -> tuple[str, str] | None:
    """Return today's number and the older one of a company as Malaysia's register prints them; None of another text.

    Args:
        raw: as written: `201901000777 (1309777-X)`, with a label before it or without.
    """
    if fault(raw, MAX_IDENTIFIER_LENGTH) is not None:
        return None
    text = without_register(fold_identifier(raw).strip("'\"`,; "))
    found = next(filter(None, (form.fullmatch(text) for form in _BOTH_OF_MALAYSIA)), None)
    return (found["today"], found["older"]) if found is not None else None


def documents_in(raw: str) -> tuple[str, ...]:
    """Return the numbers of a text that holds several whole ones and nothing else, each as written; else none.

    Between them stand a comma, a slash, a line break or the like, or a space, where each opens with letters or all have
    as many digits, nine at least: numbers are parted by spaces too.
    """
    if fault(raw, MAX_IDENTIFIER_LENGTH) is not None or "<<" in raw:
        return ()
    both = both_of_malaysia(raw)
    if both is not None:
        return both
    written = [part.strip() for part in _BETWEEN.split(raw.strip()) if part.strip()]
    if len(written) > 1 and all(_WHOLE.fullmatch(_compact(part)) for part in written):
        return tuple(written)
    written = _SPACES.split(raw.strip())
    parts = [_compact(part) for part in written]
    is_several = len(parts) > 1 and (
        all(map(_LETTERED.fullmatch, parts)) or (len({*map(len, parts)}) == 1 and all(map(_LONG.fullmatch, parts)))
    )
    return tuple(written) if is_several else ()


def has_other_words(text: str) -> bool:
    """Tell whether something else stands beside what may be a whole number: a word without a digit, or part of a list.

    A word has three letters or more beside a number that opens with letters or is long, and four beside another.
    """
    listed_parts = [_WHOLE.fullmatch(_compact(part)) is not None for part in _BETWEEN.split(text) if part.strip()]
    if any(listed_parts) and not all(listed_parts):
        return True
    parts = [_compact(part) for part in _SPACES.split(text)]
    if _WORD.search(text) is None:
        return _NATIVE_WORD.search(text) is not None and any(map(_LETTERED.fullmatch, parts))
    if any(map(_WHOLE.fullmatch, parts)):
        return True
    longest = max(len(found) for found in _WORD.findall(text))
    return longest > _LETTERS_OF_A_CODE and any(len(part) >= _FEWEST_DIGITS and part.isdecimal() for part in parts)


def _compact(part: str) -> str:
    return _OF_A_PART.sub("", without_label(fold_identifier(unmarked(part))))
