"""Vietnamese companies: trades cut short, and marks that say another word than a kind of body. All are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.name_comparison import compare_names_of
from entity_resolution.names import NameKind, NameLevel, organisation_name, site_name
from entity_resolution.names.companies.vietnamese_companies import heads_by_marks, trades_in_full
from tests.entity_resolution.scored_pairs import on_both, scored

SHARED = {"jurisdiction": "VN", "phone": "+842812340678"}


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("TM Hải Âu", "thương mại Hải Âu"),
        ("tm dv xnk Bạch Dương", "thương mại dịch vụ xuất nhập khẩu Bạch Dương"),
        ("TM&DV Sao Mai", "thương mại dịch vụ Sao Mai"),
        ("TMDV-XNK Sao Mai", "thương mại dịch vụ xuất nhập khẩu Sao Mai"),
        ("SXTMDV Sao Mai", "sản xuất thương mại dịch vụ Sao Mai"),
        ("XD và TM Bình Khang", "xây dựng thương mại Bình Khang"),
        ("Xây dựng và Thương mại Bình Khang", "xây dựng thương mại Bình Khang"),
        ("ĐT PT Hoàng Gia", "đầu tư phát triển Hoàng Gia"),
        ("DT XD Hoàng Gia", "đầu tư xây dựng Hoàng Gia"),
        ("PT Việt", "PT Việt"),  # two letters of a name, or development
        ("DT Hoàng Gia", "DT Hoàng Gia"),
        ("TM", "TM"),
        ("TM DV", "TM DV"),
        ("Hoa Mai TM", "Hoa Mai TM"),
        ("TMC Sao Mai", "TMC Sao Mai"),
    ],
)
def test_trades_in_front_are_in_full(short: str, full: str) -> None:
    assert trades_in_full(short) == full
    assert trades_in_full(full) == full


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("CÔNG TY TNHH TM HẢI ÂU XANH", "CÔNG TY TNHH THƯƠNG MẠI HẢI ÂU XANH"),
        ("CTY TNHH TM DV XNK BẠCH DƯƠNG", "CÔNG TY TNHH THƯƠNG MẠI DỊCH VỤ XUẤT NHẬP KHẨU BẠCH DƯƠNG"),
        ("CTCP XD VÀ TM BÌNH KHANG", "CÔNG TY CỔ PHẦN XÂY DỰNG VÀ THƯƠNG MẠI BÌNH KHANG"),
        ("CTY CP DTXD HOANG GIA", "Hoang Gia Investment Construction JSC"),
        ("CÔNG TY TNHH ĐẦU TƯ PHÚ QUÝ", "Phu Quy Investment Co., Ltd"),
        ("CÔNG TY TNHH KHÁCH SẠN PHÚ QUÝ", "Phu Quy Hotel Co., Ltd"),
        ("Công ty TNHH Phú Quý", "Phu Quy Co., Ltd"),
        ("Công ty CP Viễn Đông Xanh", "Vien Dong Xanh JSC"),
    ],
)
def test_a_company_is_one_with_its_trades_cut_short_and_without_marks(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        found = scored("Organization", left=one, right=other, **on_both(SHARED))
        assert (found.outcome, found.blocked) == (Outcome.MATCH, True)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Công ty TNHH TM Minh Phát", "Công ty TNHH XD Minh Phát"),
        ("Công ty TNHH DV Hoa Mai", "Công ty TNHH TM Hoa Mai"),
        ("Công ty TNHH TM DV Hoa Mai", "Công ty TNHH TM DV Hoa Lan"),
        ("Công ty TNHH TM DV Hoa Mai", "Công ty TNHH TM DV Hoa Mài"),
        ("Công ty TNHH Phú Quý", "Công ty TNHH Phú Quỳ"),
        ("TM International", "Thương Mại International"),
    ],
)
def test_another_trade_or_another_mark_is_another_company(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert scored("Organization", left=one, right=other, **on_both(SHARED)).outcome is not Outcome.MATCH


def test_a_fund_and_an_institute_are_read_by_their_marks_alone() -> None:
    assert heads_by_marks("Quỹ Hoa Mai") == "foundation Hoa Mai"
    assert heads_by_marks("Viện Hoa Mai") == "institute Hoa Mai"
    for name in ("Quý Hoa Mai", "Quy Hoa Mai", "Phú Quỹ", "Viễn Đông", "Bệnh viện Hoa Mai", "Quỹ"):
        assert heads_by_marks(name) == name
    fund, foundation = organisation_name("Quỹ Hoa Mai"), organisation_name("Hoa Mai Foundation")
    assert compare_names_of(NameKind.ORGANISATION, [fund], [foundation]).level == NameLevel.EXACT_LATIN
    assert organisation_name("Phu Quy").tokens == site_name("Phú Quý").tokens == ("phu", "quy")
