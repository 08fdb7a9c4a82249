"""Other programs act by tokens that may: proxies and forms by the same services, nothing twice."""

import pytest
from sqlalchemy import select, update

from collegial.accounts.models import Account
from collegial.accounts.queries import viewer_for
from collegial.accounts.services import open_account
from collegial.api import signing
from collegial.api.models import ApiAnswer, ApiToken
from collegial.api.services import make_token
from collegial.assemblies.models import CorrespondenceForm, Mandate, MandateKind
from collegial.kernel.permissions import program as program_viewer
from collegial.testing.factories import convened, statutes_document

SIZES = {"A": 4, "B": 3, "C": 3}


@pytest.fixture
def world(context, session, client, clock):
    client.set_cookie("locale", "en")
    terms = {"paper_days": 3, "online_hour": 15, "on_arrival": "bound"}
    world = convened(context, SIZES, document=statutes_document(correspondence=terms))
    clock.move(days=-5)
    session.commit()
    return world


@pytest.fixture
def send(program, client):
    """Give a function that sends something as the person of an entry, or as staff, by a token of theirs."""
    tokens = {}

    def token(actor_id, role, *, acts):
        with program.database.unit_of_work() as session:
            context = program.context(session, program_viewer("test"))
            mail = f"{role}-{actor_id}-{acts}@example.org"
            known = select(Account).where(Account.actor_id == actor_id, Account.actor_id.is_not(None))
            account = session.scalars(known).first() or open_account(
                context, email=mail, actor_id=actor_id, roles=(role,)
            )
            owner = program.context(session, viewer_for(session, account, program.registry))
            return make_token(owner, name="test", days=30, acts=acts)

    def post(path, body=None, *, by=None, acts=True, key=None, **more):
        who = (by.voter_id if by else None, "member" if by else "staff")
        secret = tokens.setdefault((who, acts), None) or token(*who, acts=acts)
        tokens[who, acts] = secret
        headers = {"Authorization": f"Bearer {secret}"} | ({"Idempotency-Key": key} if key else {})
        return client.post(f"/api/v1{path}", headers=headers, **({"json": body or {}} | more))

    post.token = token
    return post


@pytest.fixture
def stored(program):
    """Give a function that reads from a session of its own: another one's would hold the lock of writing."""

    def read(query):
        with program.database.reading() as session:
            return session.scalars(query).all()

    return read


LIVE = select(Mandate).where(Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None))


def test_what_is_longer_than_any_act_takes_is_not_read(world, send):
    giver = world.entries["A"][0]
    body = b"[" + b"[]," * 30_000 + b"[]]"
    sent = send(f"/rights/{giver.id}/give", by=giver, json=None, data=body, content_type="application/json")

    assert sent.status_code == 413


def test_a_token_that_is_revoked_while_it_acts_does_nothing(world, send, stored, program, monkeypatch):
    giver, holder = world.entries["A"][:2]
    asked = signing.token_behind

    def revoked_meanwhile(session, secret, today):
        token = asked(session, secret, today)
        with program.database.engine.connect() as other:  # on PostgreSQL; SQLite has one writer at a time
            if other.dialect.name == "postgresql":
                other.execute(update(ApiToken).values(revoked_at=program.clock.now()))
                other.commit()
            else:
                session.execute(update(ApiToken.__table__).values(revoked_at=program.clock.now()))
        return token

    monkeypatch.setattr(signing, "token_behind", revoked_meanwhile)
    given = send(f"/rights/{giver.id}/give", {"holder": holder.member_number}, by=giver)

    assert said(given)[:2] == (403, "journal.rights_lost")
    assert stored(LIVE) == []


def said(answer):
    return answer.status_code, answer.json.get("code"), answer.json.get("field")


