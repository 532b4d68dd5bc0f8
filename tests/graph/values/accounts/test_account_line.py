"""A line may name an account's country and bank before its number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import describe, normalise
from graph.values.accounts.account_line import read_account
from graph.values.accounts.banks import _rows_with_spellings, bank_code, bank_name, is_placeholder_bank


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("TH:004:1234567809", "TH:004:1234567809"),
        ("acct:TH:004:1234567809", "TH:004:1234567809"),
        ("TH,KBANK,123-4-56780-9", "TH:004:1234567809"),
        ("KBANK 123-4-56780-9", "TH:004:1234567809"),
        ("004:1234567809", "TH:004:1234567809"),
        ("Kasikorn Bank a/c no. 123-4-56780-9", "TH:004:1234567809"),
        ("ธนาคารกสิกรไทย เลขที่ ๑๒๓-๔-๕๖๗๘๐-๙", "TH:004:1234567809"),
        ("DBSSSGSG 123456798", "SG:7171:123456798"),
        ("Singapore:DBS:123456798", "SG:7171:123456798"),
        ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ],
)
def test_a_line_with_country_and_bank_is_read_as_a_check_prints_it(line: str, value: str) -> None:
    assert describe("account", line, "TH") == {**describe("account", line, "TH"), "value": value, "status": "valid"}


@pytest.mark.parametrize(
    ("line", "value", "status", "reason"),
    [
        ("123-4-56780-9", "1234567809", "possible", "no bank is given"),
        ("004 1234567809", "0041234567809", "possible", "no bank is given"),
        ("call 1234567809", "TH:CALL:1234567809", "possible", "a bank that is not known, taken as it is written"),
        ("XX:004:1234567809", None, "invalid", "no country has the code or name before the bank"),
        ("KBANK 12", "12", "invalid", "a number of digits that no account of its country has"),
        ("hello world", None, "invalid", "neither an IBAN nor a number"),
        ("KBANK", None, "invalid", "neither an IBAN nor a number"),
    ],
)
def test_what_is_doubtful_says_why(line: str, value: str | None, status: str, reason: str) -> None:
    found = describe("account", line, "TH")
    assert (found["value"], found["status"], found["reason"]) == (value, status, reason)
    assert found["raw"] == line


@pytest.mark.parametrize(
    "line",
    [
        "123-4-56780-9, 123-4-56780-0",
        "1234567809;1234567800",
        "1234567809|1234567800|1234567801",
        "1234567809: 1234567800",
        "a/c 123-4-56780-9, a/c 123-4-56780-0",
        "12345678/87654321",
        "1234567809\n1234567800",
        "KBANK 1234567809/1234567800",
    ],
)
@pytest.mark.parametrize("country", ["TH", "VN", "MY", None])
def test_two_accounts_in_one_line_are_neither(line: str, country: str | None) -> None:
    found = describe("account", line, country)
    assert (found["value"], found["status"]) == (None, "invalid")
    for bank in (None, "004", "Maybank"):
        read = normalise("account", line, country=country, hints={"bank": bank} if bank else {})
        assert (read.value, read.key) == (None, None)


def test_without_a_country_a_bank_by_its_word_is_not_enough() -> None:
    assert describe("account", "KBANK 123-4-56780-9")["reason"] == "no country is given"


def test_a_bank_of_all_lines_is_that_of_lines_which_name_none() -> None:
    assert describe("account", "123-4-56780-9", "TH", "SCB")["value"] == "TH:014:1234567809"
    assert describe("account", "KBANK 123-4-56780-9", "TH", "SCB")["value"] == "TH:004:1234567809"


@pytest.mark.parametrize(
    ("line", "country", "value"),
    [
        ("Bangkok Bank 1234567809", "TH", "TH:002:1234567809"),
        ("BANGKOK BANK 1234567809", "TH", "TH:002:1234567809"),
        ("Krungsri 1234567809", "TH", "TH:025:1234567809"),
        ("KRUNGSRI: 1234567809", "TH", "TH:025:1234567809"),
        ("Kasikorn 1234567809", "TH", "TH:004:1234567809"),
        ("Vietcombank 1234567809", "VN", "VN:BFTVVNVX:1234567809"),
        ("TECHCOMBANK 1234567809", "VN", "VN:VTCBVNVX:1234567809"),
        ("Agribank 1234567809", "VN", "VN:VBAAVNVX:1234567809"),
        ("Landbank 1234567809", "PH", "PH:TLBPPHMM:1234567809"),
        ("Bank Mandiri 1234567809", "ID", "ID:008:1234567809"),
        ("CITIBANK 1234567809", "TH", "TH:017:1234567809"),
        ("KASITHBKXXX 1234567809", None, "TH:004:1234567809"),
        ("kasithbk 1234567809", None, "TH:004:1234567809"),
        ("KASITHBK 1234567809", "VN", "TH:004:1234567809"),
        ("NWBKGB2L 12345687", "GB", "GB:NWBKGB2L:12345687"),
        ("NWBKGB2L 12345687", None, "GB:NWBKGB2L:12345687"),
    ],
)
def test_a_banks_name_of_as_many_letters_as_a_bic_is_a_name_and_a_bic_is_a_bic(
    line: str, country: str | None, value: str
) -> None:
    found = describe("account", line, country)
    assert (found["value"], found["status"]) == (value, "valid")
    bank, _, number = line.rpartition(" ")
    ingested = normalise("account", number, country=value[:2], hints={"bank": bank.rstrip(":")})
    assert ingested.key == f"acct:{value}"


@pytest.mark.parametrize(
    ("bank", "country", "code"),
    [
        ("ธนาคารกรุงเทพ จำกัด (มหาชน)", "TH", "002"),
        ("บมจ. ธนาคารกสิกรไทย", "TH", "004"),
        ("บมจ.ธนาคารกรุงไทย", "TH", "006"),
        ("ธ.ไทยพาณิชย์", "TH", "014"),
        ("ธ. กรุงศรีอยุธยา จำกัด (มหาชน)", "TH", "025"),
        ("ธ.ก.ส.", "TH", "034"),
        ("Krung Thai", "TH", "006"),
        ("Siam Commercial", "TH", "014"),
        ("Siam Commercial Bank Public Company Limited", "TH", "014"),
        ("The Siam Commercial Bank PCL.", "TH", "014"),
        ("พร้อมเพย์", "TH", "PROMPTPAY"),
        ("TrueMoney Wallet", "TH", "TRUEMONEY"),
        ("Ngân hàng TMCP Ngoại thương Việt Nam", "VN", "BFTVVNVX"),
        ("NGAN HANG TMCP CONG THUONG VIET NAM", "VN", "ICBVVNVX"),
        ("Ngân hàng Thương mại Cổ phần Quân Đội", "VN", "MSCBVNVX"),
        ("Ngân hàng TMCP Sài Gòn Thương Tín", "VN", "SGTTVNVX"),
        ("Sacombank", "VN", "SGTTVNVX"),
        ("VPBank", "VN", "VPBKVNVX"),
        ("Ngân hàng Nông nghiệp và Phát triển Nông thôn Việt Nam", "VN", "VBAAVNVX"),
        ("MBB", "MY", "MBBEMYKL"),
        ("MBB", "VN", "MSCBVNVX"),
        ("AmBank (M) Berhad", "MY", "ARBKMYKL"),
        ("Hong Leong", "MY", "HLBBMYKL"),
        ("PT Bank Central Asia Tbk", "ID", "014"),
        ("中国工商银行股份有限公司", "CN", "ICBKCNBJ"),
        ("农行", "CN", "ABOCCNBJ"),
        ("CCB", "CN", "PCBCCNBJ"),
        ("GCash", "PH", "GCASH"),
        ("KBZ Pay", "MM", "KBZPAY"),
        ("KBZ", "MM", "KBZBMMMY"),
        ("Wave Money", "MM", "WAVEPAY"),
    ],
)
def test_a_bank_is_known_by_its_official_and_its_common_names(bank: str, country: str, code: str) -> None:
    assert describe("account", f"{bank} 1234567809", country)["value"] == f"{country}:{code}:1234567809"
    assert normalise("account", "1234567809", country=country, hints={"bank": bank}).key == (
        f"acct:{country}:{code}:1234567809"
    )


def test_no_space_stands_between_a_native_word_and_its_number() -> None:
    assert describe("account", "ธ.กสิกรไทย1234567809", "TH")["value"] == "TH:004:1234567809"
    assert describe("account", "工行1234567809", "CN")["value"] == "CN:ICBKCNBJ:1234567809"


def test_names_that_no_bank_of_the_table_has_stay_as_they_are_written() -> None:
    for bank, code in (
        ("ธนาคารแห่งใหม่", "ธนาคารแห่งใหม่"),
        ("Ngân hàng TMCP Sài Gòn", "NGÂN-HÀNG-TMCP-SÀI-GÒN"),
    ):
        country = "VN" if bank.startswith("Ng") else "TH"
        found = normalise("account", "1234567809", country=country, hints={"bank": bank})
        assert found.key == f"acct:{country}:{code}:1234567809"
        assert (found.status, found.reason) == ("possible", "a bank that is not known, taken as it is written")


@pytest.mark.parametrize("word", ["Commbank", "COMMBANK", "Eximbank", "Moonshot", "deutdeff"])
@pytest.mark.parametrize("country", ["TH", None])
def test_a_word_of_as_many_letters_as_a_bic_tells_no_country(word: str, country: str | None) -> None:
    found = describe("account", f"{word} 1234567809", country)
    expected = f"{country}:{word.upper()}:1234567809" if country else "1234567809"
    assert (found["value"], found["status"]) == (expected, "possible")


def test_one_word_in_capitals_may_be_a_bic_and_may_be_none() -> None:
    for country, status in ((None, "possible"), ("SH", "valid"), ("TH", "possible")):
        found = describe("account", "MOONSHOT 1234567809", country)
        assert (found["value"], found["status"]) == (f"{country or 'SH'}:MOONSHOT:1234567809", status)


def test_a_bic_out_of_the_table_is_at_most_possible_where_another_country_is_given() -> None:
    found = describe("account", "NWBKGB2L 1234567809", "TH")
    assert (found["value"], found["status"]) == ("GB:NWBKGB2L:1234567809", "possible")
    assert found["reason"] == "a BIC that is not known, of another country than the one given"


@given(country=st.sampled_from([None, "TH", "MY", "KH", "SG", "VN", "GB", "ZZ"]), branch=st.sampled_from(["", "X" * 3]))
def test_a_known_bic_tells_the_country_of_an_account_whatever_country_is_given(
    country: str | None, branch: str
) -> None:
    for bic, key in (("BKKBTHBK", "TH:002"), ("MBBEMYKL", "MY:MBBEMYKL"), ("BIDVVNVX", "VN:BIDVVNVX")):
        found = normalise("account", "5328646949", country=country, hints={"bank": f"{bic}{branch}"})
        assert (found.status, found.key) == ("valid", f"acct:{key}:5328646949")


@pytest.mark.parametrize(
    ("bank", "country", "key", "status"),
    [
        ("Bangkok Bank", "MY", "TH:002", "possible"),
        ("ธนาคารกรุงเทพ", "KH", "TH:002", "possible"),
        ("KRUNGSRI", "SG", "TH:025", "possible"),
        ("Agribank CN Hà Nội", "TH", "VN:VBAAVNVX", "possible"),
        ("VCBLVNVX", "TH", "VN:VCBLVNVX", "possible"),
        ("Bangkok Bank", "TH", "TH:002", "valid"),
        ("CIMB", "MY", "MY:CIBBMYKL", "valid"),
        ("CIMB", "KH", "KH:CIMB", "possible"),
        ("Maybank", "SG", "SG:MAYBANK", "possible"),
        ("Citibank", "SG", "SG:CITIBANK", "possible"),
        ("SCB", "KH", "KH:SCB", "possible"),
        ("scb bank", "VN", "VN:SCB-BANK", "possible"),
        ("002", "KH", "KH:002", "possible"),
        ("Bangkok Bank (SCB)", "KH", "KH:BANGKOK-BANK-SCB", "possible"),
        ("COMMBANK", "TH", "TH:COMMBANK", "possible"),
    ],
)
def test_a_name_that_one_country_alone_has_tells_it_where_the_country_given_has_no_such_bank(
    bank: str, country: str, key: str, status: str
) -> None:
    """A name that stands for banks of several countries tells none, nor does an abbreviation or a code."""
    found = normalise("account", "5328646949", country=country, hints={"bank": bank})
    assert (found.status, found.key) == (status, f"acct:{key}:5328646949")


def test_a_banks_name_tells_no_country_whose_accounts_have_other_digits() -> None:
    found = normalise("account", "12345687", country="MY", hints={"bank": "Bangkok Bank"})
    assert (found.status, found.key) == ("possible", "acct:MY:BANGKOK-BANK:12345687")


@given(st.text(alphabet="TH:, 0123456789-xKBANK/.", max_size=40))
def test_any_line_is_read(line: str) -> None:
    assert read_account(line, country="TH").raw == line


@pytest.mark.parametrize(
    "raw", ["GB82 WEST 1234 5698 7654 33", "IBAN GB82 WEST 1234 5698 7654 33", "GB82-WEST-12345698765433"]
)
def test_an_iban_with_a_wrong_digit_names_no_bank(raw: str) -> None:
    found = read_account(raw, country="TH")
    assert (found.status, found.type, found.key) == ("invalid", "iban", None)


@pytest.mark.parametrize(
    "spelling", ["K-Bank", "K BANK", "k.bank", "KBANK", "Kasikorn-Bank", "กสิกรไทย", "ธ.กสิกรไทย", "004"]
)
def test_one_bank_has_one_key_however_its_name_is_spelt(spelling: str) -> None:
    value = normalise("account", "123-4-56780-9", country="TH", hints={"bank": spelling})
    assert value.key == "acct:TH:004:1234567809"


def test_one_number_at_two_banks_is_two_accounts() -> None:
    banks = ["KBANK", "SCB", "กรุงไทย", "Bangkok Bank", "BAY", "กสิกรไทย (SCB)", "SCB (Somsak)"]
    keys = [normalise("account", "123-4-56780-9", country="TH", hints={"bank": bank}).key for bank in banks]
    assert len(set(keys)) == len(banks)


@pytest.mark.parametrize(
    "bank",
    [
        "unknown", "N/A", "nan", "none", "NULL", "-", "?", "0", "000", "Bank", "Unknown bank", "Bank name", "other",
        "ธนาคาร", "ไม่ทราบ", "ไม่ทราบธนาคาร", "ไม่ระบุ", "อื่นๆ", "อื่น ๆ", "ธนาคารอื่น", "tidak diketahui", "bank lain",
        "Others", "không rõ", "khong ro", "ngân hàng khác", "未知", "其他银行", "ບໍ່ຮູ້", "មិនស្គាល់", "မသိ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("country", ["TH", "VN", "GB"])
def test_a_word_for_no_bank_names_none(bank: str, country: str) -> None:
    """Two accounts of one number at unknown banks are no one account."""
    found = normalise("account", "5328646949", country=country, hints={"bank": bank})
    assert found == normalise("account", "5328646949", country=country)
    assert (found.status, found.key, found.reason) == ("possible", None, "no bank is given")


def test_a_banks_name_counts_where_its_code_is_a_word_for_none() -> None:
    found = normalise("account", "5328646949", country="TH", hints={"bank": "N/A", "bankName": "กรุงไทย"})
    assert (found.status, found.key) == ("valid", "acct:TH:006:5328646949")
    beside = normalise("account", "KBANK 5328646949", country="TH", hints={"bank": "unknown"})
    assert (beside.status, beside.key) == ("valid", "acct:TH:004:5328646949")


@pytest.mark.parametrize(
    ("bank", "key"),
    [
        ("4.0", "TH:004"), ("004.0", "TH:004"), ("14.00", "TH:014"), ("14.0", "ID:014"), ("4.0", "HK:004"),
        ("7171.0", "SG:7171"), ("Krungtai", "TH:006"), ("กรุงไท", "TH:006"), ("ธนาคารกรุงไท สาขาทดลอง", "TH:006"),
        ("กสิกร", "TH:004"), ("ไทยพานิชย์", "TH:014"), ("ธนาคารทหารไทย", "TH:011"), ("CIMB Thai", "TH:022"),
        ("开泰银行", "TH:004"), ("ធនាគារ អេស៊ីលីដា", "KH:ACLBKHPP"), ("ធនាគារអេប៊ីអេ", "KH:ABAAKHPP"),
        ("ဧရာဝတီဘဏ်", "MM:AYABMMMY"), ("Bank Central Asia", "ID:014"),
    ],
)  # fmt: skip
def test_codes_that_a_program_wrote_with_decimals_and_common_spellings_are_the_bank(bank: str, key: str) -> None:
    found = normalise("account", "5328646949", country=key[:2], hints={"bank": bank})
    assert (found.status, found.key) == ("valid", f"acct:{key}:5328646949")


def test_each_name_of_the_table_is_its_bank_and_no_word_for_none() -> None:
    for country, code, bic, names in _rows_with_spellings():
        for name in filter(None, (code, bic, *names.split(";"))):
            assert (is_placeholder_bank(name), bank_code(name, country)) == (False, code)


@pytest.mark.parametrize(("bank", "country"), [("NWBKGB2L", "GB"), ("Some Bank", "GB"), ("VCBLVNVX", "VN")])
def test_a_bic_of_the_country_and_a_bank_of_a_country_without_a_table_are_taken_as_they_are(
    bank: str, country: str
) -> None:
    assert normalise("account", "5328646949", country=country, hints={"bank": bank}).status == "valid"


def test_a_bank_is_shown_by_a_name_of_its_own_and_by_no_other_spelling() -> None:
    assert (bank_name("TH", "025"), bank_name("TH", "006")) == ("bank of ayudhya", "krung thai bank")
