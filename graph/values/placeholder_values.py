"""Values that stand where none is known: mail addresses, numbers, sites, days and positions that tell nothing.

They are read and stored as they are written, with their keys; where two records are compared they are no evidence.
"""

import re
from itertools import product

from graph.values.made_up_digits import is_in_order, is_one_digit
from graph.values.online.account_links import PLATFORM_HOSTS
from graph.values.online.local_hosts import is_example_host
from graph.values.placeholder_accounts import is_placeholder_account

MOST_LETTERS = 400
# What clerks write before the @ for somebody without a mail address, and what a form or a machine has there.
_NO_MAILBOX_WORDS = """
noemail noemails nomail noemailaddress noaddress nocontact noreply donotreply notavailable notapplicable notprovided
notspecified notknown nowhere nobody noone noname nodata none null unknown undefined unnamed anonymous nothing example
sample dummy fake fakeemail invalid placeholder test tester testing testemail testmail testuser yourname youremail
youremailaddress myemail emailaddress username firstname lastname asdf asdfgh qwerty khongco khongcoemail khongcomail
khongro chuaco belumada tidakada tidakpunya tiada takda walangemail sincorreo sinemail notiene noaplica desconocido
desconocida naotem sememail desconhecido desconhecida pasdemail inconnu inconnue keineemail keinemail unbekannt
nieznany neznamy sconosciuto netpochty neizvestno someone somebody anyone your yours youraddress
"""
_NO_MAILBOX = frozenset(_NO_MAILBOX_WORDS.split())
# Of these people make names for themselves, with the year of their birth or a number that they like behind it, and what
# one tries out has a count of two digits at most: someone1985, tester2004. Digits in order are typed: test1234.
_NICKNAMES_WORDS = """
nobody noone nowhere nothing anonymous unknown unnamed someone somebody anyone your yours qwerty asdf asdfgh username
desconocido desconocida desconhecido inconnu unbekannt nieznany neznamy sconosciuto neizvestno dummy fake sample
"""
_TRIED_WORDS = "example test tester testing testuser testmail testemail placeholder"
_NICKNAMES, _TRIED = frozenset(_NICKNAMES_WORDS.split()), frozenset(_TRIED_WORDS.split())
# These are somebody's mailbox in a house of their own, or a name, and nobody's where everybody may have one. A number
# behind a name is a year or a place in a row of people: nan.1990.
_AT_PROVIDERS_WORDS = """
no na nil nill nan tba tbd unk admin info mail email gmail contact office support sales user name abc
you me
"""
_AT_PROVIDERS = frozenset(_AT_PROVIDERS_WORDS.split())
# And these are nobody's with a count behind them as well; of more digits that may be a year.
_COUNTED_WORDS = frozenset({"admin", "office", "info", "user"})
_COUNTED = re.compile(rf"({'|'.join(sorted(_COUNTED_WORDS))})[0-9]{{1,2}}")
_PROVIDERS_WORDS = """
gmail.com googlemail.com yahoo.com yahoo.com.vn yahoo.co.th yahoo.co.id yahoo.com.ph yahoo.com.sg ymail.com
hotmail.com outlook.com live.com msn.com aol.com icloud.com me.com mail.com email.com mail.ru yandex.ru yandex.com
gmx.com qq.com vip.qq.com 163.com 126.com yeah.net sina.com foxmail.com naver.com daum.net hanmail.net proton.me
protonmail.com zoho.com rediffmail.com gmail.con gmai.com gmial.com example.com example.org example.net test.com
none.com no.com na.com nomail.com noemail.com domain.com yourdomain.com mydomain.com company.com yourcompany.com
website.com site.com
"""
_PROVIDERS = frozenset(_PROVIDERS_WORDS.split())
_SEPARATORS = re.compile(r"[._+-]+")
_COUNT_BEHIND = re.compile(r"[0-9]{1,4}$")
_MOST_DIGITS, _COUNT_OF_TRIED = 4, 2
_SHORTEST_REPEATED = 3
# In a house of their own three letters are somebody's initials; crosses are nobody's.
_FEWEST_LETTERS, _CROSS = 4, "x"
_BETWEEN = "[._+-]*"
_WITH_COUNT, _BARE, _WITH_SHORT_COUNT = (
    "|".join(map(_BETWEEN.join, sorted(words))) for words in (_NO_MAILBOX, _AT_PROVIDERS, _COUNTED_WORDS)
)
_REPEATED = "|".join(f"(?:{c}{_BETWEEN})+" for c in "abcdefghijklmnopqrstuvwxyz")
MAY_BE_PLACEHOLDER_EMAIL = (
    rf"^{_BETWEEN}(?:(?:{_WITH_COUNT})(?:{_BETWEEN}[0-9]){{0,4}}|(?:{_WITH_SHORT_COUNT})(?:{_BETWEEN}[0-9]){{1,2}}"
    rf"|{_BARE}|{_REPEATED}){_BETWEEN}@|^[0-9._+-]+@|[@.]example\.(?:com|net|org)$"
)
"""Every mail address in small letters that is a placeholder matches, and few others; in RE2's syntax, for columns."""
MAY_BE_PLACEHOLDER_PHONE = "|".join(f"{digit}{{6}}" for digit in range(10))
"""Every number that is a placeholder matches; in RE2's syntax, for columns of digits."""


