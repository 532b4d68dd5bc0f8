"""The `benang` command and its groups."""

import typer

from api.cli import data, demo, people, server
from api.cli.bloom import bloom_project
from api.cli.match import match_evaluate, match_pairs
from api.cli.normalise import normalise

app = typer.Typer(
    name="benang",
    help="A cross-agency knowledge graph against scam compounds.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
quarantine = typer.Typer(help="Rows that broke a rule, kept for their originator.", no_args_is_help=True)
bloom = typer.Typer(help="Views for Neo4j Bloom.", no_args_is_help=True)
match = typer.Typer(help="Score pairs and measure the scores, without a database.", no_args_is_help=True)
audit = typer.Typer(help="The audit trail.", no_args_is_help=True)

app.command("ingest")(data.ingest)
app.command("resolve")(data.resolve)
app.command("status")(server.status)
app.command("serve")(server.serve)
app.command("demo")(demo.demo)
app.command("token")(people.token)
app.command("review")(people.review)
app.command("alerts")(people.alerts)
app.command("normalise")(normalise)
quarantine.command("list")(data.quarantine_list)
quarantine.command("retry")(data.quarantine_retry)
bloom.command("project")(bloom_project)
match.command("pairs")(match_pairs)
match.command("evaluate")(match_evaluate)
audit.command("verify")(server.audit_verify)
app.add_typer(quarantine, name="quarantine")
app.add_typer(bloom, name="bloom")
app.add_typer(match, name="match")
app.add_typer(audit, name="audit")


def main() -> None:
    """Run the command line."""
    app()
