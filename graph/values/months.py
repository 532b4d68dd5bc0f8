"""Month names of the region's languages, and the words that stand around a date."""

# One paragraph a language, January first; alternatives of one month by a slash.
_NAMES = """
january/jan february/feb march/mar april/apr may june/jun
july/jul august/aug september/sept/sep october/oct november/nov december/dec

มกราคม/มกรา/ม.ค./มค. กุมภาพันธ์/กุมภา/ก.พ./กพ. มีนาคม/มีนา/มี.ค./มีค.
เมษายน/เมษา/เม.ย./เมย. พฤษภาคม/พฤษภา/พ.ค./พค. มิถุนายน/มิถุนา/มิ.ย./มิย.
กรกฎาคม/กรกฎา/ก.ค./กค. สิงหาคม/สิงหา/ส.ค./สค. กันยายน/กันยา/ก.ย./กย.
ตุลาคม/ตุลา/ต.ค./ตค. พฤศจิกายน/พฤศจิกา/พ.ย./พย. ธันวาคม/ธันวา/ธ.ค./ธค.

ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ
ກໍລະກົດ/ກໍລະກດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ

មករា កុម្ភៈ/កុម្ភះ មីនា មេសា ឧសភា មិថុនា
កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ

ဇန်နဝါရီ ဖေဖော်ဝါရီ မတ် ဧပြီ မေ ဇွန်
ဇူလိုင် ဩဂုတ်/သြဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ

januari februari/pebruari maret/mac april mei juni/jun
juli/julai agustus/ogos/agt september oktober/okt november/nopember desember/disember/des/dis

enero pebrero marso abril mayo hunyo
hulyo agosto setyembre oktubre nobyembre disyembre
"""

MONTHS: dict[str, int] = {
    name: month
    for language in _NAMES.split("\n\n")
    for month, names in enumerate(language.split(), 1)
    for name in names.split("/")
}

# Words that say no more than that a date is a date, weekdays among them.
_NOISE = """
d.o.b. dob born on the of day month year date birth
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
วันที่ เดือน ปี เกิด เวลา จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์ อาทิตย์ วัน
ວັນທີ ເດືອນ ປີ ថ្ងៃទី ថ្ងៃ ខែ ឆ្នាំ ရက်နေ့ ရက် လ ခုနှစ် နှစ်
ngày tháng năm tanggal tahun tarikh bulan ika ng 年 月 日 号 號
"""
_APPROXIMATE = """
approximately approx. approx about around circa ca. ca c. est. estimated roughly
ประมาณ ราว ປະມານ ប្រហែល khoảng sekitar kira-kira 大约 大約 约 約
"""
NOISE = tuple(_NOISE.split())
APPROXIMATE_MARKS = tuple(_APPROXIMATE.split())
BUDDHIST_MARKS = ("พุทธศักราช", "พ.ศ.", "พ.ศ", "พศ.", "พศ", "ພ.ສ.", "ພ.ສ", "ព.ស.", "ព.ស", "b.e.", "b.e", "be")
COMMON_MARKS = ("คริสต์ศักราช", "ค.ศ.", "ค.ศ", "คศ.", "ຄ.ສ.", "គ.ស.", "公元", "西元", "a.d.", "ad", "c.e.", "ce", "tl")
RANGE_MARKS = ("between", "from", "to", "until", "and", "ถึง", "đến", "sampai", "hingga", "至", "or")
