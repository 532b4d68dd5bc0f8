"""How the command of cross-checks reads its values, what it tells of them and how it ends."""

from dataclasses import replace

import pytest

from api.cli.selector_questions import missing_words
from api.cross_checks.questions import SelectorQuestion, read_selector
from graph import load_ontology
from policies import read_audit
from tests.api.cli.desks import CASE, Desks, one_line
from tests.world import link, record


def test_misuse_is_one_line(desks: Desks) -> None:
    run, token = desks.run, desks.asker
    one_line(run("cross-check", *CASE, token=token), 2, "give a file of values, or --value")
    one_line(run("cross-check", "wrong.csv", *CASE, token=token), 2, "the columns are kind, value, country, qualifier")
    one_line(run("cross-check", "none.csv", *CASE, token=token), 1, "cannot be read as CSV")
    of_a_bank = ("--value", "5328646949", "--qualifier", "006", "--country", "TH")
    one_line(run("cross-check", *of_a_bank, *CASE, token=token), 2, "an account is --kind BankAccount --qualifier 006")
    one_line(run("cross-check", "--value", "x", "--kind", "Person", *CASE, token=token), 2, "is no kind of selector")
    other = ("--case", "T-2", "--purpose", "investigation")
    one_line(run("cross-check", "--value", "x", *other, token=token), 1, "case must be that of the token, `T-1`")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("Walet,0x1,,", "row 3: `Walet` is no kind of selector, did you mean `Wallet`?; they are "),
        (",0x1,,", "row 3: `kind` is missing"),
        ("Wallet,,,", "row 3: `value` is missing"),
        ("PhoneNumber,1,,,x", "row 3: there are more cells than columns"),
    ],
)
def test_a_wrong_row_of_values_is_named_by_its_number(desks: Desks, rows: str, told: str) -> None:
    head = "kind,value,country,qualifier\nPhoneNumber,+85512000002,,\n"
    (desks.folder / "row.csv").write_text(f"{head}{rows}\n", encoding="utf-8")
    one_line(desks.run("cross-check", "row.csv", *CASE, token=desks.asker), 2, told)


def test_a_table_of_values_that_names_a_column_twice_is_refused(desks: Desks) -> None:
    (desks.folder / "twice.csv").write_text(
        "kind,value,value\nPhoneNumber,+85512000002,+85512000003\n", encoding="utf-8"
    )
    one_line(desks.run("cross-check", "twice.csv", *CASE, token=desks.asker), 1, "two columns `value`")


def test_a_value_is_read_with_a_country_by_code_or_name(desks: Desks) -> None:
    for country in ("KH", "Cambodia"):
        found = desks.run("cross-check", "--value", "012 000 002", "--country", country, *CASE, token=desks.asker)
        assert "not checked" not in found.stdout
    one_line(
        desks.run("cross-check", "--value", "1", "--country", "XX", *CASE, token=desks.asker),
        2,
        "`--country` is no country; a code is two capital letters, such as `TH`",
    )
    rows = "kind,value,country,qualifier\nPhoneNumber,012000002,Camboda,\nPhoneNumber,012000002,Cambodia,\n"
    (desks.folder / "countries.csv").write_text(rows, encoding="utf-8")
    wrong, right, _ = desks.run("cross-check", "countries.csv", *CASE, token=desks.asker).stdout.splitlines()
    assert wrong == "012000002\tnot checked: its country is none, did you mean `KH`?"
    assert "not checked" not in right


def test_a_value_of_another_kind_is_hinted_at(desks: Desks) -> None:
    wallet = "0x1212121212121212121212121212121212121212"
    found = desks.run("cross-check", "--value", wallet, *CASE, token=desks.asker)
    assert found.stdout.startswith(f"{wallet}\tnot checked: ")
    assert found.stdout.endswith("; it was read as PhoneNumber: try --kind Wallet\n")
    told = desks.run("cross-check", "--value", wallet, "--kind", "PhoneNumber", *CASE, token=desks.asker).stdout
    assert "--kind" not in told


def test_a_document_that_may_be_several_is_told_how_to_ask_for_it() -> None:
    question = SelectorQuestion(kind="IdentityDocument", value="482736451", country="CN")
    ontology = load_ontology()
    assert read_selector(question, ontology).problem is not None
    assert missing_words(question, ontology) == "; name what it is, as --qualifier passport"
    named = replace(question, qualifier="passport")
    assert read_selector(named, ontology).problem is None
    assert missing_words(named, ontology) == ""
    both = "; name its country, as --country TH, and what it is, as --qualifier passport"
    assert missing_words(replace(question, country=None), ontology) == both


