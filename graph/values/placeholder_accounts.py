"""What stands where no account and no sender is known: `none`, `no username`, `deleted account`, `ไม่มีไลน์`.

A column of accounts or numbers is filled where there is none as well. Read as names, such words would join whoever
lacks one.
"""

import re

from graph.values.nameless.placeholder_names import is_placeholder_name
from graph.values.text import bare_text
from graph.values.word_lists import listed

_WORDS = """
no;nil;nill;nan;na;n/a;#n/a;#ref!;#value!;none given;nothing;blank;empty;missing;invalid;error;no data;no info;pending
yes;have;has;ok;same;same as phone;same number;same as mobile;ditto;-do-;idem;see chat;see screenshot;private;hidden
private account;hidden account;hidden number;unlisted;deleted;deleted account;deactivated;deactivated account;banned
suspended;blocked;removed;account deleted;user deleted;deleted user;no longer exists;does not exist;not found
no result
admin;administrator;username;user name;user;users;handle;account;account name;profile;profile.php;no username
no user name;without username
your name;your id;your account;your handle;channel name;group name;user id;account id
no handle;no account;no id;no user;no number;no phone;no mobile;no tel;no contact;no phone number;no mobile number
unknown number;number unknown;phone number;mobile number;telephone;your number;your username;example;sample;dummy;fake
unknown account;unknown user;no line;no telegram;no wechat;no whatsapp;no facebook;no zalo;no viber;line id;wechat id
wechat no;lost;forgot;forgotten;not sure;don't know;dont know;donotknow;no idea;unclear;illegible;unreadable;redacted
ไม่มี;มี;มีแล้ว;เหมือนกัน;เบอร์เดียวกัน;ไม่มีเบอร์;ไม่มีเบอร์โทร;ไม่มีโทรศัพท์;ไม่มีมือถือ;ไม่มีไลน์;ไม่มีบัญชี;ไม่มีข้อมูล;ไม่มีเฟส
ไม่มีเฟซบุ๊ก;ไม่มีเทเลแกรม;ไม่พบ;ไม่พบข้อมูล;ไม่ทราบเบอร์;ไม่ทราบหมายเลข;ไม่ทราบบัญชี;จำไม่ได้;ลบแล้ว;ลบบัญชีแล้ว;ปิดบัญชีแล้ว
รอตรวจสอบ;อยู่ระหว่างตรวจสอบ;ว่าง;หาย
ບໍ່ມີເບີ;ບໍ່ມີເບີໂທ;ບໍ່ມີໂທລະສັບ;ມີ;ລຶບແລ້ວ;ຈື່ບໍ່ໄດ້;គ្មានលេខ;គ្មានលេខទូរស័ព្ទ;គ្មានទូរស័ព្ទ;គ្មានគណនី;មាន;លុបហើយ;ចាំមិនបាន
မရှိပါ;ဖုန်းမရှိ;ဖုန်းမရှိပါ;ဖုန်းနံပါတ်မရှိ;အကောင့်မရှိ;ရှိ;ဖျက်ပြီး;မမှတ်မိ
không;khong;không có;khong co;có;chưa có;chua co;không số;không có số;khong co so;không có sđt;không nhớ
khong nho;không sdt
không rõ số;không biết số;đã xóa;đã xoá;da xoa;không tài khoản;không có tài khoản;không có zalo;không zalo
không có facebook;trống
tiada;tiada nombor;tiada telefon;tiada akaun;tiada maklumat;tidak ada;tidak ada nomor;tidak punya;tidak ada hp
tidak ada akun
tak ada;takde;takda;nihil;kosong;belum ada;belum diketahui;dihapus;dipadam;lupa
wala;walang numero;walang cellphone;walang telepono;walang account;walang contact;wala pa;hindi matandaan;nakalimutan
没有;沒有;无电话;無電話;没有电话;沒有電話;无号码;無號碼;无手机;無手機;无账号;無帳號;无微信;无信息;空;空白;空号
空號;有;已注销;已註銷;已删除;已刪除;注销
帐号已注销;账号已注销;该账号已注销;保密;隐藏;隱藏;私密;同手机号;同手机;同电话;忘记;不记得;不清楚;不知道;查无
查無;查无此人
없음;없습니다;모름;모릅니다;삭제;삭제됨;탈퇴;비공개;있음;нет;не имеет;нет номера;нет телефона;удалён;удален
удаленный аккаунт
なし;無し;不明;削除済み;削除;ninguno;ninguna;no tiene;sin numero;sin número;aucun;aucune;kein;keine;keiner
"""
_BETWEEN = re.compile(r"[\s._-]+")
_PLACEHOLDERS = frozenset(_BETWEEN.sub(" ", word).strip() for word in listed(_WORDS))
# Run together nearly nobody is called so, while `tom` may be somebody whom two words make.
_SQUEEZED = frozenset(word.replace(" ", "") for word in _PLACEHOLDERS if " " in word and len(word) > len("no id"))


def is_placeholder_account(text: str) -> bool:
    """Tell whether a text stands where no account, number or sender is known, with an @ before it too.

    Args:
        text: as written, in any letters, no link.
    """
    # `Girl 88` is a role for a name, and `girl88` somebody's account.
    if any(map(str.isdecimal, text)):
        return False
    plain = bare_text(text.lstrip(" @"))
    spaced = _BETWEEN.sub(" ", plain).strip()
    return spaced in _PLACEHOLDERS or plain in _SQUEEZED or any(map(is_placeholder_name, {plain, spaced}))
