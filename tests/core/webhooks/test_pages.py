"""The pages of webhooks: added by administrators who signed in lately, the secret shown once and kept nowhere else."""

import json
import re

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Refused
from collegial.webhooks import services
from collegial.webhooks.models import DeliveryState, Webhook
from collegial.webhooks.queries import last_deliveries

ADDRESS = "https://hooks.example.org/in/9f3c-room"


@pytest.fixture
def administrator(client, sign_in):
    """Sign an administrator in who reads English."""
    client.set_cookie("locale", "en")
    sign_in("administrator")
    return client


def add(client, address=ADDRESS, kinds=("assembly.convened",), **more):
    return client.post("/webhooks/new", data={"address": address, "kinds": list(kinds), **more})


def secret_on(page):
    return re.search(r"whsec_[A-Za-z0-9+/=]{44}", page.text)


def test_the_secret_is_shown_once_and_kept_sealed(administrator, session):
    mark = "0" * 32
    page = add(administrator, once=mark)
    secret = secret_on(page)[0]
    again = add(administrator, once=mark)

    assert again.status_code == 302
    (added,) = session.scalars(select(Webhook)).all()
    assert f"/webhooks/{added.id}" in again.location
    assert secret not in administrator.get(f"/webhooks/{added.id}").text
    whole = str(session.execute(text("SELECT * FROM webhook")).all())
    assert secret not in whole
    assert secret.removeprefix("whsec_") not in whole


def test_neither_journal_nor_log_hold_the_secret_or_the_address(
    administrator, session, allow, receiver, work, context
):
    allow("127.0.0.1")
    with capture_logs() as logs:
        page = add(administrator, receiver.address)
        receiver.secret = secret_on(page)[0]
        (added,) = session.scalars(select(Webhook)).all()
        session.commit()
        receiver.answers = [(500, {})]
        administrator.post(f"/webhooks/{added.id}/trial")
        work()

    assert receiver.told[0]["is_right"]
    kept = json.dumps([one.payload for one in session.scalars(select(JournalEntry))]) + str(logs)
    assert "127.0.0.1" in kept
    assert receiver.secret.removeprefix("whsec_") not in kept
    assert "room=42" not in kept


@pytest.mark.parametrize(
    ("address", "kinds", "sentence"),
    [
        ("http://example.org/", ["assembly.opened"], "must begin with https://"),
        ("https://127.0.0.1/", ["assembly.opened"], "private network"),
        (ADDRESS, [], "This answer is needed"),
        (ADDRESS, ["nothing.known"], "webhooks/new"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(administrator, session, address, kinds, sentence):
    page = add(administrator, address, kinds)

    assert page.status_code == 422
    assert sentence in page.text
    assert session.scalars(select(Webhook)).all() == []


def test_a_trial_is_sent_once_and_its_answer_stands_on_the_page(
    administrator, session, hook, receiver, work, clock
):
    number = hook("assembly.opened")
    receiver.answers = [(500, {})]
    for _ in range(2):
        administrator.post(f"/webhooks/{number}/trial")
        work()
        clock.move(minutes=5)
        work()

    assert [one["type"] for one in receiver.told] == ["webhook.trial"] * 2
    assert receiver.told[0]["data"] == {"url": "http://localhost/"}
    states = [one.state for one in last_deliveries(session, number)]
    assert states == [DeliveryState.DELIVERED, DeliveryState.GIVEN_UP]
    page = administrator.get(f"/webhooks/{number}").text
    assert all(one in page for one in ("Given up", "500", "Delivered", "204"))
    assert "Delivered" in administrator.get("/webhooks/").text


def test_a_webhook_is_changed_paused_resumed_and_removed_and_the_journal_says_so(
    administrator, session, hook
):
    number = hook("assembly.opened")
    administrator.post(f"/webhooks/{number}/kinds", data={"kinds": ["decision.published"]})
    administrator.post(f"/webhooks/{number}/kinds", data={"kinds": ["decision.published"]})
    administrator.post(f"/webhooks/{number}/pause")
    assert "Resume" in administrator.get(f"/webhooks/{number}").text
    refused = administrator.post(f"/webhooks/{number}/trial", follow_redirects=True)
    assert refused.status_code == 409
    administrator.post(f"/webhooks/{number}/resume")
    assert "nothing any more" in administrator.get(f"/webhooks/{number}/remove").text
    administrator.post(f"/webhooks/{number}/remove")

    assert administrator.get(f"/webhooks/{number}").status_code == 404
    told = session.scalars(select(JournalEntry).order_by(JournalEntry.sequence)).all()
    assert [one.event for one in told if one.event.startswith("webhooks.")] == [
        "webhooks.added", "webhooks.changed", "webhooks.paused", "webhooks.resumed", "webhooks.removed",
    ]  # fmt: skip


def test_an_old_sign_in_is_asked_again_before_a_webhook_is_added(administrator, session):
    with administrator.session_transaction() as cookie:
        cookie["fs_paa"] -= 3600
        cookie.pop("fs_gexp", None)
    answer = add(administrator)

    assert answer.status_code == 302
    assert answer.location.startswith("/confirm?next=/webhooks/new")
    assert session.scalars(select(Webhook)).all() == []


@pytest.mark.parametrize("role", ["member", "staff", "chair", "pilot"])
def test_administrators_alone_have_to_do_with_webhooks(client, sign_in, as_role, role, hook):
    number = hook("assembly.opened")
    sign_in(role)

    assert client.get("/webhooks/").status_code == 403
    assert client.get(f"/webhooks/{number}").status_code == 403
    other = as_role(role)
    acts = (
        lambda: services.add_webhook(other, ADDRESS, ["assembly.opened"], key=b"k" * 32, named=()),
        lambda: services.change_webhook(other, number, ["assembly.opened"]),
        lambda: services.pause_webhook(other, number),
        lambda: services.resume_webhook(other, number),
        lambda: services.remove_webhook(other, number),
        lambda: services.send_trial(other, number, {}),
    )
    for act in acts:
        with pytest.raises(Forbidden):
            act()


def test_there_is_a_highest_number_of_webhooks(context, monkeypatch):
    monkeypatch.setattr(services, "MOST", 1)
    services.add_webhook(context, ADDRESS, ["assembly.opened"], key=b"k" * 32, named=())

    with pytest.raises(Refused):
        services.add_webhook(context, ADDRESS, ["assembly.opened"], key=b"k" * 32, named=())


def test_once_the_key_of_the_deployment_has_changed_the_page_says_what_to_do(
    administrator, session, context, work, allow, receiver
):
    allow("127.0.0.1")
    added, _ = services.add_webhook(
        context, receiver.address, ["assembly.opened"], key=b"o" * 32, named=("127.0.0.1",)
    )
    number = added.id
    session.commit()
    administrator.post(f"/webhooks/{number}/trial")
    work()

    assert receiver.told == []
    assert "key of this deployment has changed" in administrator.get(f"/webhooks/{number}").text
