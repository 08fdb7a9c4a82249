"""The voter's page, and what its script asks for: the code of the right, the cast."""

from flask import Response, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.models import Mandate, MandateKind
from collegial.kernel.errors import Forbidden
from collegial.kernel.text import t
from collegial.secret import queries
from collegial.secret.asking import Part, parts_of
from collegial.secret.models import Ceremony, SecretElection, Stage
from collegial.secret.reminding import unused_rights
from collegial.secret.services import casting
from collegial.secret.views.answers import answers_json, authority, payload
from collegial.votes.asking import asked
from collegial.votes.queries import mandate as mandate_of
from collegial.votes.queries import sign_off_of
from collegial.web.languages import say, say_if_text
from collegial.web.request import act, session, viewer


def paper(ceremony_id: int, mandate_id: int) -> ResponseReturnValue:
    """Show the ballot paper; it is filled in, encrypted and proven in the browser."""
    found, right = queries.ceremony(session(), ceremony_id), _mandate(mandate_id)
    if found.stage is not Stage.OPEN or found.vote_id is None:
        return redirect(url_for("secret.show", ceremony_id=found.id))
    row = casting.election_of(found, right)
    parts = _parts(found, row)
    return render_template(
        "secret/paper.html", ceremony=found, mandate=right, election=row, parts=parts,
        kinds=[_kind(one) for one in parts], onward=_onward(found, right),
        used=sign_off_of(session(), found.vote_id, right.giver_id),
    )  # fmt: skip


def _onward(found: Ceremony, right: Mandate) -> tuple[str, str]:
    """Return where the receipt leads: to the next right that waits for this reader, else to the assembly."""
    left = unused_rights(session(), [found], found.assembly_id, viewer().actor_id or 0)
    others = [one for _, one in left if one.id != right.id]
    if not others:
        return say(t("Back to the assembly")), url_for("assemblies.show", assembly_id=found.assembly_id)
    own, paper = (
        others[0].kind is MandateKind.OWN,
        url_for("secret.paper", ceremony_id=found.id, mandate_id=others[0].id),
    )
    words = t("Now cast my own vote") if own else t("Now vote for %(name)s", name=others[0].giver.name)
    return say(words), paper


def mine(ceremony_id: int) -> ResponseReturnValue:
    """Lead to the one paper that waits for this reader; else to the assembly, which says what there is, or why not."""
    found, me = queries.ceremony(session(), ceremony_id), viewer().actor_id
    open_now = [found] if found.stage is Stage.OPEN and me is not None else []
    left = unused_rights(session(), open_now, found.assembly_id, me or 0)
    if len(left) == 1:
        return redirect(url_for("secret.paper", ceremony_id=found.id, mandate_id=left[0][1].id))
    return redirect(url_for("assemblies.show", assembly_id=found.assembly_id, _anchor="votes"))


@answers_json
def credential(ceremony_id: int, mandate_id: int) -> ResponseReturnValue:
    """Hand the code of a right over; asked by POST, so that no link scanner gets one."""
    code = casting.hand_over(act(), ceremony_id, _mandate(mandate_id), authority())
    response = jsonify(credential=code)
    response.headers["Cache-Control"] = "no-store"
    return response


@answers_json
def ballot(ceremony_id: int, mandate_id: int) -> ResponseReturnValue:
    """Cast: the ballot goes on the board and the right is signed off, or nothing happens."""
    right = _mandate(mandate_id)
    receipt = casting.cast(act(), ceremony_id, right, payload(), authority())
    row = casting.election_of(queries.ceremony(session(), ceremony_id), right)
    board = url_for("secret.board", uuid=row.uuid)
    answer: Response = jsonify(tracker=receipt.tracker, board=board, sign_off=receipt.sign_off.digest)
    answer.status_code = 201 if receipt.is_new else 200
    return answer


def _parts(found: Ceremony, row: SecretElection) -> list[Part]:
    asks = asked(session(), act().methods, found.vote.questions if found.vote else [])
    return parts_of(asks, [one["key"] for one in row.colleges])


def _kind(part: Part) -> dict[str, object]:
    """Return what the page's script needs to ask a resolution; what is sealed must say the same."""
    resolution, options = part.asked.question.resolution, part.asked.poll.options
    return {
        "kind": "election" if part.asked.elects else "for_against",
        "title": part.title,
        "text_html_id": f"text-{resolution.id}",
        "statements": [
            f"statement-{resolution.id}-{one.number}" if one.statement else None for one in options
        ],
        "asks": [
            {
                "question": part.text(one),
                "name": None if one.about is None else part.asked.poll.name(one.about),
                "labels": [str(say_if_text(answer)) for answer in one.answers],
                "is_verbatim": all(isinstance(answer, str) for answer in one.answers),
            }
            for one in part.asks
        ],
    }


def _mandate(mandate_id: int) -> Mandate:
    found = mandate_of(session(), mandate_id)
    if found.holder.voter_id != viewer().actor_id:
        raise Forbidden("votes.not_yours", t("This voting right is not yours to use."))
    return found
