"""Companies by trades as the region's letters spell English, and by a town in front. Names and numbers are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.tables.pairs import ScoredPair
from tests.entity_resolution.scored_pairs import on_both, scored

PHONES = {"PK": "+923001234518", "NP": "+9779801234518", "BD": "+8801712345618", "MM": "+959771234518"}
PHONES |= {"KR": "+821084923716", "ET": "+251911849173", "LK": "+94778491736", "TW": "+886984917362"}
PHONES |= {"LA": "+8562055123418", "VN": "+84912345618"}
PHONES |= {"KH": "+85512345618", "TH": "+66812345618", "MY": "+60123456718", "CN": "+8613812345618"}


def by_one_phone(country: str, left: str, right: str) -> ScoredPair:
    """Return the score of two companies of one country that have one phone."""
    return scored(
        "Organization", left=left, right=right, **on_both({"jurisdiction": country, "phone": PHONES[country]})
    )


@pytest.mark.parametrize(
    ("country", "native", "latin"),
    [
        ("PK", "مدینہ اوورسیز", "Madina Overseas"),
        ("PK", "مدینہ ٹریولز", "Madina Travels"),
        ("PK", "مدینہ ٹریڈرز", "Madina Traders"),
        ("PK", "مدینہ انٹرپرائزز", "Madina Enterprises"),
        ("PK", "مدینہ ایمپلائمنٹ پروموٹرز", "Madina Employment Promoters"),
        ("PK", "مدینہ انٹرنیشنل", "Madina International"),
        ("NP", "लुम्बिनी कन्सल्टेन्सी प्रा.लि.", "Lumbini Consultancy Pvt. Ltd."),
        ("NP", "लुम्बिनी ह्युमन रिसोर्स प्रा.लि.", "Lumbini Human Resource Pvt. Ltd."),
        ("BD", "সোনালী কর্পোরেশন", "Sonali Corporation"),
        ("BD", "সোনালী কনসালটেন্সি", "Sonali Consultancy"),
        ("MM", "ဇေယျာ ထရေဒင်း", "Zeya Trading"),
        ("MM", "ဇေယျာ ဆားဗစ်", "Zeya Services"),
        ("MM", "ဇေယျာ ထရဲဗယ်", "Zeya Travels"),
        ("MM", "ဇေယျာ ဟိုလ်ဒင်း", "Zeya Holdings"),
        ("KH", "ក្រុមហ៊ុន មេគង្គ ថេកណូឡូជី", "Mekong Technology Co., Ltd"),
        ("KH", "ក្រុមហ៊ុន មេគង្គ ខនស្ត្រាក់សិន", "Mekong Construction Co., Ltd"),
        ("KH", "ក្រុមហ៊ុន មេគង្គ ហ្គេមមីង", "Mekong Gaming Co., Ltd"),
        ("KH", "ក្រុមហ៊ុន មេគង្គ ប្រផឹធី", "Mekong Property Co., Ltd"),
        ("KH", "ក្រុមហ៊ុន មេគង្គ ប្រផឺធី", "Mekong Property Co., Ltd"),
        ("KH", "ក្រុមហ៊ុន មេគង្គ ដឹកជញ្ជូន", "Mekong Transport Co., Ltd"),
        ("KH", "ក្រុមហ៊ុន មេគង្គ នាំចេញនាំចូល", "Mekong Import Export Co., Ltd"),
        ("KH", "ក្រុមហ៊ុន មេគង្គ អាហរ័ណ នីហរ័ណ", "Mekong Import Export Co., Ltd"),
        ("KH", "ក្រុមហ៊ុន មេគង្គ កម្សាន្ត", "Mekong Entertainment Co., Ltd"),
        ("MM", "ဇေယျာ အလုပ်အကိုင် အကျိုးဆောင်", "Zeya Employment Agency"),
        ("MM", "ဇေယျာ သတ္တုတူးဖော်ရေး", "Zeya Mining"),
        ("MM", "ဇေယျာ အုပ်စု", "Zeya Group"),
        ("LA", "ບໍລິສັດ ດອກຈຳປາ ຮັກສາຄວາມປອດໄພ ຈຳກັດ", "Dok Champa Security Co., Ltd"),
        ("LA", "ບໍລິສັດ ດອກຈຳປາ ແລກປ່ຽນເງິນຕາ ຈຳກັດ", "Dok Champa Money Exchange Co., Ltd"),
        ("LA", "ບໍລິສັດ ດອກຈຳປາ ສິນເຊື່ອ ຈຳກັດ", "Dok Champa Credit Co., Ltd"),
        ("VN", "Công ty TNHH Thanh toán Minh Quân", "Minh Quan Payment Co., Ltd"),
        ("VN", "Công ty TNHH Giới thiệu việc làm Minh Quân", "Minh Quan Employment Agency Co., Ltd"),
        ("VN", "Công ty TNHH Trò chơi trực tuyến Minh Quân", "Minh Quan Online Gaming Co., Ltd"),
        ("MY", "Kawalan Keselamatan Bestari Jaya Sdn Bhd", "Bestari Jaya Security Sdn Bhd"),
        ("MY", "Pertukaran Wang Bestari Jaya Sdn Bhd", "Bestari Jaya Money Exchange Sdn Bhd"),
        ("MY", "Perhotelan Bestari Jaya Sdn Bhd", "Bestari Jaya Hospitality Sdn Bhd"),
        ("MY", "Peruncitan Bestari Jaya Sdn Bhd", "Bestari Jaya Retail Sdn Bhd"),
        ("TH", "บริษัท ทองไทย คอลเซ็นเตอร์ จำกัด", "Thong Thai Call Center Co., Ltd"),
        ("TH", "บริษัท ทองไทย เพย์เมนต์ จำกัด", "Thong Thai Payment Co., Ltd"),
        ("TH", "บริษัท ทองไทย สินเชื่อ จำกัด", "Thong Thai Credit Co., Ltd"),
        ("TH", "บริษัท ทองไทย แลกเปลี่ยนเงินตรา จำกัด", "Thong Thai Money Exchange Co., Ltd"),
        ("TH", "บริษัท แม่สอด ลอจิสติกส์ จำกัด", "Mae Sot Logistics Co., Ltd"),
        ("MY", "Agensi Pekerjaan Bestari Jaya Sdn. Bhd.", "Bestari Jaya Employment Agency Sdn Bhd"),
        ("MY", "Pengurup Wang Bestari Jaya Sdn Bhd", "Bestari Jaya Money Changer Sdn Bhd"),
        ("MY", "Kedai Emas Bestari Jaya", "Bestari Jaya Goldsmith"),
        ("CN", "恒昌控股有限公司", "Hengchang Holdings Co., Ltd"),
        ("CN", "恒昌投资控股有限公司", "Hengchang Investment Holdings Co., Ltd"),
        ("CN", "恒昌兑换店有限公司", "Hengchang Money Exchange Co., Ltd"),
        ("CN", "恒昌劳务有限公司", "Hengchang Labour Services Co., Ltd"),
        ("CN", "恒昌财富有限公司", "Hengchang Wealth Co., Ltd"),
        ("CN", "云南瑞丽恒昌贸易有限公司", "Ruili Hengchang Trading Co., Ltd"),
        ("CN", "广西凭祥恒昌贸易有限公司", "Pingxiang Hengchang Trading Co Ltd"),
        ("KR", "주식회사 대한인력", "Daehan Manpower Co., Ltd."),
        ("KR", "(주)한빛투어", "Hanbit Tour Co Ltd"),
        ("KR", "한빛여행사", "Hanbit Travel Agency"),
        ("KR", "다온직업소개소", "Daon Employment Agency"),
        ("KR", "세종환전", "Sejong Money Exchange"),
        ("ET", "ሰላም የሥራ ኤጀንሲ", "Selam Employment Agency PLC"),
        ("ET", "ሰላም የጉዞ ወኪል", "Selam Travel Agency"),
        ("ET", "ሰላም አስመጪና ላኪ", "Selam Import Export"),
        ("LK", "රන්දිය විදේශ රැකියා නියෝජිතායතනය", "Randiya Foreign Employment Agency (Pvt) Ltd"),
        ("LK", "රන්දිය ට්‍රැවල්ස්", "Randiya Travels"),
        ("LK", "රන්දිය මෑන්පවර්", "Randiya Manpower (Pvt) Ltd"),
        ("TW", "鴻運人力仲介股份有限公司", "Hung Yun Manpower Agency Co., Ltd."),
    ],
)
def test_a_company_in_the_regions_letters_is_that_in_english(country: str, native: str, latin: str) -> None:
    assert by_one_phone(country, native, latin).outcome is Outcome.MATCH
    assert by_one_phone(country, latin, native).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("country", "left", "right"),
    [
        ("PK", "مدینہ ٹریولز", "Madina Construction"),
        ("NP", "लुम्बिनी कन्सल्टेन्सी प्रा.लि.", "Lumbini Trading Pvt. Ltd."),
        ("MM", "ဇေယျာ ထရေဒင်း", "Zeya Construction"),
        ("KH", "ក្រុមហ៊ុន មេគង្គ ថេកណូឡូជី", "Mekong Construction Co., Ltd"),
        ("MY", "Agensi Pekerjaan Bestari Jaya Sdn. Bhd.", "Bestari Jaya Trading Sdn Bhd"),
        ("MY", "Pengurup Wang Bestari Jaya Sdn Bhd", "Bestari Jaya Employment Agency Sdn Bhd"),
        ("CN", "恒昌控股有限公司", "Hengchang Co., Ltd"),
        ("CN", "恒昌控股有限公司", "恒昌有限公司"),
        ("CN", "恒昌劳务有限公司", "Hengchang Money Exchange Co., Ltd"),
        ("CN", "云南瑞丽恒昌贸易有限公司", "Hengchang Trading Co., Ltd"),
        ("CN", "云南瑞丽恒昌贸易有限公司", "Dali Hengchang Trading Co., Ltd"),
        ("CN", "云南金龙贸易有限公司", "Jinlong Trading Co., Ltd"),
        ("KR", "(주)한빛인력", "Hanbit Tour Co Ltd"),
        ("KR", "(주)한빛투어", "Hansol Tour Co Ltd"),
        ("ET", "ሰላም የሥራ ኤጀንሲ", "Selam Trading PLC"),
        ("LK", "රන්දිය මෑන්පවර්", "Randiya Construction (Pvt) Ltd"),
        ("TW", "鴻運人力仲介股份有限公司", "Hung Yun Trading Co., Ltd."),
        ("TW", "鴻運人力仲介股份有限公司", "Hung Chang Manpower Agency Co., Ltd."),
    ],
)
def test_sisters_of_another_trade_or_town_are_not_joined(country: str, left: str, right: str) -> None:
    assert by_one_phone(country, left, right).outcome is not Outcome.MATCH


def test_a_recruiter_without_the_words_that_the_law_puts_before_it_is_for_a_human() -> None:
    found = by_one_phone("MY", "Agensi Pekerjaan Bestari Jaya Sdn. Bhd.", "Bestari Jaya Sdn Bhd")
    assert found.outcome is Outcome.REVIEW
