"""Numbers in Hanzi that count houses and parts of a compound. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, site_name
from entity_resolution.names.scripts.hanzi_numbers import hanzi_numbers_in_digits


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("银贝四号", "银贝4号"),
        ("银贝十号", "银贝10号"),
        ("银贝十二号", "银贝12号"),
        ("银贝二十號", "银贝20號"),
        ("银贝三十五栋", "银贝35栋"),
        ("银贝12号楼", "银贝12栋"),
        ("银贝园区二期", "银贝园区 phase 2"),
        ("银贝园区第3期", "银贝园区 phase 3"),
        ("银贝二区", "银贝 zone 2"),
        ("银贝第二區", "银贝 zone 2"),
        ("银贝2区", "银贝 zone 2"),
        ("银贝十二区园区", "银贝 zone 12 园区"),
        ("银贝三门", "银贝3门"),
        # A building, tower or zone of a phase.
        ("银贝园区二期3号楼", "银贝园区 phase 2 3栋"),
        ("银贝园区二期 3号樓", "银贝园区 phase 2 3栋"),
        ("银贝三期五栋", "银贝 phase 3 5栋"),
        ("银贝二期A栋", "银贝 phase 2 A栋"),
        ("银贝A期3栋", "银贝 phase A 3栋"),
        ("银贝十二期A区", "银贝 phase 12 zone A"),
        # No numbers, or none of what is counted.
        ("三区", "三区"),
        ("三门", "三门"),
        ("银贝园区", "银贝园区"),
        ("天下第一楼", "天下第一楼"),
        ("银贝一二号", "银贝一二号"),
        ("四海银贝", "四海银贝"),
        ("银贝号", "银贝号"),
        ("Park 4", "Park 4"),
    ],
)
def test_numbers_of_what_is_counted_are_read(text: str, read: str) -> None:
    assert hanzi_numbers_in_digits(text) == read


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ("Yinbei 4", "银贝四号", True),
        ("Yinbei 4", "银贝五号", False),
        ("Yinbei Park Building 12", "银贝园区十二号楼", True),
        ("Yinbei Park Phase 2", "银贝园区二期", True),
        ("Yinbei Park Phase 2", "银贝园区三期", False),
        ("银贝园区2期", "银贝园区二期", True),
        ("银贝园区3期", "银贝园区二期", False),
        ("Yinbei Zone 2", "银贝二区", True),
        ("Yinbei Zone 2", "银贝2区", True),
        ("Yinbei Park Zone 2", "银贝园区二区", True),
        ("Yinbei Zone 2", "银贝一区", False),
        ("银贝2区", "银贝二区", True),
        ("银贝一区", "银贝二区", False),
        ("Yinbei Block 2", "银贝二区", False),
        ("Yinbei Park Phase 2 Building 3", "银贝园区二期3号楼", True),
        ("Yinbei Park Phase 2 Building 3", "银贝园区二期三栋", True),
        ("Yinbei Park Phase 2 Building 3", "银贝园区三期二栋", False),
        ("Yinbei Park Phase 23", "银贝园区二期3号楼", False),
        ("Yinbei Park Phase 2 Block A", "银贝园区二期A栋", True),
        ("Yinbei Park Phase 2 Tower A", "银贝园区二期A座", True),
        ("Yinbei Park Phase 2 Zone A", "银贝园区二期A区", True),
        ("Yinbei Park Phase 2 Block B", "银贝园区二期A栋", False),
        ("Yinbei Park Phase 1 Building 11", "银贝园区一期11号楼", True),
        ("Yinbei Park Phase 11 Building 1", "银贝园区一期11号楼", False),
        ("银贝园区11期1号楼", "银贝园区1期11号楼", False),
        ("银贝园区一期12号楼", "银贝园区11期2号楼", False),
        ("Yinbei Park Phase 1 Building 11", "Yinbei Park Phase 11 Building 1", False),
        ("Yinbei Park Phase 1 Building 11", "Yinbei Park Building 11, Phase 1", True),
    ],
)
def test_a_number_in_hanzi_is_that_in_digits_and_another_another_house(left: str, right: str, agree: bool) -> None:
    for one, other in ((left, right), (right, left)):
        assert compare_names(site_name(one), site_name(other), NameKind.SITE).agrees is agree
