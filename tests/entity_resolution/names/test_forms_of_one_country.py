"""Legal forms of one country that exclude each other, and those that a list takes for one another. All are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.name_comparison import compare_names_of
from entity_resolution.names import NameKind, NameLevel, organisation_name
from tests.entity_resolution.scored_pairs import on_both, scored


def _level(left: str, right: str) -> str:
    one, other = (
        compare_names_of(NameKind.ORGANISATION, [organisation_name(a)], [organisation_name(b)])
        for a, b in ((left, right), (right, left))
    )
    assert one.level == other.level
    return one.level


@pytest.mark.parametrize(
    ("country", "left", "right"),
    [
        ("MY", "Bukit Angsana PLT", "Bukit Angsana Sdn Bhd"),
        ("MY", "Teck Guan Hardware Enterprise", "Teck Guan Hardware Sdn Bhd"),
        ("MY", "Kedai Emas Wah Seng Enterprise", "Kedai Emas Wah Seng Sdn. Bhd."),
        ("PH", "Sampaguita Verde Trading OPC", "Sampaguita Verde Trading Corp."),
        ("PH", "Sampaguita Verde Trading OPC", "Sampaguita Verde Trading, Inc."),
        ("KH", "Chamroeun Pich Sole Proprietorship", "Chamroeun Pich Co., Ltd"),
        ("KH", "សហគ្រាសឯកបុគ្គល ចំរើន ពេជ្រ", "Chamroeun Pich Co., Ltd"),
        ("CN", "个体工商户 鹏翔百货店", "鹏翔百货有限公司"),
        ("CN", "金贝投资中心(有限合伙)", "金贝投资中心(普通合伙)"),
        ("TH", "ห้างหุ้นส่วนสามัญ เพชรแม่ระมาด", "หจก. เพชรแม่ระมาด"),
        ("TH", "หสน. เพชรแม่ระมาด", "บริษัท เพชรแม่ระมาด จำกัด"),
        ("VN", "Hộ kinh doanh Hoa Mai", "Công ty TNHH Hoa Mai"),
        ("VN", "Hoa Mai Private Enterprise", "Hoa Mai Co., Ltd"),
        ("ID", "PT Maju Jaya", "CV Maju Jaya"),
        ("JP", "株式会社ミナトヤ", "合同会社ミナトヤ"),
        ("JP", "㈱ミナトヤ", "㈲ミナトヤ"),
        ("JP", "合同会社ミナトヤ", "有限会社ミナトヤ"),
        ("JP", "合資会社ミナトヤ", "株式会社ミナトヤ"),
        ("JP", "Minatoya K.K.", "Minatoya G.K."),
        ("KR", "주식회사 한울미래", "유한회사 한울미래"),
        ("KR", "㈜한울미래", "한울미래 합자회사"),
        ("KR", "유한회사 한울미래", "유한책임회사 한울미래"),
        ("TW", "鴻旺昇有限公司", "鴻旺昇兩合公司"),
        ("RU", "ООО «Полярис Восток»", "АО «Полярис Восток»"),
        ("RU", "Общество с ограниченной ответственностью «Полярис Восток»", "ЗАО «Полярис Восток»"),
        ("RU", "OOO Polarisvost", "PAO Polarisvost"),
        ("TR", "Kervan Marin Ltd. Şti.", "Kervan Marin A.Ş."),
        ("TR", "Kervan Marin San. ve Tic. Ltd. Şti.", "Kervan Marin Anonim Şirketi"),
        ("BR", "Kervan Marin Ltda", "Kervan Marin S.A."),
        ("MA", "Kervan Marin SARL AU", "Kervan Marin SA"),
        ("FR", "Kervan Marin SARL", "Kervan Marin SNC"),
        ("FR", "Kervan Marin SARL", "Kervan Marin SAS"),
        ("DE", "Kervan Marin GmbH", "Kervan Marin AG"),
        ("DE", "Kervan Marin GmbH", "Kervan Marin GmbH & Co. KG"),
        ("PL", "Kervan Marin Sp. z o.o.", "Kervan Marin Spółka Akcyjna"),
        ("US", "Kervan Marin LLC", "Kervan Marin, Inc."),
        ("US", "Kervan Marin L.P.", "Kervan Marin Corp."),
        ("AE", "Kervan Marin L.L.C.", "Kervan Marin FZE"),
        ("AE", "Kervan Marin LLC", "Kervan Marin FZ-LLC"),
        ("QA", "Kervan Marin W.L.L.", "Kervan Marin QSC"),
        ("IT", "Kervan Marin S.r.l.", "Kervan Marin S.p.A."),
        ("FR", "Kervan Marin SARL", "Kervan Marin SCI"),
        ("MA", "Atlas Baie S.A.", "Atlas Baie S.C.I."),
        ("DE", "Kervan Marin GmbH", "Kervan Marin e.V."),
        ("DE", "KERVAN MARIN AG", "KERVAN MARIN EV"),
        ("DE", "Kervan Marin GmbH", "Kervan Marin GbR"),
        ("DE", "Kervan Marin UG (haftungsbeschränkt)", "Kervan Marin PartG mbB"),
        ("DK", "Kervan Marin ApS", "Kervan Marin A/S"),
        ("DK", "Kervan Marin Anpartsselskab", "Kervan Marin I/S"),
        ("AE", "Kervan Marin FZE", "Kervan Marin DMCC"),
        ("AE", "Kervan Marin DMCC LLC", "Kervan Marin FZ-LLC"),
    ],
)
def test_forms_that_exclude_each_other_are_left_to_a_human_whatever_a_secretary_answers(
    country: str, left: str, right: str
) -> None:
    assert _level(left, right) == NameLevel.OTHER_FORM
    shared = {"jurisdiction": country, "phone": "+85512340678", "email": "pich.chamroeun@gmail.com"}
    assert scored("Organization", left=left, right=right, **on_both(shared)).outcome is Outcome.REVIEW
    numbered = on_both({"jurisdiction": country, "registrationNumber": "00034567"})
    assert scored("Organization", left=left, right=right, **numbered).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Teck Guan Enterprise", "Teck Guan Enterprise Sdn Bhd"),
        ("Teck Guan Enterprise", "Teck Guan Enterprises"),
        ("Sampaguita Verde Trading OPC", "Sampaguita Verde Trading"),
        ("Sampaguita Verde Trading OPC", "Sampaguita Verde Trading Co., Ltd"),
        ("Sampaguita Verde Trading Corp.", "Sampaguita Verde Trading, Inc."),
        ("ห้างหุ้นส่วน เพชรแม่ระมาด", "หจก. เพชรแม่ระมาด"),
        ("ห้างหุ้นส่วน เพชรแม่ระมาด", "หสน. เพชรแม่ระมาด"),
        ("เพชรแม่ระมาด Limited Partnership", "หจก. เพชรแม่ระมาด"),
        ("金贝投资合伙企业(有限合伙)", "金贝投资合伙企业"),
        ("鹏翔百货有限公司", "鹏翔百货有限责任公司"),
        ("Doanh nghiệp tư nhân Hoa Mai", "Hoa Mai Private Enterprise"),
        ("សហគ្រាសឯកបុគ្គល ចំរើន ពេជ្រ", "Chamroeun Pich Sole Proprietorship"),
        ("Chamroeun Pich Sole Co., Ltd", "Chamroeun Pich Co., Ltd"),
        ("Chamroeun Pich Corporation", "Chamroeun Pich Co., Ltd"),
        ("Maju Jaya PLT", "Maju Jaya LLP"),
        ("株式会社ミナトヤ", "㈱ミナトヤ"),
        ("株式会社ミナトヤ", "Minatoya K.K."),
        ("株式会社ミナトヤ", "Minatoya Co., Ltd."),
        ("株式会社ミナトヤ", "Minatoya Inc."),
        ("株式会社ミナトヤ", "ミナトヤ"),
        ("有限会社ミナトヤ", "Minatoya Y.K."),
        ("有限会社ミナトヤ", "Minatoya Ltd."),
        ("合同会社ミナトヤ", "Minatoya LLC"),
        ("合同会社ミナトヤ", "Minatoya G.K."),
        ("주식회사 한울미래", "Hanul Mirae Co., Ltd."),
        ("유한회사 한울미래", "Hanul Mirae LLC"),
        ("유한책임회사 한울미래", "Hanul Mirae LLC"),
        ("ООО «Полярис Восток»", "Polyaris Vostok LLC"),
        ("ООО «Полярис Восток»", "Polyaris Vostok Ltd"),
        ("ОАО «Полярис Восток»", "ПАО «Полярис Восток»"),  # one form, by the law before and after 2014
        ("Kervan Marin Ltd. Şti.", "Kervan Marin LLC"),
        ("Kervan Marin A.Ş.", "Kervan Marin Co., Ltd."),
        ("Kervan Marin A.Ş.", "Kervan Marin Inc."),
        ("Kervan Marin A.Ş.", "Kervan Marin JSC"),
        ("Kervan Marin Ltda", "Kervan Marin Limitada"),
        ("Kervan Marin Ltda", "Kervan Marin EIRELI"),  # the law of Brazil made each one of these a Ltda in 2021
        ("Kervan Marin SARL", "Kervan Marin Société à responsabilité limitée"),
        ("Kervan Marin SARL", "Kervan Marin SARL AU"),
        ("Kervan Marin S.A.", "Kervan Marin Ltd"),
        ("Kervan Marin AG", "Kervan Marin SA"),  # one Swiss company in two of its languages
        ("Kervan Marin GmbH", "Kervan Marin LLC"),
        ("Kervan Marin S.a.s.", "Kervan Marin Società in accomandita semplice"),
        ("Kervan Marin FZE", "Kervan Marin FZCO"),
        ("Kervan Marin FZE", "Kervan Marin"),
        ("Kervan Marin FZ-LLC", "Kervan Marin L.L.C-FZ"),
        ("Kervan Marin Ltd", "Kervan Marin PLC"),
        ("Kervan Marin Oy", "Kervan Marin Oyj"),
        ("鴻旺昇有限公司", "鴻旺昇股份有限公司"),
        ("Lotus Spa", "Lotus Spa LLC"),
        ("Kervan Marin S.p.A.", "Kervan Marin Ltd"),
        ("Kervan Marin SpA", "Kervan Marin S.A."),
        ("Lotus EV", "Lotus EV JSC"),
        ("Biomed Sci", "Biomed Sci Inc."),
        ("Kervan Marin DMCC", "Kervan Marin FZCO (DMCC)"),
        ("Kervan Marin FZCO", "Kervan Marin FZCO DMCC"),
        ("Kervan Marin DMCC", "Kervan Marin DMCC LLC"),
        ("Kervan Marin D.M.C.C.", "Kervan Marin Ltd"),
        ("Kervan Marin SCI", "Kervan Marin S.C.I."),
        ("Kervan Marin e.V.", "KERVAN MARIN E. V."),
        ("Kervan Marin GbR", "Kervan Marin OHG"),
        ("Kervan Marin ApS", "Kervan Marin Anpartsselskab"),
        ("Kervan Marin A/S", "Kervan Marin Aktieselskab"),
    ],
)
def test_forms_that_a_list_takes_for_one_another_are_one(left: str, right: str) -> None:
    assert _level(left, right) not in (NameLevel.OTHER_FORM, NameLevel.SISTER)