def is_placeholder_email(address: str) -> bool:
    """Tell whether a mail address is nobody's: `noemail@gmail.com`, `none@none.com`, `noreply@...`, `info@gmail.com`.

    So is any of a domain for examples (`someone@example.com`), one of a digit or letter repeated, or of digits in
    order; another number is somebody's where mailboxes are numbers: `20481@qq.com`.

    Args:
        address: in lower case, as `normalise_email` returns it.
    """
    local, _, domain = address.rpartition("@")
    plain = _SEPARATORS.sub("", local)
    if _is_no_mailbox(plain) or is_example_host(domain):
        return True
    house = domain.partition(".")[0]
    counted = _COUNTED.fullmatch(plain)
    word = counted[1] if counted is not None else plain
    if word in _AT_PROVIDERS:
        return domain in _PROVIDERS or house == word
    if plain.isdigit():
        return is_one_digit(plain) or is_in_order(plain, _SHORTEST_REPEATED)
    fewest = _SHORTEST_REPEATED if plain[:1] == _CROSS or domain in _PROVIDERS else _FEWEST_LETTERS
    return len(set(plain)) == 1 and (len(plain) >= fewest or house == plain)


def _is_no_mailbox(plain: str) -> bool:
    """Tell whether what stands before the @ is a word for none, perhaps with a count behind it."""
    word = _COUNT_BEHIND.sub("", plain)
    if word not in _NO_MAILBOX:
        return False
    count = plain[len(word) :]
    most = _MOST_DIGITS if word not in _NICKNAMES | _TRIED else _COUNT_OF_TRIED if word in _TRIED else 1
    # test001: somebody counts on, and no year begins so; 007 is what somebody calls himself.
    is_padded = count.startswith("0") and count != "007"
    is_typed = is_padded or (
        len(count) >= _SHORTEST_REPEATED and (is_one_digit(count) or is_in_order(count, _SHORTEST_REPEATED))
    )
    return len(count) <= most or is_padded or is_typed


# What happened to a document, in place of its number, with a year or a count behind it.
_FATES_WORDS = """
lost stolen missing expired seized confiscated held retained surrendered cancelled canceled revoked damaged destroyed
burnt applied pending notavailable notprovided notissued passport nopassport nodocument noid
"""
_FATES = frozenset(_FATES_WORDS.split())
_WITH_A_COUNT = re.compile(r"([A-Z]{4,})\d{0,4}")
# A letter behind the digits is a check letter.
_NUMBER = re.compile(r"([A-Z]{0,3})(\d{4,})")
_FEWEST_DIGITS = 6


def is_placeholder_number(number: str) -> bool:
    """Tell whether a number of a document or a company is made up: zeros, one digit repeated, or digits in order.

    Two letters before digits in order are left as they are: registers with a series of letters come to that number. A
    word for none with a year or a count behind it is made up, too: `LOST2023`.

    Args:
        number: in letters and digits alone, as `normalise_document` returns it.
    """
    found = _NUMBER.fullmatch(number)
    if found is None:
        word = _WITH_A_COUNT.fullmatch(number)
        return word is not None and (word[1].lower() in _FATES or is_placeholder_account(word[1]))
    before, digits = found.groups()
    if is_one_digit(digits):
        return digits[0] == "0" or len(digits) >= _FEWEST_DIGITS
    return len(before) <= 1 and is_in_order(digits, _FEWEST_DIGITS)


# Where everybody has a page: sites of searches, short links, maps and mail beside the platforms of accounts.
_EVERYBODYS_WORDS = """
bit.ly tinyurl.com goo.gl maps.app.goo.gl g.page is.gd cutt.ly rb.gy ow.ly shorturl.at linktr.ee forms.gle reurl.cc
google.com maps.google.com sites.google.com docs.google.com drive.google.com bing.com baidu.com yandex.com yandex.ru
yahoo.com gmail.com hotmail.com outlook.com whatsapp.com telegram.org web.telegram.org wechat.com weixin.qq.com qq.com
weibo.com douyin.com viber.com zalo.me vk.com skype.com discord.com discord.gg pinterest.com snapchat.com threads.net
wordpress.com blogspot.com blogger.com wixsite.com wix.com weebly.com github.com medium.com alibaba.com shopee.com
lazada.com amazon.com ebay.com tripadvisor.com booking.com agoda.com airbnb.com wikipedia.org
play.google.com apps.apple.com itunes.apple.com
"""
_EVERYBODYS = PLATFORM_HOSTS | frozenset(_EVERYBODYS_WORDS.split())
_NATIONAL_GOOGLE = re.compile(r"google\.(?:com?\.)?[a-z]{2}")
_FOR_DEVICES = re.compile(r"^(?:www|m|web|mobile|[a-z]{2}(?:-[a-z]{2})?)\.(?=[^.]+\.)")
# Folders in which pages of somebody lie.
_FOLDERS_WORDS = """
company in pub school profile profile.php pages people groups group channel c user users p pg ti r home home.php login
login.php index index.php index.html search send joinchat s share maps public
"""
_FOLDERS = frozenset(_FOLDERS_WORDS.split())
_SITE = re.compile(
    r"(?:https?://|host:|url:)?(?P<host>[^/?#:]+)(?::\d+)?(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?"
)


