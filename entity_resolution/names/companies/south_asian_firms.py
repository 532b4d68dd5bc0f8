"""Names of firms as India, Nepal and Bangladesh write them: M/S in front, short legal forms, English words of trade.

`M/S Rahman Traders`, `মেসার্স রহমান ট্রেডার্স` and `Rahman Traders` are one name. Devanagari and Bengali spell the
English words that firms are called by, and are read sound by sound elsewhere (`indic.py`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from entity_resolution.names.words.glosses import gloss_words

# Messrs, in English and as the two scripts write it; a single letter is cut short by a stop or a visarga.
_MESSRS = re.compile(
    r"^(?:m/s\b\.?|messrs\b\.?|মেসার্স|মেসাস[ঃ:.]?|মেঃ|মে[.:]|मेसर्स|मैसर्स|मेस्सर्स|मे[.॰:])\s*(?=\w)", re.IGNORECASE
)
# Private and limited, cut short: a word of its own at the end, with a stop, an abbreviation sign or a visarga.
_STOP = "[.॰:ঃः]"
_PRIVATE = rf"\(?(?:प्रा|প্রা){_STOP}?\)?"
_SHORT_FORM = re.compile(rf"(?:{_PRIVATE}\s*)?(?:लि|লি){_STOP}?|{_PRIVATE}\s*(?:लिमिटेड|লিমিটেড)")
_AT_THE_END = re.compile(rf"(?<=\S)\s+(?:{_SHORT_FORM.pattern})$")
_WORDS = """
traders ট্রেডার্স ট্রেডারস ट्रेडर्स ट्रेडर्ज
trading ট্রেডিং ट्रेडिङ ट्रेडिंग ट्रेडिङ्ग
enterprise এন্টারপ্রাইজ এন্টারপ্রাইজেস ইন্টারপ্রাইজ एन्टरप्राइज एन्टरप्राइजेज इन्टरप्राइजेज एंटरप्राइज एंटरप्राइजेज
international ইন্টারন্যাশনাল इन्टरनेशनल इंटरनेशनल
overseas ওভারসিজ ওভারসীজ ओभरसिज ओभरसीज ओवरसीज ओवरसिज
manpower ম্যানপাওয়ার म्यानपावर मैनपावर मेनपावर
recruiting রিক্রুটিং रिक्रुटिङ रिक्रूटिंग
agency এজেন্সি এজেন্সী एजेन्सी एजेंसी
travels ট্রাভেলস ট্রাভেল্স ट्राभल्स ट्रेवल्स ट्रैवल्स
tours ট্যুরস টুরস टुर्स टूर्स
services সার্ভিসেস सर्भिसेज सर्विसेज सर्विसेस
service সার্ভিস सर्भिस सर्विस
group গ্রুপ ग्रुप
industries ইন্ডাস্ট্রিজ इन्डस्ट्रिज इंडस्ट्रीज
brothers ব্রাদার্স ब्रदर्स
stores স্টোর্স স্টোরস स्टोर्स
consultancy কনসালটেন্সি কনসালটেন্সী কনসালট্যান্সি कन्सल्टेन्सी कन्सल्ट्यान्सी कन्सलटेन्सी कंसल्टेंसी
consultant কনসালট্যান্ট কনসালটেন্ট कन्सल्टेन्ट कंसल्टेंट
consultants কনসালট্যান্টস কনসালটেন্টস कन्सल्टेन्ट्स कंसल्टेंट्स
human হিউম্যান ह्युमन ह्यूमन
resource রিসোর্স रिसोर्स
resources রিসোর্সেস রিসোর্সেজ रिसोर्सेस रिसोर्सेज
employment এমপ্লয়মেন্ট इम्प्लोयमेन्ट इम्प्लोइमेन्ट एम्प्लोयमेन्ट एम्प्लॉयमेंट
placement প্লেসমেন্ট प्लेसमेन्ट प्लेसमेंट
holdings হোল্ডিংস হোল্ডিং होल्डिङ्स होल्डिङ होल्डिंग्स होल्डिंग
investment ইনভেস্টমেন্ট इन्भेष्टमेन्ट इन्भेस्टमेन्ट इन्वेस्टमेंट
technology টেকনোলজি টেকনোলজী टेक्नोलोजी टेक्नोलॉजी
technologies টেকনোলজিস टेक्नोलोजिज टेक्नोलॉजीज
construction কনস্ট্রাকশন কন্সট্রাকশন कन्स्ट्रक्सन कन्स्ट्रक्शन कंस्ट्रक्शन
developers ডেভেলপার্স डेभलपर्स डेवलपर्स
builders বিল্ডার্স बिल्डर्स
solutions সলিউশন সলিউশনস सोलुसन्स सोलुसन सॉल्यूशंस
logistics লজিস্টিকস লজিস্টিক্স लजिस्टिक्स लॉजिस्टिक्स
cargo কার্গো कार्गो
transport ট্রান্সপোর্ট ট্রান্সপোট ट्रान्सपोर्ट ट्रांसपोर्ट
exchange এক্সচেঞ্জ एक्सचेन्ज एक्सचेंज
remittance রেমিট্যান্স रेमिट्यान्स रेमिटेन्स
education এডুকেশন एजुकेसन एजुकेशन
aviation এভিয়েশন एभिएसन एविएशन
suppliers সাপ্লায়ার্স सप्लायर्स
engineering ইঞ্জিনিয়ারিং इन्जिनियरिङ इंजीनियरिंग
security সিকিউরিটি सेक्युरिटी सेक्युरिटि सिक्योरिटी
media মিডিয়া मिडिया मीडिया
network নেটওয়ার্ক नेटवर्क
foundation ফাউন্ডেশন फाउन्डेशन फाउन्डेसन फाउंडेशन
hotel হোটেল होटल
properties প্রপার্টিজ प्रोपर्टिज प्रॉपर्टीज
import ইমপোর্ট इम्पोर्ट
export এক্সপোর্ট एक्सपोर्ट
"""


def without_messrs(text: str) -> str:
    """Return a firm's name without the Messrs that stands in front of it; the name itself where nothing is left.

    Args:
        text: a cleaned name in any script.
    """
    return _MESSRS.sub("", text)


def without_short_form(text: str) -> str:
    """Return a firm's name without `प्रा. लि.`, `লিঃ` or the like at its end; the name itself where it has none.

    Args:
        text: a cleaned name in any script.
    """
    return text if text.isascii() else _AT_THE_END.sub("", text)


def is_short_form_alone(text: str) -> bool:
    """Tell whether a cleaned name is nothing but `प्रा. लि.` or the like."""
    return _SHORT_FORM.fullmatch(text) is not None


@lru_cache(maxsize=1)
def _in_latin() -> dict[str, str]:
    lines = (unicodedata.normalize("NFC", line).split() for line in _WORDS.strip().splitlines())
    # As the table of kinds has them, which turns what stands in Latin letters alone.
    return {form: " ".join(gloss_words((english,), of_company=True)) for english, *forms in lines for form in forms}


def trades_in_latin(native: str) -> str:
    """Return a firm's name with the English words that Devanagari or Bengali spells in Latin letters.

    Whole words alone, and none of a name that is nothing else.

    Args:
        native: the name without its legal form.
    """
    if native.isascii():
        return native
    words = native.split()
    if all(word in _in_latin() for word in words):
        return native
    # Two words may be one kind: human resources.
    return " ".join(gloss_words(tuple(_in_latin().get(word, word) for word in words), of_company=True))
