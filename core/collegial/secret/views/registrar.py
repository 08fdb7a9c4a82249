"""The page of who makes the voting codes apart from the server, and what its script asks for and sends."""

from flask import jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.secret import queries
from collegial.secret.models import CodeList, Stage
from collegial.secret.services import registering
from collegial.secret.views.answers import answers_json, payload
from collegial.web.request import act, session


def desk(ceremony_id: int) -> ResponseReturnValue:
    """Show the page on which the codes are made, kept and printed."""
    found = queries.ceremony(session(), ceremony_id)
    registering.registrar_of(act(), found)
    return render_template("secret/registrar.html", ceremony=found)


@answers_json
def rights(ceremony_id: int) -> ResponseReturnValue:
    """Tell which rights need a code, by election to come."""
    found = queries.ceremony(session(), ceremony_id)
    registering.registrar_of(act(), found)
    return jsonify(
        is_open=found.stage not in (Stage.KEYS, Stage.REHEARSAL),
        is_sent=all(one.publics for one in found.code_lists),
        lists=[_listed(one) for one in found.code_lists],
        send_url=url_for("secret.codes", ceremony_id=found.id),
    )


@answers_json
def codes(ceremony_id: int) -> ResponseReturnValue:
    """Take the public halves of the codes in."""
    registering.send_codes(act(), ceremony_id, payload())
    return jsonify(is_sent=True)


def _listed(one: CodeList) -> dict[str, object]:
    entries = registering.names_of(act(), one)
    return {
        "uuid": one.uuid,
        "rights": [{"id": entry.id, "number": entry.member_number, "name": entry.name} for entry in entries],
    }
