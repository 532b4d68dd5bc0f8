"""Mailboxes that an office reads, not one person: `info@`, `hr@`, `tuyendung@`."""

import re

# RFC 2142 for those of a service; the rest is what firms, shops, schools and authorities of the region call theirs.
_OFFICES_WORDS = """
abuse hostmaster info marketing news noc postmaster sales security support webmaster
account accounting accounts admin administration administrator agency agent apply assist assistance billing board
booking bookings branch business career careers claims club compliance concierge consular consulate contact contactus
cs customer customercare customerservice customerservices customersupport deliveries dispatch editor embassy
employment enquires enquiries enquiry events export feedback finance frontdesk frontoffice general headoffice hello
help helpdesk helpline hiring hiringmanager hotel hotline hr hrd hrdept hrm hrteam humanresource humanresources import
inbox information inquiries inquiry invoice invoices it job jobs legal logistics mail mailbox main management manager
media membership office officeadmin operation operations order orderdesk orders partners payment payments payroll
personnel pr press procurement purchase purchasing reception receptionist recruit recruiter recruiters recruiting
recruitment registrar registration reservation reservations resume resumes sale secretariat secretary service
servicedesk services shipping shop staff staffing store studio supportteam team tech technical ticket tickets tour
tours trade trading training travel treasury vacancies vacancy visa visas warehouse web welcome work
lienhe tuyendung nhansu hotro kinhdoanh chamsockhachhang cskh ketoan vanphong
kontak layanan pengaduan lowongan rekrutmen personalia keuangan penjualan humas kantor hubungi jawatankosong aduan
khidmatpelanggan pejabat
kefu zhaopin lianxi yewu shangwu caiwu bangong renshi
somruam sarabun saraban
trabaho
"""
_OFFICES = frozenset(_OFFICES_WORDS.split())
_SEPARATORS = re.compile(r"[._-]+")
# `sales2@`, `hr01@`; and `info.th@`, `hr-kl@`: a desk or a branch of the office.
_COUNT_BEHIND = re.compile(r"[0-9]{1,2}$")
_LONGEST_BRANCH = 3
_WORDS = "|".join(map("[._-]*".join, sorted(_OFFICES)))
MAY_BE_OFFICE_MAILBOX = rf"^[._-]*(?:{_WORDS})(?:[0-9._+-]|@)"
"""Every mailbox of an office in small letters matches, and few others; in RE2's syntax, for columns."""


def is_office_mailbox(address: str) -> bool:
    """Tell whether a mailbox is an office's, which whoever works there may give as their own.

    Args:
        address: in lower case, as `normalise_email` returns it.
    """
    local = _COUNT_BEHIND.sub("", address.rpartition("@")[0].partition("+")[0])
    first, *others = _SEPARATORS.split(local)
    if "".join((first, *others)) in _OFFICES:
        return True
    return first in _OFFICES and all(part in _OFFICES or len(part) <= _LONGEST_BRANCH for part in others)
