"""Make the key: the scrutineers' public messages, round by round, and the rehearsal that confirms each."""

from collections.abc import Sequence

from collegial.kernel.errors import Forbidden, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.secret.belenios import chain, signing, tally, threshold, trustees
from collegial.secret.belenios.ballots import make_ballot
from collegial.secret.belenios.credentials import (
    new_credential,
    new_uuid,
    public_credential,
    write_credentials,
)
from collegial.secret.belenios.election import Election, Question
from collegial.secret.belenios.signing import Cert, Signed
from collegial.secret.belenios.text import Unacceptable, digest, parse, write
from collegial.secret.credentials import Authority
from collegial.secret.events import KeyConfirmed, KeyEstablished
from collegial.secret.models import Ceremony, Scrutineer, SecretElection, Stage
from collegial.secret.permissions import SCRUTINISE
from collegial.secret.queries import decrypted_by, locked_election, prepared_ceremony
from collegial.secret.services.boards import append, protocol, record
from collegial.secret.services.decrypting import combined, decrypt, publish
from collegial.secret.services.serving import decrypt_as_server, server_of
from collegial.secret.steps import is_threshold

# What the scrutineers' page takes for a rehearsal, and nothing else: no real vote can pass for one.
REHEARSAL = Question(text="Rehearsal", answers=("A", "B"), least=1, most=1)
_HIDDEN = (0, 1)


def scrutineer_of(context: Context, found: Ceremony) -> Scrutineer:
    """Return the viewer as scrutineer; raises Forbidden for anyone else."""
    require(context.by, SCRUTINISE)
    mine = next((one for one in found.scrutineers if one.actor_id == context.by.actor_id), None)
    if mine is None or context.by.actor_id is None:
        raise Forbidden("secret.not_scrutineer", t("Only the scrutineers of this vote use this page."))
    return mine


def send_key(context: Context, ceremony_id: int, text: str) -> None:
    """Keep a scrutineer's public key, where all are needed; the last one makes the key of the vote."""
    found, mine = _at_keys(context, ceremony_id)
    _check_round(not is_threshold(found) and mine.public_key is None)
    with protocol():
        key = trustees.read_trustee_key(text)
    others = [trustees.read_trustee_key(one.public_key) for one in found.scrutineers if one.public_key]
    if key.public in {one.public for one in others}:
        raise Refused("secret.same_key", t("Another scrutineer sent this very key. Make one of your own."))
    mine.public_key = text
    _establish(context, found)


def send_cert(context: Context, ceremony_id: int, text: str) -> None:
    """Keep a scrutineer's certificate: the first round of a threshold."""
    found, mine = _at_keys(context, ceremony_id)
    _check_round(is_threshold(found) and mine.cert is None)
    with protocol():
        signing.read_cert_text(text)
    if text in [one.cert for one in found.scrutineers]:
        raise Refused("secret.same_key", t("Another scrutineer sent this very key. Make one of your own."))
    mine.cert = text


def send_polynomial(context: Context, ceremony_id: int, text: str) -> None:
    """Keep a scrutineer's polynomial: the second round."""
    found, mine = _at_keys(context, ceremony_id)
    _check_round(
        is_threshold(found) and all(one.cert for one in found.scrutineers) and mine.polynomial is None
    )
    with protocol():
        sender = certs_of(found)[mine.owner - 1]
        threshold.read_polynomial(text, sender, len(found.scrutineers), found.needed)
    mine.polynomial = text


def send_voutput(context: Context, ceremony_id: int, text: str) -> None:
    """Keep a scrutineer's sealed share and its public half: the third round; the last makes the key of the vote."""
    found, mine = _at_keys(context, ceremony_id)
    _check_round(all(one.polynomial for one in found.scrutineers) and mine.public_key is None)
    with protocol():
        coefficients = [
            threshold.read_coefficients(one.coefficients, cert, found.needed)
            for one, cert in zip(polynomials_of(found), certs_of(found), strict=True)
        ]
        answer = threshold.read_voutput(text, mine.owner - 1, coefficients)
    mine.share, mine.public_key = answer.private, write(answer.key.written())
    _establish(context, found)


