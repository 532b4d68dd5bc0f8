"""Month names of the region's languages, and the words that stand around a date."""

from unicodedata import normalize

from graph.values.dates.calendars import Calendar

# Arabic writes one letter with or without its mark: أيار, ايار.
ALEFS = dict.fromkeys(map(ord, "أإآ"), "ا")

# One paragraph a language, January first; alternatives of one month by a slash, and a space within a name as `_`.
_NAMES = """
january/jan february/feb march/mar april/apr may june/jun
july/jul august/aug september/sept/sep october/oct november/nov december/dec

มกราคม/มกรา กุมภาพันธ์/กุมภา มีนาคม/มีนา เมษายน/เมษา พฤษภาคม/พฤษภา มิถุนายน/มิถุนา
กรกฎาคม/กรกฎา สิงหาคม/สิงหา กันยายน/กันยา ตุลาคม/ตุลา พฤศจิกายน/พฤศจิกา ธันวาคม/ธันวา

ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ/ກໍລະກດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ

មករា កុម្ភៈ/កុម្ភះ មីនា/មិនា មេសា ឧសភា/ឩសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ

ဇန်နဝါရီ ဖေဖော်ဝါရီ/ဖေဖေါ်ဝါရီ မတ် ဧပြီ မေ ဇွန်
ဇူလိုင် ဩဂုတ်/သြဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ

januari februari/pebruari/peb maret/mac/mrt april mei juni/jun
juli/julai agustus/ogos/agt/ags/agu/ogo september oktober/okt november/nopember/nop desember/disember/des/dis

enero/ene pebrero/febrero/peb marso/marzo abril/abr mayo hunyo/junio
hulyo/julio agosto/ago setyembre/septyembre/setiembre/septiembre/set oktubre/octubre nobyembre/noviembre/nob
disyembre/diciembre

janeiro fevereiro março/marco abril maio junho julho agosto setembro outubro novembro dezembro

tháng_một tháng_hai tháng_ba tháng_tư - tháng_sáu tháng_bảy/tháng_bẩy tháng_tám tháng_chín tháng_mười
tháng_mười_một tháng_mười_hai

январь/января/янв февраль/февраля/фев/февр март/марта/мар апрель/апреля/апр май/мая июнь/июня/июн
июль/июля/июл август/августа/авг сентябрь/сентября/сен/сент октябрь/октября/окт ноябрь/ноября/ноя/нояб
декабрь/декабря/дек

يناير فبراير مارس ابريل مايو يونيو/يونيه يوليو/يوليه اغسطس سبتمبر اكتوبر نوفمبر ديسمبر

كانون_الثاني شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين_الاول تشرين_الثاني كانون_الاول

جانفي فيفري مارس افريل ماي جوان جويلية/يوليوز اوت/غشت شتنبر اكتوبر نونبر دجنبر

जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर

जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर

জানুয়ারি/জানুয়ারী ফেব্রুয়ারি/ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট/আগষ্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর

ஜனவரி பிப்ரவரி/பெப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்

ජනවාරි පෙබරවාරි මාර්තු අප්‍රේල් මැයි ජූනි ජූලි අගෝස්තු සැප්තැම්බර් ඔක්තෝබර් නොවැම්බර් දෙසැම්බර්

جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر

janvier/janv février/fevrier/févr mars avril/avr mai juin
juillet/juil août/aout septembre octobre novembre décembre/decembre/déc

januar/jänner februar märz/marz april mai juni juli august september oktober november dezember/dez

ocak şubat/subat mart nisan mayıs/mayis haziran temmuz ağustos/agustos eylül/eylul ekim kasım/kasim aralık/aralik
"""
# The same of other calendars, from their first month on.
_OF_OTHER_CALENDARS = {
    Calendar.BIKRAM: """
        baishakh/baisakh/vaishakh jestha/jeth/jyestha ashadh/asar/asadh/ashad/ashadha shrawan/saun/sawan/shravan
        bhadra/bhadau ashwin/asoj/aswin/ashoj kartik mangsir/marga poush/push/paush magh
        falgun/fagun/phalgun/phagun chaitra/chait

        बैशाख/वैशाख जेठ/जेष्ठ/ज्येष्ठ असार/आषाढ साउन/श्रावण भदौ/भाद्र असोज/आश्विन कात्तिक/कार्तिक मंसिर/मङ्सिर/मार्ग पुस/पुष/पौष माघ
        फागुन/फाल्गुन/फाल्गुण चैत/चैत्र
    """,
    Calendar.SOLAR: """
        farvardin ordibehesht khordad tir mordad/amordad shahrivar mehr aban azar dey/dei bahman esfand

        hamal sawr jawza saratan asad sunbula/sonbola mizan aqrab qaws/qows jadi/jady dalw/dalwa hut/hoot

        فروردین اردیبهشت خرداد تیر مرداد/امرداد شهریور مهر آبان آذر دی بهمن اسفند

        حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت
    """,
    Calendar.ETHIOPIAN: """
        meskerem tikimt/tekemt hidar tahsas/tahisas tir yekatit megabit miazia/miyazya ginbot
        sene hamle nehase pagume/pagumen

        መስከረም ጥቅምት ኅዳር/ህዳር/ሕዳር ታኅሣሥ/ታህሳስ/ታኅሳስ ጥር የካቲት መጋቢት ሚያዝያ/ሚያዚያ ግንቦት ሰኔ ሐምሌ/ሀምሌ/ኀምሌ ነሐሴ/ነሀሴ/ነኀሴ ጳጉሜ/ጳጉሜን
    """,
}
# Thai and Lao months in short, as the two letters that points stand behind.
_SHORT = """
ม-ค ก-พ มี-ค เม-ย พ-ค มิ-ย ก-ค ส-ค ก-ย ต-ค พ-ย ธ-ค

ມ-ກ ກ-ພ ມ-ນ ມ-ສ ພ-ພ ມິ-ຖ ກ-ລ ສ-ຫ ກ-ຍ ຕ-ລ ພ-ຈ ທ-ວ
"""