def test_a_proxy_is_given_accepted_and_taken_back(world, send, stored):
    giver, holder, other = world.entries["A"][:3]

    given = send(f"/rights/{giver.id}/give", {"holder": holder.member_number}, by=giver)

    assert given.status_code == 200, given.json
    assert given.json["given"]["to"] == "member"
    proxy = given.json["given"]["proxy"]
    assert said(send(f"/proxies/{proxy}/accept", by=giver))[:2] == (403, "proxy.not_your_answer")
    assert said(send(f"/proxies/{proxy}/accept", by=other))[0] == 404
    assert send(f"/proxies/{proxy}/accept", by=holder).json["accepted_at"]
    assert said(send(f"/proxies/{proxy}/decline", by=holder))[:2] == (409, "proxy.accepted")
    assert send(f"/rights/{giver.id}/take-back", by=giver).json["given"] is None
    assert stored(LIVE) == []
    assert send(f"/rights/{giver.id}/give", {"chair": True}, by=giver).json["given"]["to"] == "chair"


def test_the_rules_hold_on_this_way_in_too(world, send, stored):
    giver, holder, third = world.entries["A"][:3]
    give = f"/rights/{giver.id}/give"

    assert said(send(give, {"holder": holder.member_number}, by=holder))[0] == 404, (
        "another's right is not there"
    )
    assert said(send(give, {}, by=giver)) == (422, "proxy.no_holder", "holder")
    assert said(send(give, {"holder": 99999}, by=giver)) == (422, "proxy.unknown_holder", "holder")
    assert said(send(give, {"holder": 1, "chair": True}, by=giver)) == (422, "proxy.two_holders", "holder")
    spouse = {"name": "", "bond": "pacs"}
    assert said(send(give, {"spouse": spouse}, by=giver)) == (422, "proxy.no_holder", "spouse")
    assert said(send(give, {"holder": giver.member_number}))[:2] == (409, "proxy.self")
    assert send(give, {"holder": holder.member_number}).status_code == 200
    chain = send(f"/rights/{holder.id}/give", {"holder": third.member_number})
    assert said(chain)[:2] == (409, "proxy.chain")
    first, *rest = world.entries["B"]
    statuses = [
        send(f"/rights/{one.id}/give", {"holder": first.member_number}).status_code
        for one in [*rest, *world.entries["C"]]
    ]
    assert (statuses.count(200), statuses[-1]) == (2, 409)


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ('{"holder": "nine"}', "api.unfit", "holder"),
        ('{"holder": 1, "votes": 3}', "api.unfit", "votes"),
        ('{"spouse": {"name": "A"}}', "api.unfit", "spouse.bond"),
        ("[1]", "api.unfit", None),
        ('{"holder": ', "api.unfit", None),
    ],
)
def test_json_that_does_not_fit_is_told_at_its_field(world, send, body, code, field):
    giver = world.entries["A"][0]

    answer = send(f"/rights/{giver.id}/give", by=giver, json=None, data=body, content_type="application/json")

    assert answer.content_type == "application/problem+json"
    assert said(answer) == (422, code, field)


def test_who_may_not_act_does_not(world, send, client, sign_in):
    giver = world.entries["A"][0]
    address = f"/rights/{giver.id}/take-back"

    assert said(client.post(f"/api/v1{address}", json={}))[:2] == (401, "api.no_token")
    sign_in("member", actor_id=giver.voter_id)
    assert client.post(f"/api/v1{address}", json={}).status_code == 401, "a cookie counts for nothing"
    assert said(send(address, by=giver, acts=False))[:2] == (403, "api.reads_only")
    assert said(send(f"/rights/{giver.id}/sell", by=giver))[:2] == (404, "api.unknown_act")
    form = client.post(f"/api/v1{address}", data={"holder": "1"})
    assert form.status_code == 415, "a form of another site cannot act"


