"""Hand personal data out, and erase them as far as the law allows."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from collegial.actors.queries import actor
from collegial.hooks.contracts import ErasureAnswer, PersonalDataSource
from collegial.kernel.errors import Forbidden, Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import hold_row
from collegial.kernel.permissions import SIGNED_IN, program, require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.privacy.events import DataErased, DataExported, ErasureAsked
from collegial.privacy.models import Erasure, ErasureRequest
from collegial.privacy.permissions import ERASE
from collegial.privacy.queries import Holding, holdings, open_request, split_answer

FORMAT = "collegial personal data 1"


def export_data(
    context: Context,
    sources: Sequence[PersonalDataSource],
    actor_id: int,
    beside: Mapping[str, str | bytes] = MappingProxyType({}),
) -> bytes:
    """Return everything that is held of someone as a ZIP file; for oneself, or by those who answer requests.

    `beside` are the files that go with the records, by name: papers, and the same for people to read.
    """
    _own_or_answering(context, actor_id)
    actor(context.session, actor_id)  # raises Missing
    data = {
        "format": FORMAT,
        "actor": actor_id,
        "written_at": context.clock.now().isoformat(),
        "sources": {
            one.source.key: {
                "purpose": str(one.source.purpose),
                "kept": str(one.source.retention),
                "records": list(one.records),
            }
            for one in holdings(context.session, sources, actor_id)
        },
    }
    context.emit(DataExported(actor=actor_id))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(data, indent=2, ensure_ascii=False, sort_keys=True))
        for name, content in beside.items():
            archive.writestr(name, content)
    return file.getvalue()


def ask_erasure(context: Context) -> ErasureRequest:
    """Ask to be forgotten oneself; raises Refused while an earlier request waits."""
    require(context.by, SIGNED_IN)
    if context.by.actor_id is None:
        raise Refused("privacy.nobody", t("Your account stands for nobody: there is nothing to erase."))
    if open_request(context.session, context.by.actor_id):
        raise _asked_already()
    request = ErasureRequest(actor_id=context.by.actor_id, asked_at=context.clock.now())
    with or_refuse(context.session, _asked_already()):
        context.session.add(request)
    context.emit(ErasureAsked(actor=context.by.actor_id))
    return request


def erase_data(context: Context, sources: Sequence[PersonalDataSource], actor_id: int) -> Erasure:
    """Erase what may be erased of someone, in one act, and keep the answer as it was given.

    Raises Missing for an unknown actor, Refused when there is nothing left to erase.
    """
    require(context.by, ERASE)
    hold_row(context.session, actor(context.session, actor_id))  # the second of two finds nothing left
    answer = split_answer(context.session, sources, actor_id, context.today)
    if not answer.erased:
        raise Refused(
            "privacy.nothing_left", t("Nothing is left that may be erased: what remains is kept by law.")
        )
    acting = replace(context, by=program("privacy"))  # each source asks for its own rights
    for one in sources:
        one.erase(acting, actor_id)
    erasure = Erasure(
        actor_id=actor_id, answer=_written(answer), done_at=context.clock.now(), done_by=context.by.name
    )
    context.session.add(erasure)
    context.session.flush()  # the request points to its answer
    request = open_request(context.session, actor_id)
    if request:
        request.erasure_id = erasure.id
    context.emit(DataErased(actor=actor_id, erased=len(answer.erased), kept=len(answer.kept)))
    return erasure


def _section(held: Holding) -> dict[str, object]:
    source = held.source
    return {"purpose": str(source.purpose), "kept": str(source.retention), "records": list(held.records)}


def _written(answer: ErasureAnswer) -> dict[str, object]:
    return {
        "erased": [str(one) for one in answer.erased],
        "kept": [
            {
                "what": str(one.what),
                "why": str(one.why),
                "until": one.until.isoformat() if one.until else None,
            }
            for one in answer.kept
        ],
    }


def _own_or_answering(context: Context, actor_id: int) -> None:
    require(context.by, SIGNED_IN)
    if actor_id != context.by.actor_id and not context.by.may(ERASE):
        raise Forbidden("privacy.not_yours", t("You may only take out your own data."))


def _asked_already() -> Refused:
    return Refused(
        "privacy.asked_already",
        t("Your request is already waiting. You will get an answer within a month."),
    )