@pytest.mark.parametrize(
    ("kind", "value", "qualifier", "told"),
    [
        ("BankAccount", "532-8-64694-9", None, "its country, as --country TH, and its bank, as --qualifier KBANK"),
        ("BankAccount", "532-8-64694-9", "KTB", "its country, as --country TH"),
        ("PhoneNumber", "012 000 001", None, "its country, as --country TH"),
        ("Vehicle", "WXY 1234", None, "its country, as --country TH"),  # a plate of Malaysia
        ("OnlineAccount", "@hr_lucky888", None, "its platform, as --qualifier Telegram"),
        ("BankAccount", "123", None, None),  # nothing makes it one
        ("Device", "123", None, None),
    ],
)
def test_all_that_a_value_lacks_is_named_at_once(
    kind: str, value: str, qualifier: str | None, told: str | None
) -> None:
    question = SelectorQuestion(kind=kind, value=value, qualifier=qualifier)
    assert read_selector(question, load_ontology()).problem is not None
    assert missing_words(question, load_ontology()) == (f"; name {told}" if told is not None else "")


def test_whom_an_answer_names_can_be_asked_by_the_command_that_is_told(desks: Desks) -> None:
    held = desks.run("cross-check", "--value", "012 000 001", "--country", "KH", *CASE, token=desks.asker)
    assert held.stderr == (
        "`benang requests send ID --question ...` asks whom a hit or record names, and has it on record\n"
    )
    [hit] = [line.split("\t")[1] for line in held.stdout.splitlines() if line.startswith("  hit\t")]
    assert desks.run("requests", "send", hit, "--question", "Whose?", token=desks.asker).exit_code == 0
    account = ("--value", "000777889", "--kind", "BankAccount", "--qualifier", "ABA", "--country", "KH")
    run_by = desks.run("cross-check", *account, *CASE, token=desks.asker)
    assert "  run by\tkh-bank\task compliance@bank.kh.example\n" in run_by.stdout
    assert run_by.stderr.startswith("`benang requests send --value ... --question ...` asks the party that runs it")
    nobody = desks.run("cross-check", "--value", "+85512000002", *CASE, token=desks.asker)
    answer = "+85512000002\tread as PhoneNumber +85512000002\n  nothing that you may be told\n"
    assert (nobody.stdout, nobody.stderr) == (answer, "")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("006-5328646949", "if `006` in front is its bank, give the number behind it alone, and --qualifier 006"),
        ("006 532-8-64694-9", "if `006` in front is its bank, give the number behind it alone, and --qualifier 006"),
        ("006-1-23456-7", "name its bank, as --qualifier KBANK"),  # 006 is the branch
        ("999-5328646949", "name its bank, as --qualifier KBANK"),
        ("5328646949", "name its bank, as --qualifier KBANK"),
    ],
)
def test_an_account_behind_the_code_of_its_bank_is_told_how_to_ask_for_it(number: str, told: str) -> None:
    question = SelectorQuestion(kind="BankAccount", value=number, country="TH")
    assert missing_words(question, load_ontology()) == f"; {told}"
    assert missing_words(replace(question, qualifier="006"), load_ontology()) == ""


def test_an_account_without_its_platform_is_told_how_to_name_it(desks: Desks) -> None:
    words = ("cross-check", "--value", "@hr_lucky888", "--kind", "OnlineAccount")
    lacking = desks.run(*words, *CASE, token=desks.asker)
    assert lacking.stdout.endswith("not checked: no platform is given; name its platform, as --qualifier Telegram\n")
    asked = desks.run(*words, "--qualifier", "Telegram", *CASE, token=desks.asker)
    assert (asked.exit_code, "--qualifier" in asked.stdout) == (0, False)


