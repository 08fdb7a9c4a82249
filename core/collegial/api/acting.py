"""Let other programs act: a token that may, a row that its owner may read, JSON that fits, and nothing twice."""

from flask import Response, abort, jsonify, request
from pydantic import BaseModel, ValidationError

from collegial.api.offering import owner_named, resource_named, row_of
from collegial.api.services import do_once
from collegial.api.signing import acting_token
from collegial.hooks.extensions import ApiAct, ApiResource
from collegial.kernel.errors import Invalid, Missing
from collegial.kernel.text import Text, t
from collegial.web.guard import refuse_to_change_what_is_set_aside
from collegial.web.request import act, session


def do(key: str, number: int, act_key: str) -> Response:
    """Do an act to a row, once for each Idempotency-Key."""
    token = acting_token()
    resource = resource_named(key)
    wanted = _act_of(resource, act_key)
    refuse_to_change_what_is_set_aside(owner_named(key))
    row, body = row_of(resource, number), request.get_data()
    taken = _read(wanted, body)
    sent = f"{request.path}\n{taken.model_dump_json()}"
    answer, again = do_once(
        act(), token, request.headers.get("Idempotency-Key", ""), sent,
        lambda: wanted.run(act(), row, taken).model_dump(mode="json"),
    )  # fmt: skip
    session().flush()  # what the database refuses is refused before the answer is written
    response = jsonify(answer)
    if again:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _act_of(resource: ApiResource, key: str) -> ApiAct:
    found = next((one for one in resource.acts if one.key == key), None)
    if found is None:
        raise Missing("api.unknown_act", t("There is no act “%(key)s” here.", key=key))
    return found


def _read(wanted: ApiAct, body: bytes) -> BaseModel:
    """Return what was sent; raises Invalid at the first field that does not fit."""
    if b"\\u0000" in body:
        abort(400)
    try:
        return wanted.takes.model_validate_json(body or b"{}")
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(one) for one in first["loc"])
        raise Invalid("api.unfit", _sentence(first["type"], field), field=field or None) from None


def _sentence(kind: str, field: str) -> Text:
    """Say what does not fit, in our words: pydantic's are English."""
    if kind == "missing":
        return t("The field “%(field)s” is needed.", field=field)
    if kind == "extra_forbidden":
        return t("There is no field “%(field)s” here.", field=field)
    if not field:
        return t("Send a JSON object.")
    return t("The field “%(field)s” does not hold what the description of the API asks for.", field=field)