def _months() -> dict[str, int]:
    months = {
        normalize("NFC", name.replace("_", " ")): month
        for language in _NAMES.split("\n\n")
        for month, names in enumerate(language.split(), 1)
        for name in names.split("/")
        if name != "-"
    }
    for language in _SHORT.split("\n\n"):
        for month, letters in enumerate(language.split(), 1):
            first, second = letters.split("-")
            forms = (f"{first}.{second}.", f"{first}.{second}", f"{first}. {second}.", f"{first}{second}.")
            months.update(dict.fromkeys((*forms, first + second), month))
    return months


MONTHS: dict[str, int] = _months()


def _months_of_other_calendars() -> dict[str, dict[Calendar, int]]:
    found: dict[str, dict[Calendar, int]] = {}
    for calendar, text in _OF_OTHER_CALENDARS.items():
        for language in text.split("\n\n"):
            for month, names in enumerate(language.split(), 1):
                for name in names.split("/"):
                    found.setdefault(normalize("NFC", name).translate(ALEFS), {})[calendar] = month
    return found


MONTHS_OF_OTHER_CALENDARS = _months_of_other_calendars()
"""Names of months in other calendars, each with its place in those that have it: Tir is one of Iran and of Ethiopia."""

# Words that say no more than that a date is a date, weekdays among them.
_NOISE = """
d.o.b. dob born on the of month year date birth
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
ที่ เกิด เวลา จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์ อาทิตย์ ເກີດ កើត កំណើត မွေး မွေးနေ့ ၏ ၊ ။ day
sinh mồng mùng lahir tarikh hb haribulan hari senin selasa rabu kamis jumat sabtu minggu isnin khamis jumaat ahad
ika ng ipinanganak de noong
년생 생 일생 출생 생년월일 월요일 화요일 수요일 목요일 금요일 토요일 일요일 화 수 목 금 토 生 出生
г г. год года году р. г.р. г.р рожд. рождения родился родилась го е
ቀን ጠዋት እለት ዕለት ፣ ። । गते साल मिति
سنة عام في من يوم شهر مواليد ولد ولدت تاريخ الميلاد ميلاد ،
"""
_APPROXIMATE = """
approximately approx. approx about abt. abt around circa ca. ca c. est. estimated roughly
ประมาณ ราว ປະມານ ប្រហែល khoảng sekitar kira-kira 大约 大約 约 約 около примерно حوالي تقريبا 약 左右 前后 前後 mungkin ခန့်
"""
# What says of the number behind it, or before it, whether that is a day, a month or a year.
_BEFORE = {
    "d": "วันที่ วัน ວັນທີ ວັນ ថ្ងៃទី ថ្ងៃ ngày tanggal tgl. tgl",
    "m": "เดือน ເດືອນ ខែ tháng bulan",
    "y": "ปี ປີ ឆ្នាំ năm tahun",
}
_BEHIND = {
    "d": "日 号 號 일 ရက်နေ့ ရက်",
    "m": "月 월 လပိုင်း လ",
    "y": "年 년 ခုနှစ် ပြည့်နှစ် နှစ်",
}


def _words(texts: str) -> tuple[str, ...]:
    return tuple(normalize("NFC", word) for word in texts.split())


def _roles(table: dict[str, str]) -> dict[str, str]:
    return {word: role for role, texts in table.items() for word in _words(texts)}


NOISE = _words(_NOISE)
APPROXIMATE_MARKS = _words(_APPROXIMATE)
ROLES_BEFORE = _roles(_BEFORE)
"""Words before a number that say what part of a date it is: `d`, `m` or `y`."""
ROLES_BEHIND = _roles(_BEHIND)
"""Words behind a number that do."""
BUDDHIST_MARKS = ("พุทธศักราช", "พ.ศ.", "พ.ศ", "พศ.", "พศ", "ພ.ສ.", "ພ.ສ", "ព.ស.", "ព.ស", "b.e.", "b.e", "be")
COMMON_MARKS = (
    *("คริสต์ศักราช", "ค.ศ.", "ค.ศ", "คศ.", "ຄ.ສ.", "ຄ.ສ", "គ.ស.", "គ.ស", "公元", "西元", "서기"),
    *("a.d.", "ad", "c.e.", "ce", "g.c.", "g.c", "gc", "tl", "م", "ميلادي", "እ.ኤ.አ.", "እ.ኤ.አ", "እ.አ.አ", "ई.सं.", "ई.सं"),
)
MARKS_OF_OTHER_CALENDARS = {
    Calendar.BIKRAM: (
        "b.s.",
        "b.s",
        "bs",
        "v.s.",
        "v.s",
        "bikram sambat",
        "वि.सं.",
        "वि.सं",
        "वि. सं.",
        "विसं",
        "बि.सं.",
        "बि.सं",
    ),
    Calendar.SOLAR: ("هـ.ش", "ه.ش", "هـ ش", "ه ش", "هجری شمسی", "شمسی", "a.p.", "s.h.", "sh"),
    Calendar.ETHIOPIAN: ("e.c.", "e.c", "ec", "ዓ.ም.", "ዓ.ም", "ዓ/ም", "ዓም", "ዓ. ም.", "ዓ. ም"),
}
"""What says by which other calendar a year is counted."""
RANGE_MARKS = ("between", "from", "to", "until", "and", "ถึง", "đến", "sampai", "hingga", "至", "or")
