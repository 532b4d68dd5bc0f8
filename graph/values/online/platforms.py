"""Platforms of accounts: the many ways sources write one, and the one code that account keys use."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from graph.values.online.account_links import read_link
from graph.values.placeholder_accounts import is_placeholder_account
from graph.values.text import MAX_IDENTIFIER_LENGTH, bare_text, fault, fold_identifier
from graph.values.word_lists import listed

UNKNOWN_PLATFORM: Final = "a platform that is not known, taken as it is written"
"""Why an account with a key is no more than possible: nothing bears out what its platform is called elsewhere."""

# code | other names. A name of these in place of an account is none: `telegram` at Telegram.
_TABLE = """
telegram|tg;telegram x;telegram channel;telegram group;telegram bot;เทเลแกรม;เทเลแกรม์;电报;電報;纸飞机;紙飛機;飞机;飛機
telegram|텔레그램;テレグラム;телеграм;телеграмм;តេឡេក្រាម;ເທເລແກຣມ;တယ်လီဂရမ်
facebook|fb;meta;messenger;fan page;เฟซบุ๊ก;เฟซบุ๊ค;เฟสบุ๊ก;เฟสบุ๊ค;เฟสบุค;เฟส;แมสเซนเจอร์;脸书;臉書;페이스북
facebook|フェイスブック;фейсбук;ហ្វេសប៊ុក;ເຟສບຸກ;ເຟສບຸກ໌;ဖေ့စ်ဘွတ်;ဖေ့ဘုတ်;ဖေ့စ်ဘုတ်
line|ไลน์;ไลน;라인;ライン;ໄລນ໌
wechat|weixin;wx;vx;v信;微信;薇信;威信;วีแชต;วีแชท;위챗;вичат
whatsapp|wa;วอตส์แอป;วอทส์แอป;วอทส์แอพ;왓츠앱;ватсап;вотсап
x|twitter;ทวิตเตอร์;推特;트위터;ツイッター;твиттер
instagram|ig;insta;ไอจี;อินสตาแกรม;인스타그램;인스타;インスタグラム;インスタ;инстаграм
tiktok|ติ๊กต็อก;ติ๊กตอก;ติกตอก;틱톡;тикток
douyin|抖音
qq|腾讯qq;騰訊qq;扣扣;企鹅;企鵝
vk|vkontakte;вконтакте;вк
viber|ไวเบอร์;ဗိုင်ဘာ;바이버;вайбер
zalo|ซาโล
signal|signal private messenger;ซิกแนล;сигнал
youtube|yt;ยูทูบ;ยูทูป;油管;유튜브;ютуб
discord|ดิสคอร์ด
linkedin|领英;領英
skype|สไกป์;скайп
kakaotalk|kakao;kakao talk;카카오톡;카카오;카톡;カカオトーク
"""
# Names of these may be names of accounts as well.
_OTHERS = """
snapchat|snap
threads|
weibo|微博;新浪微博;sina weibo
wechat-official|wechat official account;wechat oa;公众号;公眾號;微信公众号;微信公眾號
xiaohongshu|小红书;小紅書;rednote;xhs
kuaishou|快手
reddit|
pinterest|
imo|
botim|
potato|potato chat;土豆
letstalk|lets talk
safew|
tinder|
bumble|
badoo|
tantan|探探
bigo|bigo live
likee|
clubhouse|
twitch|
steam|
github|
shopee|
lazada|
indeed|
jobstreet|
jobsdb|
jobthai|
boss-zhipin|boss直聘
odnoklassniki|одноклассники
google-chat|hangouts;google hangouts
teams|microsoft teams
"""
# What stands where no platform is known; of its accounts none has a key.
_NO_PLATFORM_WORDS = """
other;others;another;any;various;misc;etc;social media;social network;social;media;app;apps;application;chat;chat app
messenger app;online;internet;web;website;im;sns;sms;อื่น;อื่นๆ;อื่น ๆ;โซเชียล;ออนไลน์;แอป;แอพ;อินเทอร์เน็ต;其他;其它
社交媒体;网络;网上
软件;软体;khác;khac;mạng xã hội;mang xa hoi;ứng dụng;lain;lainnya;lain-lain;media sosial;aplikasi;iba pa;ອື່ນໆ
ផ្សេងៗ;អခြား
"""
_NO_PLATFORM = frozenset(listed(_NO_PLATFORM_WORDS))
# Words around a platform's name that make no other platform. A group, a story or a shop is something else.
_BEFORE_WORDS = (
    "app application account id the official business akun aplikasi tài khoản nick ứng dụng аккаунт мессенджер"
)
_BEHIND_WORDS = """
app apps application messenger messaging chat id ids account accounts acct business page profile user username name
handle contact no number link official oa lite web desktop mobile dm
"""
_FIRST = frozenset(_BEFORE_WORDS.split())
_LAST = frozenset(_BEHIND_WORDS.split())
_BEFORE = re.compile(r"(?:ไอดี|แอป|แอพ|บัญชี|เพจ|แชท|แชต)\s*")
_BEHIND = re.compile(r"\s*(?:[账帐賬帳][号號户戶]|[号號]|アカウント|아이디|id)")
_OFFICIAL = re.compile(r"\b(?:official|oa)\b|@$|公式|ทางการ")
_BETWEEN = re.compile(r"\s*[()\[\]{}/|,;+&]\s*")
_PARTS_OF_NAME = re.compile(r"[\s._-]+")


class Platform(NamedTuple):
    """A platform: its code, whether the table has it, and whether a text says that its account is an official one."""

    code: str
    is_known: bool
    is_official: bool = False


def _squeezed(name: str) -> str:
    return _PARTS_OF_NAME.sub("", name)


def _index(table: str) -> dict[str, str]:
    """Return the codes by names in small letters without what parts their words."""
    rows = (line.split("|") for line in table.strip().splitlines())
    return {_squeezed(name): code for code, names in rows for name in (code, *names.split(";")) if name}


_PRINCIPAL = _index(_TABLE)
_INDEX = _index(_OTHERS) | _PRINCIPAL


def platform_names() -> frozenset[str]:
    """Return the codes of the platforms whose names are no names of accounts."""
    return frozenset(_PRINCIPAL.values())


def is_platform(text: str) -> bool:
    """Tell whether a text is the name of a platform that stands for no account, and nothing else."""
    return bare_text(text).replace(" ", "") in _PRINCIPAL


@lru_cache(maxsize=2_000)
def find_platform(text: str | None) -> Platform | None:
    """Return which platform a text names; one that the table has not is folded, a text that names none is None.

    Args:
        text: as a source wrote it: `LINE ID`, `X (Twitter)`, `เฟซบุ๊ก`, `facebook.com`. Words for an account or a
            program around a name, brackets and slashes make no other platform (`WhatsApp Business`, `Telegram app`).
    """
    if not text or fault(text, MAX_IDENTIFIER_LENGTH) is not None:
        return None
    folded = fold_identifier(text).lower().strip(" .:-*\"'")
    known = _known(folded)
    if known is not None:
        return Platform(known, is_known=True, is_official=_OFFICIAL.search(folded) is not None)
    if _says_nothing(folded) or bare_text(text) in _NO_PLATFORM or is_placeholder_account(text):
        return None
    code = re.sub(r"[\s_]+", "-", fold_identifier(text).lower())
    return Platform(code, is_known=False) if any(map(str.isalnum, code)) else None


def _known(folded: str) -> str | None:
    """Return the code of the one platform that each part of a text names, or has nothing to say of."""
    link = read_link(folded)
    if link is not None:
        return link.platform
    whole = _INDEX.get(_squeezed(folded))
    if whole is not None:
        return whole
    codes = {_code_of(part) for part in _BETWEEN.split(folded) if not _says_nothing(part)}
    return codes.pop() if len(codes) == 1 else None


def _says_nothing(part: str) -> bool:
    return all(word in _LAST for word in _PARTS_OF_NAME.split(part) if word)


def _code_of(part: str) -> str | None:
    whole = _INDEX.get(_squeezed(part))
    if whole is not None:
        return whole
    words = [word for word in _PARTS_OF_NAME.split(part.rstrip("@")) if word]
    while words and words[-1] in _LAST:
        words.pop()
    while words and words[0] in _FIRST:
        words.pop(0)
    named = {_INDEX.get(word) for word in words}
    if len(named) == 1 and None not in named:  # `Line ไลน์`
        return named.pop()
    return _without_affixes("".join(words))


def _without_affixes(name: str) -> str | None:
    """Return the code of a name that words of its script stand before or behind without a space: `ไอดีไลน์`, `微信号`."""
    before = _BEFORE.match(name)
    bare = name[before.end() :] if before is not None else name
    forms = (name, bare, *(bare[: found.start()] for found in _BEHIND.finditer(bare) if found.end() == len(bare)))
    return next((_INDEX[form] for form in forms if form in _INDEX), None)