def is_placeholder_site(address: str) -> bool:
    """Tell whether a web address is a platform without a page of it: `facebook.com`, `linkedin.com/company/`.

    Args:
        address: as `normalise_url` returns it, or its key.
    """
    found = _SITE.fullmatch(address) if len(address) <= MOST_LETTERS else None
    if found is None or not is_everybodys_host(found["host"]):
        return False
    folders = (part.lower() in _FOLDERS for part in found["path"].split("/") if part)
    said = (part.partition("=")[2] for part in (found["query"] or "").split("&"))
    return all(folders) and not any(said)


def is_everybodys_host(host: str) -> bool:
    """Tell whether on a host everybody has a page, or a short link to one."""
    bare = host if host in _EVERYBODYS else _FOR_DEVICES.sub("", host, count=1)
    return bare in _EVERYBODYS or _NATIONAL_GOOGLE.fullmatch(bare) is not None


# Days on which spreadsheets and databases begin to count, and days of ones.
_FIRST_DAYS_WORDS = """
1000-01-01 1111-11-11 1753-01-01 1800-01-01 1899-12-30 1899-12-31 1900-01-01 1900-01-02 1900-12-31 1900-01 1900
"""
_FIRST_DAYS = frozenset(_FIRST_DAYS_WORDS.split())
_TO_COME = "2100"


def is_placeholder_day(day: str) -> bool:
    """Tell whether nobody was born on a day: the zero of spreadsheets, or one of another century to come.

    It says the same every day, as scores do: what is to come today will have been tomorrow.

    Args:
        day: ISO date or the beginning of one.
    """
    return "/" not in day and (day in _FIRST_DAYS or day >= _TO_COME)


_FEWEST_DECIMALS = 2
# Where geocoders lay a country of which no more is said: Google's canonical points of countries.
_CENTRES = """
12.565679,104.990963 15.870032,100.992541 21.913965,95.956223 21.916221,95.955974 19.85627,102.495496
14.058324,108.277199 4.210484,101.975766 -0.789275,113.921327 12.879721,121.774017 35.86166,104.195397
23.69781,120.960515 -8.874217,125.727539 20.593684,78.96288 23.684994,90.356331 28.394857,84.124008
27.514162,90.433601 7.873054,80.771797 30.375321,69.345116 36.204824,138.252924 35.907757,127.766922
23.424076,53.847818
"""
_COUNTRIES = tuple(tuple(map(float, pair.split(","))) for pair in _CENTRES.split())
# In the middle of Singapore, Hong Kong, Macau and, as it is as small, Brunei stand houses: the points of these are told
# to the last of six decimals, or of the five that they are rounded or cut to.
_SMALL_CENTRES = "1.352083,103.819836 22.396428,114.109497 22.198745,113.543873 4.535277,114.727669"


def _ways_to_write(point: str) -> set[str]:
    """Return a position of six decimals as it is, and with each degree rounded or cut to five."""
    ways = ((f"{float(degree):.5f}", degree[:-1]) for degree in point.split(","))
    shown = ([text.rstrip("0") for text in texts] for texts in ways)
    return {point, *map(",".join, product(*shown))}


_SMALL_COUNTRIES = frozenset().union(*map(_ways_to_write, _SMALL_CENTRES.split()))


def is_placeholder_position(position: str) -> bool:
    """Tell whether a position is in whole degrees, as `90,180` and `1,1`, or the point that stands for a country.

    Args:
        position: latitude and longitude, as `normalise_coordinates` returns them.
    """
    if "." not in position or position in _SMALL_COUNTRIES:
        return True
    pair = position.split(",")
    decimals = max(len(text.partition(".")[2]) for text in pair)
    if decimals < _FEWEST_DECIMALS:
        return False
    here = [float(text) for text in pair]
    # Rounded or cut to so many decimals.
    return any(all(abs(a - b) < 10**-decimals for a, b in zip(here, there, strict=True)) for there in _COUNTRIES)