def test_a_value_that_is_nothing_without_more_says_what_to_name_and_fails(desks: Desks) -> None:
    account = "5328646949"
    found = desks.run("cross-check", "--value", account, *CASE, token=desks.asker)
    assert found.exit_code == 1
    assert found.stderr.splitlines()[-1] == "benang: nothing was asked: no value could be read"
    hint = "; it was read as PhoneNumber: name its country, as --country TH, or what it is: an account is "
    assert hint in found.stdout
    example = found.stdout.partition(hint)[2].partition(" (")[0]
    assert example == "--kind BankAccount --qualifier 006 --country TH"
    assert "others are --kind Device, IdentityDocument, OnlineAccount, PhoneNumber, Vehicle, Wallet" in found.stdout
    asked = desks.run("cross-check", "--value", account, *example.split(), *CASE, token=desks.asker)
    assert (asked.exit_code, asked.stdout) == (
        0,
        f"{account}\tread as BankAccount TH:006:{account}, an account at krung thai bank\n"
        "  nothing that you may be told\n",
    )
    # With its country alone it reads as a number that nobody has.
    doubtful = desks.run("cross-check", "--value", account, "--country", "TH", *CASE, token=desks.asker)
    assert (doubtful.exit_code, doubtful.stdout) == (
        0,
        f"{account}\tread as PhoneNumber +66{account}; if it is no phone number, say what "
        "it is: an account is --kind BankAccount --qualifier 006 --country TH\n  nothing that you may be told\n",
    )
    certain = desks.run("cross-check", "--value", "+85512000002", *CASE, token=desks.asker)
    assert "if it is no phone number" not in certain.stdout
    # One of two that could be asked is an answer.
    both = desks.run("cross-check", "--value", account, "--value", "+85512000002", *CASE, token=desks.asker)
    assert both.exit_code == 0
    as_json = desks.run("cross-check", "--value", account, "--json", *CASE, token=desks.asker)
    assert (as_json.exit_code, '"problem"' in as_json.stdout) == (1, True)


def test_of_a_record_in_view_its_agency_is_told_and_whom_to_ask_where_that_is_another(desks: Desks) -> None:
    [theirs] = desks.world.file("kh-police", record("PhoneNumber", "theirs", number="+85512000034"))
    [own] = desks.world.file("th-police", record("PhoneNumber", "own", number="+85512000034"))
    told = desks.run("cross-check", "--value", "+85512000034", *CASE, token=desks.asker).stdout
    assert f"  in your view\t{theirs}\tPhoneNumber +85512000034\tkh-police\task duty@police.kh.example\n" in told
    assert f"  in your view\t{own}\tPhoneNumber +85512000034\tyour agency\n" in told


def test_what_is_in_view_is_told_with_its_agency_and_measures(desks: Desks) -> None:
    desks.world.file(
        "th-police",
        record("PhoneNumber", "seen", number="+85512000033"),
        record("Measure", "block", measureType="block"),
        record("Measure", "freeze", measureType="freeze", until="2020-08-06"),
        record("Measure", "prolonged", measureType="seizure", until=["2020-08-06", "2099-08-06"]),
        record("Measure", "open", measureType="freeze", until=["2020-08-06", "01/12/2020"]),
        *(link("SUBJECT_OF", "seen", name) for name in ("block", "freeze", "prolonged", "open")),
    )
    rid, block, freeze, prolonged, is_open = (
        desks.world.id("th-police", name) for name in ("seen", "block", "freeze", "prolonged", "open")
    )
    told = {
        block: f"    block on it\t{block}\n",
        freeze: f"    freeze on it until 2020-08-06 (over)\t{freeze}\n",
        prolonged: f"    seizure on it until 2099-08-06\t{prolonged}\n",
        is_open: f"    freeze on it until 2020-08-06, 2020-12-01\t{is_open}\n",
    }
    on_it = "".join(told[measure] for measure in sorted(told))
    found = desks.run("cross-check", "--value", "+85512000033", *CASE, token=desks.asker)
    assert found.stdout == (
        "+85512000033\tread as PhoneNumber +85512000033\n"
        f"  in your view\t{rid}\tPhoneNumber +85512000033\tyour agency\n{on_it}"
    )
    [value] = desks.json("cross-check", "--value", "+85512000033", *CASE, token=desks.asker)["values"]
    assert (value["read_as"], value["read_status"], value["in_view"]) == ("+85512000033", "valid", [rid])
    [own] = [m for m in value["seen"][0]["measures"] if m["id"] == freeze]
    shown = {"id": freeze, "caption": "freeze", "taken_at": None, "until": "2020-08-06", "is_over": True}
    assert own == {**shown, "redacted": False}
    ends = {m["id"]: (m["until"], m["is_over"]) for m in value["seen"][0]["measures"] if m["id"] != freeze}
    expected = {prolonged: ("2099-08-06", False), is_open: ("2020-08-06, 2020-12-01", None)}
    assert ends == {block: (None, None), **expected}
    last = [s.entry for s in read_audit(desks.folder / "audit") if s.entry.operation == "cross-check"][-1]
    assert set(last.record_ids) == {rid, block, freeze, prolonged, is_open}