def rehearse(context: Context, ceremony_id: int, text: str, authority: Authority) -> None:
    """Check a scrutineer's decryption of the rehearsal: only who can decrypt is confirmed, the server after its own."""
    found = prepared_ceremony(context.session, ceremony_id)
    mine = scrutineer_of(context, found)
    if found.stage is not Stage.REHEARSAL:
        raise Refused("secret.no_rehearsal", t("There is no rehearsal to decrypt now."))
    if mine.confirmed_at is not None:
        return
    (row,) = (one for one in found.elections if one.is_rehearsal)
    row = locked_election(context.session, row.id)
    with protocol():
        decrypt(context, row, mine.owner, text)
        decrypt_as_server(context, found, row, authority)
        _check_hidden(context, found, row)
    mine.confirmed_at = context.clock.now()
    server = server_of(found)
    if server is not None:
        server.confirmed_at = mine.confirmed_at
    context.emit(KeyConfirmed(ceremony=found.id, owner=mine.owner))


def end_rehearsal(context: Context, found: Ceremony) -> None:
    """Write the result of the rehearsal, after which nobody can rehearse any more."""
    (row,) = (one for one in found.elections if one.is_rehearsal)
    with protocol():
        publish(context, locked_election(context.session, row.id))


def _check_hidden(context: Context, found: Ceremony, row: SecretElection) -> None:
    """When enough have decrypted, the rehearsal must say what was hidden in it."""
    done = decrypted_by(context.session, [row])[row.id]
    if len(done) >= found.needed and combined(context, row) != (_HIDDEN,):
        raise Unacceptable("rehearsal")


def signed_certs(found: Ceremony) -> list[Signed]:
    """Return the certificates in the order of owners."""
    return [signing.read_cert_text(one.cert or "") for one in found.scrutineers]


def certs_of(found: Ceremony) -> list[Cert]:
    """Return the keys in the certificates, in the order of owners."""
    return [signing.read_cert(one) for one in signed_certs(found)]


def polynomials_of(found: Ceremony) -> list[threshold.Polynomial]:
    """Return the polynomials in the order of owners."""
    number = len(found.scrutineers)
    return [
        threshold.read_polynomial(one.polynomial or "", cert, number, found.needed)
        for one, cert in zip(found.scrutineers, certs_of(found), strict=True)
    ]


def _at_keys(context: Context, ceremony_id: int) -> tuple[Ceremony, Scrutineer]:
    found = prepared_ceremony(context.session, ceremony_id)
    mine = scrutineer_of(context, found)
    if found.stage is not Stage.KEYS:
        raise Refused(
            "secret.keys_made", t("The key of this vote is already made, or the vote was cancelled.")
        )
    return found, mine


def _check_round(is_due: object) -> None:
    if not is_due:
        raise Refused(
            "secret.not_due",
            t("This step is not due: it is already done, or others come first. Reload the page."),
        )


def _establish(context: Context, found: Ceremony) -> None:
    """Once every part is there, put the key together and make the rehearsal."""
    if any(one.public_key is None for one in found.scrutineers):
        return
    people = _trustees(found)
    with protocol():
        key = threshold.public_key_of(people)
    found.trustees, found.stage = write(trustees.written_trustees(people)), Stage.REHEARSAL
    uuid, code = new_uuid(), new_credential()
    election = Election(
        uuid=uuid,
        name=f"Rehearsal of {found.assembly.title}"[:400],
        description="",
        public_key=key,
        questions=(REHEARSAL,),
    )
    row = SecretElection(
        ceremony=found, uuid=uuid, is_rehearsal=True, name=election.name, colleges=[],
        started_at=context.clock.now(),
    )  # fmt: skip
    context.session.add(row)
    context.session.flush()  # its events point to it
    record(
        context,
        row,
        chain.setup(election.text, found.trustees, write_credentials([public_credential(uuid, code)])),
    )
    ballot = make_ballot(election, code, [_HIDDEN])
    append(context, row, chain.Kind.BALLOT, (ballot.text,), tracker=ballot.tracker)
    append(context, row, chain.Kind.END_BALLOTS)
    sums = write(tally.written_tally(tally.encrypted_tally(election.questions, [ballot])))
    append(context, row, chain.Kind.ENCRYPTED_TALLY, chain.sized(sums, 1))
    context.emit(KeyEstablished(ceremony=found.id, digest=digest(found.trustees)))


def _trustees(found: Ceremony) -> trustees.Trustees:
    keys = tuple(trustees.build_trustee_key(parse(one.public_key or "")) for one in found.scrutineers)
    if not is_threshold(found):
        return keys
    coefficients: Sequence[Signed] = [one.coefficients for one in polynomials_of(found)]
    return (trustees.Threshold(found.needed, tuple(signed_certs(found)), tuple(coefficients), keys),)
