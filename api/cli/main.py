"""The `benang` command: a table of names, places and lines. A command's module is loaded when the command runs."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Annotated, ClassVar

import typer

from api.cli.deferred import CommandGroup, Deferred, DeferredGroup, Table
from api.cli.standard_streams import prepare_streams

# Each line is the first one of the command's docstring; a test holds them together.
COMMANDS: Table = {
    "ingest": Deferred(place="api.cli.data:ingest", line="Load files into the graph; bad rows go to quarantine."),
    "submit": Deferred(
        place="api.cli.submitting:submit",
        line="File the records of one call with their links, and say what could not be read and what they meet.",
    ),
    "mapping": DeferredGroup(
        line="How the columns of a table become records: a first draft, and a check.",
        commands={
            "draft": Deferred(
                place="api.cli.mappings:mapping_draft",
                line="Draft a mapping of a table from its headings and first rows; it holds no value, and a human "
                "fills it in.",
            ),
            "check": Deferred(
                place="api.cli.mappings:mapping_check",
                line="Check a mapping without its file: words, kinds, properties and links, and what it names of the "
                "registers.",
            ),
        },
    ),
    "resolve": Deferred(
        place="api.cli.data:resolve",
        line="Find which records are one, for everything that has arrived since the last time.",
    ),
    "status": Deferred(place="api.cli.server:status", line="Tell what is in the graph and how far the followers are."),
    "serve": Deferred(
        place="api.cli.server:serve", line="Serve the GraphQL API, and resolve and alert in the background."
    ),
    "demo": Deferred(
        place="api.cli.demo:demo",
        line="Load the samples into a fresh data folder and tell the story.",
    ),
    "noninterference": Deferred(
        place="api.cli.noninterference:noninterference",
        line="Check that what a viewer may not see changes no byte of any answer to it, on a store of the command's "
        "own.",
    ),
    "token": Deferred(
        place="api.cli.people:token",
        line="Issue a development token; production tokens come from the members' identity provider.",
    ),
    "review": Deferred(
        place="api.cli.review:review",
        line="List pairs that wait for a human, or judge one: POSITIVE, NEGATIVE (which un-merges), UNSURE, "
        "NO_JUDGEMENT.",
    ),
    "compare": Deferred(
        place="api.cli.review:compare",
        line="Show two records side by side, what speaks for and against their being one, and who judged the pair.",
    ),
    "alerts": Deferred(place="api.cli.people:alerts", line="List your agency's alerts, the newest last."),
    "search": Deferred(
        place="api.cli.searching:search",
        line="Search your view by name, words or identifier: score from 0 to 1, kind, id, caption and agencies, best "
        "first.",
    ),
    "record": Deferred(
        place="api.cli.looking:record",
        line="Show a record that your token may read: values by class, what is redacted, its links, its entity.",
    ),
    "entity": Deferred(
        place="api.cli.looking:entity",
        line="Show the entity of a record in your view: the records that are one, whose they are, and with --how why.",
    ),
    "network": Deferred(
        place="api.cli.around:network",
        line="Show what is within some links of an entity in your view, nearest first, and the links among it.",
    ),
    "path": Deferred(
        place="api.cli.around:path",
        line="Show a shortest path between two entities in your view; money: --link-type TRANSFERRED_TO --directed.",
    ),
    "station": Deferred(
        place="api.cli.looking:station",
        line="Show where a false base station was seen, in the order of time, from all records that are one in "
        "your view.",
    ),
    "site": Deferred(
        place="api.cli.looking:site",
        line="Show by which names a site or organisation is known, and where it moved from and to.",
    ),
    "normalise": Deferred(
        place="api.cli.normalise:normalise",
        line="Read values by line; write for each its canonical form, how far it can be trusted, and why, "
        "as one JSON line.",
    ),
    "cross-check": Deferred(
        place="api.cli.cross_check:cross_check",
        line="Ask whether anybody holds exact identifiers; what is hidden and what is not there answer alike.",
    ),
    "hits": DeferredGroup(
        line="Cross-checks that were held, and the index that answers them.",
        commands={
            "held": Deferred(
                place="api.cli.cross_check:hits_held",
                line="List cross-checks that were held: your own, and as a supervisor those that you review.",
            ),
            "release": Deferred(
                place="api.cli.cross_check:hits_release",
                line="Let the values of a held cross-check be asked once more, within seven days; never your own.",
            ),
            "rebuild": Deferred(
                place="api.cli.cross_check:hits_rebuild",
                line="Make the hit index anew from the records, as after a change of its key.",
            ),
        },
    ),
    "requests": DeferredGroup(
        line="Requests for information about a hit or a record in view.",
        commands={
            "list": Deferred(
                place="api.cli.requests:requests_list",
                line="List requests for information that your agency was sent, or sent itself.",
            ),
            "show": Deferred(
                place="api.cli.requests:requests_show",
                line="Show a request for information that your agency was sent, or sent itself, with its answer.",
            ),
            "send": Deferred(
                place="api.cli.requests:requests_send",
                line="Ask the holder of a hit or of a record in your view, or the party that runs an identifier.",
            ),
            "send-draft": Deferred(place="api.cli.requests:requests_send_draft", line="Send a draft of your agency."),
            "withdraw": Deferred(
                place="api.cli.requests:requests_withdraw",
                line="Take back a request of your agency, or drop a draft.",
            ),
            "acknowledge": Deferred(
                place="api.cli.requests:requests_acknowledge",
                line="Say that a request to your agency has been received.",
            ),
            "answer": Deferred(place="api.cli.requests:requests_answer", line="Answer a request to your agency."),
            "refuse": Deferred(
                place="api.cli.requests:requests_refuse",
                line="Refuse a request to your agency, openly or so that it looks unanswered.",
            ),
        },
    ),
    "grants": DeferredGroup(
        line="What your agency opens of its own records to others, and what others open to you.",
        commands={
            "list": Deferred(
                place="api.cli.grants:grants_list",
                line="List the grants that your agency gave, or that you received.",
            ),
            "give": Deferred(
                place="api.cli.grants:grants_give",
                line="Open records of your agency to another, or to one role or person there, for a purpose and a "
                "time.",
            ),
            "approve": Deferred(
                place="api.cli.grants:grants_approve",
                line="Approve a grant that waits for a second person of your agency.",
            ),
            "pass-on": Deferred(
                place="api.cli.grants:grants_pass_on",
                line="Pass on a grant that you received, where its originator lets it be passed on; it falls with that "
                "grant.",
            ),
            "revoke": Deferred(
                place="api.cli.grants:grants_revoke",
                line="Take a grant back: the next answer to its grantee no longer shows what it opened.",
            ),
        },
    ),
    "protection": DeferredGroup(
        line="Claims that a person is a victim, and the seals that follow from them.",
        commands={
            "claim": Deferred(
                place="api.cli.protection:protection_claim",
                line="Claim that a person is a victim: your records are sealed, and so is what matches them elsewhere.",
            ),
            "lift-claim": Deferred(
                place="api.cli.protection:protection_lift_claim",
                line="Lift a claim of your agency, with every seal that rests on it alone.",
            ),
            "claims": Deferred(
                place="api.cli.protection:protection_claims",
                line="List your agency's claims; for protection roles under the protection purpose.",
            ),
            "notices": Deferred(
                place="api.cli.protection:protection_notices",
                line="List what protection claims do to records of your agency; who claims is not told.",
            ),
            "answer": Deferred(
                place="api.cli.protection:protection_answer",
                line="Answer a claim that asks your agency to seal its own record; declining is for protection roles.",
            ),
            "contest": Deferred(
                place="api.cli.protection:protection_contest",
                line="Contest a claim that touches your agency's record: the claimant reads your reason, so write no "
                "name into it.",
            ),
            "lift": Deferred(
                place="api.cli.protection:protection_lift",
                line="Lift the seal that a claim laid on a record of your agency; for protection roles.",
            ),
        },
    ),
    "policy": DeferredGroup(
        line="Sharing policies: check, test, explain, compare and sign a bundle.",
        commands={
            "suspend": Deferred(
                place="api.cli.suspensions:policy_suspend",
                line="Suspend an agency or one of its people: from the next answer on they get nothing, from any "
                "serving process.",
            ),
            "reinstate": Deferred(
                place="api.cli.suspensions:policy_reinstate",
                line="Reinstate an agency or person that was suspended by command; what a register suspends, another "
                "bundle lifts.",
            ),
            "suspensions": Deferred(
                place="api.cli.suspensions:policy_suspensions",
                line="List who was suspended by command, lifted ones included: your agency's, or all to the operator.",
            ),
            "clock": Deferred(
                place="api.cli.suspensions:policy_clock",
                line="Tell whether the machine's clock is believed, and confirm one that was set.",
            ),
            "check": Deferred(
                place="api.cli.policy:policy_check",
                line="Check a bundle: text, registers, signature, laws, and a sample of decisions by Cedar's engine.",
            ),
            "test": Deferred(
                place="api.cli.policy_cases:policy_test",
                line="Run the cases of a bundle: who sees what, and which policies determine it.",
            ),
            "explain": Deferred(
                place="api.cli.policy_releases:policy_explain",
                line="Say why a viewer may be told something of a record: to the originator also what hides the rest.",
            ),
            "matrix": Deferred(
                place="api.cli.policy_releases:policy_matrix",
                line="Print what each originator releases to whom, to keep in version control beside the bundle.",
            ),
            "diff": Deferred(
                place="api.cli.policy_comparison:policy_diff",
                line="Tell who gains and who loses between two bundles, over all viewers and compartments.",
            ),
            "simulate": Deferred(
                place="api.cli.policy_comparison:policy_simulate",
                line="Tell which fields of your agency's records a candidate bundle shows or hides, and to whom.",
            ),
            "calendar": Deferred(
                place="api.cli.policy_releases:policy_calendar",
                line="List what begins, lapses or is to be reviewed, and the permits that rest on it.",
            ),
            "gaps": Deferred(
                place="api.cli.policy_releases:policy_gaps",
                line="List what one party may not tell another, not even as a hit: kinds, and under which purposes.",
            ),
            "history": Deferred(
                place="api.cli.policy_history:policy_history",
                line="List which bundle came into force when, and who signed it, by the audit trail.",
            ),
            "text": Deferred(
                place="api.cli.policy_history:policy_text",
                line="Write the files of a bundle that was in force, by the policy version that a receipt names.",
            ),
            "sign": Deferred(
                place="api.cli.policy:policy_sign",
                line="Sign a bundle: write `bundle.sig` over every rule, annotation and register, but no comment.",
            ),
        },
    ),
    "quarantine": DeferredGroup(
        line="Rows that broke a rule, kept for their originator.",
        commands={
            "list": Deferred(
                place="api.cli.data:quarantine_list",
                line="List an originator's quarantined rows with file, row, column, rule, value and reason.",
            ),
            "retry": Deferred(
                place="api.cli.data:quarantine_retry",
                line="Map quarantined rows again; what passes is written and leaves quarantine.",
            ),
            "drop": Deferred(
                place="api.cli.data:quarantine_drop",
                line="Take rows out of quarantine that will never be corrected; the same row again does not come back.",
            ),
        },
    ),
    "bloom": DeferredGroup(
        line="Views for Neo4j Bloom.",
        commands={
            "project": Deferred(
                place="api.cli.bloom:bloom_project",
                line="Write what a token's viewer sees into another Neo4j, in place of an earlier projection there.",
            )
        },
    ),
    "match": DeferredGroup(
        line="Score pairs and measure the scores, without a database.",
        commands={
            "pairs": Deferred(
                place="api.cli.match:match_pairs",
                line="Score pairs of names, with whatever else their rows say, by the model that the graph uses.",
            ),
            "evaluate": Deferred(
                place="api.cli.match:match_evaluate",
                line="Measure scores against labels, and clusters against a truth.",
            ),
            "dedupe": Deferred(
                place="api.cli.match_batch:match_dedupe", line="Find which records of one list are one entity."
            ),
            "link": Deferred(
                place="api.cli.match_batch:match_link",
                line="Find which records of one list are in another; records of one list meet only through the other.",
            ),
        },
    ),
    "audit": DeferredGroup(
        line="The audit trail.",
        commands={
            "verify": Deferred(
                place="api.cli.audit:audit_verify",
                line="Check that nothing of an audit trail was changed, removed or cut short, without a database.",
            ),
            "offer": Deferred(
                place="api.cli.witnessing:audit_offer",
                line="Write a member's logs' last checkpoints, proving that each only grew since it saw them; needs no "
                "database.",
            ),
            "cosign": Deferred(
                place="api.cli.witnessing:audit_cosign",
                line="Cosign checkpoints of logs that only grew since the last time; refuse the others and cosign "
                "nothing.",
            ),
            "accept-damage": Deferred(
                place="api.cli.trail_damage:audit_accept_damage",
                line="Say that you have looked at a damaged trail: answers leave again, and it stays damaged; needs no "
                "database.",
            ),
            "accept-key": Deferred(
                place="api.cli.key_succession:audit_accept_key",
                line="Say that the earlier checkpoint key is lost or exchanged: the present one signs on; needs no "
                "database.",
            ),
            "checkpoint": Deferred(
                place="api.cli.audit:audit_checkpoint",
                line="Bring all entries into the logs and sign what grew; members keep the checkpoints of their logs "
                "as evidence.",
            ),
            "key": Deferred(
                place="api.cli.audit:audit_key",
                line="Print the public key that this deployment's checkpoints are signed with, making it at the "
                "first use.",
            ),
            "receipts": Deferred(
                place="api.cli.audit:audit_receipts",
                line="List who was shown, hit or given which of your agency's records, and on which basis, the newest "
                "first.",
            ),
            "prove": Deferred(
                place="api.cli.audit:audit_prove",
                line="Write a proof that a receipt stands in the log, or that the log only grew; `benang audit verify` "
                "reads it.",
            ),
            "export": Deferred(
                place="api.cli.audit:audit_export",
                line="Write the whole log of an originator's receipts as a bundle that verifies anywhere.",
            ),
        },
    ),
    "recall": DeferredGroup(
        line="What originators withdrew or narrowed, and what became of the copies.",
        commands={
            "list": Deferred(
                place="api.cli.recall:recall_list",
                line="List recalls to your agency: what others withdrew or narrowed after your agency had it.",
            ),
            "issued": Deferred(
                place="api.cli.recall:recall_issued",
                line="List recalls that your agency issued, with who has answered and who has not.",
            ),
            "acknowledge": Deferred(
                place="api.cli.recall:recall_acknowledge",
                line="Say what your agency did about a recall: done, or not done and why.",
            ),
            "retract": Deferred(
                place="api.cli.recall:recall_retract",
                line="Withdraw records of your agency: they leave the graph at once, and whoever had them is told.",
            ),
            "retract-file": Deferred(
                place="api.cli.file_recall:recall_retract_file",
                line="Withdraw what a file of your agency brought in, part by part; --dry-run lists its records.",
            ),
            "retract-link": Deferred(
                place="api.cli.recall:recall_retract_link",
                line="Withdraw links of your agency: their records stay, and whoever had them is told.",
            ),
            "narrow": Deferred(
                place="api.cli.recall:recall_narrow",
                line="Put records of your agency under a narrower handling profile; whoever had them is told.",
            ),
            "fallout": Deferred(
                place="api.cli.recall:recall_fallout",
                line="Show what relies on a record of your agency, or relied on it when it was recalled.",
            ),
        },
    ),
    "retention": DeferredGroup(
        line="Until when records are kept, and what keeps them longer.",
        commands={
            "due": Deferred(
                place="api.cli.retention:retention_due",
                line="List records of your agency that are due for review, or with --all every date that was set.",
            ),
            "set": Deferred(
                place="api.cli.retention:retention_set",
                line="Set when records of your agency are looked at again, and until when they are kept.",
            ),
            "hold": Deferred(
                place="api.cli.retention:retention_hold",
                line="Keep records of your agency from being erased or withdrawn, until the hold is lifted.",
            ),
            "lift": Deferred(place="api.cli.retention:retention_lift", line="Lift a legal hold of your agency."),
            "holds": Deferred(place="api.cli.retention:retention_holds", line="List legal holds of your agency."),
            "run": Deferred(
                place="api.cli.retention:retention_run",
                line="Erase now what is over and mark what is due, as a serving process does by itself.",
            ),
        },
    ),
}


# The headings of docs/commands.md, in its order.
_PANELS = {
    "The case at hand": "review compare search record entity network path station site submit alerts",
    "Asking other agencies": "cross-check hits requests grants",
    "Victims, recalls and how long records are kept": "protection recall retention",
    "Loading and running": "ingest mapping resolve quarantine status token serve bloom normalise demo",
    "Policies": "policy noninterference",
    "The audit trail": "audit",
    "Lists, without a graph": "match",
}


class _Root(CommandGroup):
    TABLE: ClassVar[Table] = COMMANDS
    PANELS: ClassVar[Mapping[str, Sequence[str]]] = {panel: names.split() for panel, names in _PANELS.items()}


app = typer.Typer(
    name="benang",
    cls=_Root,
    help="A cross-agency knowledge graph against scam compounds.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"benang {version('benang')}")
        raise typer.Exit


@app.callback()
def _benang(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """A cross-agency knowledge graph against scam compounds."""


def main() -> None:
    """Run the command line."""
    prepare_streams()
    app()