def test_a_sending_that_comes_again_does_nothing_twice(world, send, stored):
    giver, holder, other = world.entries["A"][:3]
    give, wanted = f"/rights/{giver.id}/give", {"holder": holder.member_number}

    first = send(give, wanted, by=giver, key="k1")
    again = send(give, wanted, by=giver, key="k1")

    assert (first.status_code, again.status_code, again.json) == (200, 200, first.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert send(give, wanted, by=giver).status_code == 409, "without a key it is a second proxy"
    changed = send(give, {"holder": other.member_number}, by=giver, key="k1")
    assert said(changed)[:2] == (422, "api.key_used")
    assert send(give, wanted, by=other, key="k1").status_code == 404, "a key is its token's own"
    assert said(send(give, wanted, by=giver, key="k" * 201))[:2] == (422, "api.long_key")
    assert len(stored(LIVE)) == 1


def test_a_refusal_can_be_tried_again_with_its_key(world, send, stored):
    giver, holder = world.entries["A"][:2]
    give = f"/rights/{giver.id}/give"
    send(give, {"chair": True}, by=giver)

    assert send(give, {"holder": holder.member_number}, by=giver, key="k").status_code == 409
    send(f"/rights/{giver.id}/take-back", by=giver)

    assert send(give, {"holder": holder.member_number}, by=giver, key="k").status_code == 200
    assert len(stored(select(ApiAnswer))) == 1


def test_a_form_is_sent_withdrawn_and_entered_from_paper(world, send, stored, clock):
    mine, other = world.entries["A"][:2]
    path = f"/correspondence/{mine.id}"

    sent = send(f"{path}/send", {"answers": {"1": "for"}}, by=mine, key="f")

    assert (sent.json["holds"], sent.json["way"]) == (True, "online")
    (form,) = stored(select(CorrespondenceForm))
    assert (form.answers, form.digest) == (
        {str(world.assembly.resolutions[0].id): "for"},
        sent.json["digest"],
    )
    assert "for" not in str(stored(select(ApiAnswer))[0].answer), "an answer tells no choice"
    assert send(f"{path}/withdraw", by=mine).json["holds"] is False
    paper = {"answers": {"1": "against"}, "received_on": clock.now().date().isoformat()}
    assert send(f"{path}/send", paper, by=mine).status_code == 403, "paper is the desk's"
    assert send(f"{path}/send", paper).json["way"] == "paper"
    assert said(send(f"/correspondence/{other.id}/send", {"answers": {"1": "for"}}, by=mine))[0] == 404


def test_a_form_is_refused_at_its_answer(world, send, session):
    mine = world.entries["A"][0]
    path = f"/correspondence/{mine.id}/send"

    assert said(send(path, {"answers": {}}, by=mine)) == (422, "correspondence.empty", "answers")
    assert said(send(path, {"answers": {"1": "perhaps"}}, by=mine)) == (
        422, "correspondence.unknown_answer", "answers.1",
    )  # fmt: skip
    assert said(send(path, {"answers": {"9": "for"}}, by=mine)) == (
        422, "correspondence.unknown_resolution", "answers.9",
    )  # fmt: skip
    world.assembly.resolutions[0].is_secret = True
    session.commit()
    assert said(send(path, {"answers": {"1": "for"}}, by=mine)) == (422, "correspondence.secret", "answers.1")


def test_what_can_be_done_is_described(world, client):
    described = client.get("/api/v1/openapi.json").json

    assert described["paths"]["/rights/{number}/give"]["post"]["security"] == [{"token": []}]
    assert "chair" in described["components"]["schemas"]["ProxyWanted"]["properties"]
    assert "SpouseNamed" in described["components"]["schemas"]


def test_one_reads_ones_own_rights_and_the_desk_all(world, client, send):
    mine = world.entries["A"][0]

    def read(**who):
        headers = {"Authorization": f"Bearer {send.token(acts=False, **who)}"}
        return [
            client.get(f"/api/v1/{key}", headers=headers).json["total"]
            for key in ("rights", "correspondence")
        ]

    assert read(actor_id=mine.voter_id, role="member") == [1, 1]
    assert read(actor_id=None, role="staff") == [10, 10]


def test_a_token_acts_only_when_its_owner_said_so(client, sign_in, program):
    client.set_cookie("locale", "en")
    sign_in("member")

    client.post("/tokens/", data={"name": "Reader", "days": "30"})
    page = client.post("/tokens/", data={"name": "Desk", "days": "30", "acts": "y"}).text

    with program.database.reading() as session:
        assert [one.acts for one in session.scalars(select(ApiToken).order_by(ApiToken.id))] == [False, True]
    assert "Read and act" in page
