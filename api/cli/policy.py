"""Commands for policy officers: check a bundle of sharing policies, and sign it."""

import json as json_format
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import fail, print_json, say, show, write_data
from api.cli.context import guarded, settings
from api.cli.options import Json
from api.cli.policy_options import Folder, chosen_folder
from policies import (
    DECISIONS_OF_A_CHECK,
    SIGNATURE_FILE,
    Bundle,
    Policy,
    Promotion,
    SourceKind,
    TrustedKeys,
    find_empty_sources,
    find_idle_forbids,
    find_unused,
    idle_adoptions,
    lapsed_permits,
    load_bundle,
    overdue_agreements,
    overdue_reviews,
    parties_without_own_records,
    promote,
    public_jwk,
    read_signing_key,
    sealing_claimants,
    sign_bundle,
)


def policy_check(
    folder: Folder = None,
    trust: Annotated[
        Path | None, typer.Option(help="JWKS file of trusted keys; without it, BENANG_POLICY_KEYS.")
    ] = None,
    decisions: Annotated[int, typer.Option(help="Decisions to compare with Cedar.", min=1)] = DECISIONS_OF_A_CHECK,
    unused: Annotated[bool, typer.Option(help="Also name the policies that decide nothing.")] = False,
    json: Json = False,
) -> None:
    """Check a bundle: text, registers, signature, laws, and a sample of decisions by Cedar's engine."""
    with guarded():
        trusted = trust or settings().policy_keys
        now = datetime.now(UTC)
        found = promote(
            chosen_folder(folder),
            trusted=TrustedKeys.read(trusted) if trusted else None,
            now=now,
            decisions=decisions,
        )
        idle = find_unused(found.bundle, now=now) if unused else ()
    blind, closing_nothing = parties_without_own_records(found.bundle, now), find_idle_forbids(found.bundle, now=now)
    empty = find_empty_sources(found.bundle)
    _warn_of_blind(blind, found.bundle)
    claimants, unheld = sealing_claimants(found.bundle, now=now), idle_adoptions(found.bundle)
    _warn_of_idle(closing_nothing, empty, found.bundle)
    _warn_of_protection(claimants, unheld)
    summary = _summary(found, now)
    if json:
        listed = {"idleForbids": [p.id for p in closing_nothing], "withoutPolicies": list(empty)}
        held = {"claimants": list(claimants), "idleAdoptions": [f"{agreement} {who}" for agreement, who in unheld]}
        print_json({**summary, "withoutOwnRecords": list(blind), **listed, **held, "unused": list(idle)})
        return
    for name, value in summary.items():
        show(name, ", ".join(value) if isinstance(value, list) else value)
    for name in idle:
        show("unused", name)


def _warn_of_blind(parties: Sequence[str], bundle: Bundle) -> None:
    if parties:
        who = "every party" if len(parties) == len(bundle.registers.parties) else ", ".join(parties)
        say(f"warning: own records are closed to {who}: no permit in force opens them all; see `lapsedPermits`")


def _warn_of_idle(forbids: Sequence[Policy], empty: Sequence[str], bundle: Bundle) -> None:
    for policy in forbids:
        where = f"{policy.file}:{policy.line}"
        say(f"warning: {where}: the forbid `{policy.id}` closes nothing: it holds for no viewer and no record")
    for file in empty:
        say(
            f"warning: {file}: {'holds no policy' if file in bundle.files else 'is missing'}: nothing is released by it"
        )
    if not bundle.files.entries("packs"):
        say("warning: no packs: originators release nothing of their own")


def _warn_of_protection(claimants: Sequence[str], idle: Sequence[tuple[str, str]]) -> None:
    if not claimants:
        say("warning: agreements.yml: no claim of a victim seals another agency's records: no `claimants` are in force")
    for agreement, party in idle:
        say(f"warning: agreements.yml: `{party}` adopts `{agreement}` at no time: what that stands under has ended")


def policy_sign(
    folder: Annotated[Path, typer.Argument(help="Folder of the bundle.")],
    key: Annotated[Path, typer.Option(help="PEM file of the private key, P-256 or Ed25519.")],
    kid: Annotated[str, typer.Option(help="Name of the key among the trusted ones.")],
    signer: Annotated[str, typer.Option(help="Who vouches.")],
    jwks: Annotated[bool, typer.Option("--jwks", help="Print the key's public half as JWKS.")] = False,
) -> None:
    """Sign a bundle: write `bundle.sig` over every rule, annotation and register, but no comment."""
    with guarded():
        private, bundle = read_signing_key(key), promote_unsigned(folder)
        text = sign_bundle(bundle, private, kid=kid, signer=signer, at=datetime.now(UTC))
        (folder / SIGNATURE_FILE).write_text(text + "\n", encoding="utf-8")
    say(f"signed {bundle.version}")
    if jwks:
        write_data(json_format.dumps({"keys": [public_jwk(private, kid=kid)]}, indent=2))


def promote_unsigned(folder: Path) -> Bundle:
    """Return a bundle that passed every check but that of its signature, which is about to be made.

    Raises:
        BundleError: the bundle is refused.
    """
    bundle = load_bundle(folder)
    if bundle.is_development:
        fail("the bundle says that it is made for development: set `development: false` in `bundle.yml` first")
    return bundle


def _summary(found: Promotion, now: datetime) -> dict[str, object]:
    bundle = found.bundle
    signed = found.signature
    return {
        "title": bundle.title,
        "policyVersion": bundle.version,
        "signature": f"{signed.kid}, {signed.signer}, {signed.signed_at.isoformat()}" if signed else "development",
        "parties": len(bundle.registers.parties),
        "profiles": len(bundle.registers.profiles),
        "agreements": len(bundle.registers.agreements),
        "packs": len({p.source.name for p in bundle.policies if p.source.kind is SourceKind.PACK}),
        "policies": len(bundle.policies),
        "decisionsCompared": found.decisions,
        "leftToEngine": list(found.left_to_engine),
        "lapsedPermits": [p.id for p in lapsed_permits(bundle, now)],
        "overdueReviews": [*overdue_agreements(bundle, now), *(p.id for p in overdue_reviews(bundle, now))],
    }
