"""The scrutineer's page, and what its script asks for and sends."""

from collections.abc import Callable

from flask import jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.events import Context
from collegial.secret import queries, steps
from collegial.secret.belenios.signing import Signed
from collegial.secret.belenios.text import write
from collegial.secret.belenios.threshold import vinput_for
from collegial.secret.belenios.trustees import read_trustee_key
from collegial.secret.models import Ceremony, Scrutineer, SecretElection
from collegial.secret.services import counting, keys
from collegial.secret.views.answers import answers_json, authority, payload
from collegial.web.request import act, session

_ROUNDS = ("key", "cert", "polynomial", "voutput")


def desk(ceremony_id: int) -> ResponseReturnValue:
    """Show the page on which a scrutineer makes a key, rehearses and decrypts."""
    found = queries.ceremony(session(), ceremony_id)
    mine = keys.scrutineer_of(act(), found)
    return render_template("secret/scrutineer.html", ceremony=found, mine=mine)


@answers_json
def state(ceremony_id: int) -> ResponseReturnValue:
    """Tell where the ceremony stands, and what this scrutineer needs for the next step."""
    found = queries.ceremony(session(), ceremony_id)
    mine = keys.scrutineer_of(act(), found)
    real = steps.real(found)
    done = queries.decrypted_by(session(), found.elections)
    now = steps.waiting(found, mine, [done[one.id] for one in real])
    return jsonify(
        mode="pedersen" if steps.is_threshold(found) else "single", n=len(found.scrutineers), k=found.needed,
        floor=found.floor, may_vote_again=found.may_vote_again,
        owner=mine.owner, step=now.step, waiting_for=[steps.name_of(one) for one in now.people],
        public_key=_public(mine), **_threshold(found, mine, now.step), threshold_k=found.needed,
        elections=[_election(found, one, mine.owner in done[one.id]) for one in found.elections],
        urls={name: url_for(f"secret.{name}", ceremony_id=found.id) for name in _ROUNDS},
    )  # fmt: skip


@answers_json
def key(ceremony_id: int) -> ResponseReturnValue:
    """Take a public key in."""
    return _taken(ceremony_id, keys.send_key)


@answers_json
def cert(ceremony_id: int) -> ResponseReturnValue:
    """Take a certificate in."""
    return _taken(ceremony_id, keys.send_cert)


@answers_json
def polynomial(ceremony_id: int) -> ResponseReturnValue:
    """Take a polynomial in."""
    return _taken(ceremony_id, keys.send_polynomial)


@answers_json
def voutput(ceremony_id: int) -> ResponseReturnValue:
    """Take a share in."""
    return _taken(ceremony_id, keys.send_voutput)


@answers_json
def decryption(ceremony_id: int, uuid: str) -> ResponseReturnValue:
    """Take a part of the decryption in, of the rehearsal or of an election."""
    if queries.election(session(), uuid).is_rehearsal:
        return _taken(
            ceremony_id, lambda context, vote, text: keys.rehearse(context, vote, text, authority())
        )
    return _taken(ceremony_id, lambda context, _, text: counting.send_decryption(context, uuid, text))


def _taken(ceremony_id: int, take: Callable[[Context, int, str], None]) -> ResponseReturnValue:
    take(act(), ceremony_id, payload())
    found = queries.ceremony(session(), ceremony_id)
    mine = keys.scrutineer_of(act(), found)
    done = queries.decrypted_by(session(), steps.real(found))
    return jsonify(step=steps.waiting(found, mine, list(done.values())).step)


def _public(mine: Scrutineer) -> str | None:
    return str(read_trustee_key(mine.public_key).public) if mine.public_key else None


def _threshold(found: Ceremony, mine: Scrutineer, step: str) -> dict[str, object]:
    """Return the messages of the rounds that this scrutineer needs now."""
    if not steps.is_threshold(found):
        return {"certs": None, "vinput": None, "decryption_key": None}
    whole = all(one.cert for one in found.scrutineers)
    certs = [_written(one) for one in keys.signed_certs(found)] if whole else None
    vinput = (
        write(vinput_for(mine.owner - 1, keys.polynomials_of(found)).written()) if step == "voutput" else None
    )
    return {"certs": certs, "vinput": vinput, "decryption_key": mine.share}


def _written(signed: Signed) -> str:
    return write(signed.written())


def _election(found: Ceremony, row: SecretElection, is_done: bool) -> dict[str, object]:  # noqa: FBT001
    return {
        "uuid": row.uuid, "name": row.name, "is_rehearsal": row.is_rehearsal, "is_done": is_done,
        "num_sign_offs": 1 if row.is_rehearsal else queries.sign_offs_in(session(), found, row),
        "board_url": url_for("secret.board_data", uuid=row.uuid),
        "decrypt_url": url_for("secret.decryption", ceremony_id=found.id, uuid=row.uuid),
    }  # fmt: skip
