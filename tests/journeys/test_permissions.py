"""Who may do what, read off the map of addresses: every address and role, one's own things and those of others.

No browser: the demonstration, with a counted vote and an open one, by the test client. What a request writes is undone
after its answer, so each finds the demonstration as it was.
"""

import re
import time
from functools import partial
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest
from flask import g
from itsdangerous import URLSafeSerializer
from sqlalchemy import select, text
from tests.journeys.demonstrations import VOTED
from werkzeug.exceptions import HTTPException

from collegial.accounts.models import AccountSession
from collegial.accounts.permissions import ROLES
from collegial.accounts.queries import account_by_email, account_of_actor, viewer_for
from collegial.accounts.services import open_account
from collegial.api.models import ApiToken
from collegial.api.offering import resources
from collegial.api.permissions import OWN_TOKENS
from collegial.api.services import make_token
from collegial.assemblies.models import Invitation, Mandate
from collegial.kernel.errors import DomainError
from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.kernel.permissions import program as program_viewer
from collegial.proposals.models import Proposal
from collegial.testing.cookies import signed_in_cookie
from collegial.votes.models import SignOff
from collegial.web.routing import Gate

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("permissions")]

PLACE = re.compile(r"<(?:any\(([^,)]+)[^>]*:|(int|path|string)[^:>]*:)?(\w+)>")
# What nobody means to type, and somebody does: each field of a form gets another one.
ODD = (
    "\u202e\x01\x7f", "x" * 5000, "-1", "9" * 25, "0000-00-00", "9999-12-31", "0026-11-20", "0", "1e999", "NaN",
    "٣", "😀 é", "' OR 1=1 --", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "31/02/2026", "²", "1.5,0",
    "{{ 7 * 7 }}",
)  # fmt: skip
REFUSED = {403, 404}
# What says whom a thing belongs to, in the addresses that every member may ask for.
OWNED = {"member_id", "actor_id", "entry_id", "mandate_id", "digest", "token_id", "held_id"}
# What is nobody's of the two members: an application of a structure.
OF_OTHERS = {"application_id": 1}
ELSEWHERE = {"information"}  # its `entry_id` is an entry of the directory, which belongs to nobody
# It says that no more mails come, whether or not there was a subscription.
SAYS_NOTHING = {"information.stop"}
# Printing takes its time, and has tests of its own.
PRINTED = (".pdf", ".xlsx", ".png", "<file_format>")
# What the links of a page are signed for; other links are the random names of rows.
SIGNED = {
    "assemblies.follow_link": "invitation", "live.": "live", "joining.confirm": "joining.confirm",
    "joining.": "joining.follow", "proposals.stop_mail": "proposal-mail", "notices.stop": "notices",
    "partners.": "partners.link", "finance_rounds.table": "finance.table", "demo.": "collegial.demo.sign-in",
}  # fmt: skip
# Who comes in to read, and to write, by feature: visitors, everyone who is signed In, Members, Pilots, the Chair,
# Staff, Administrators. A page may open to each group of holders, and to no other.
POLICY = {
    "journal": ("CSA", ""),
    "jobs": ("A", "A"),
    "modules": ("A", "A"),
    "webhooks": ("A", "A"),
    "actors": ("V SA", "SA"),
    "groups": ("I", "SA PCSA"),
    "statutes": ("V I SA", "SA A"),
    "membership": ("CSA SA", "SA"),
    "mine": ("M I", "I"),
    "shares": ("CSA SA I", "SA"),
    "joining": ("V CSA SA", "V SA CS I"),
    "imports": ("SA", "SA"),
    "inviting": ("A", "A SA"),
    "privacy": ("I SA CSA", "I SA"),
    "convocations": ("SA", "SA"),
    "sitting": ("CS", "CS M"),
    "desk": ("CS", "CS"),
    "votes": ("M MCSA", "M CS SA"),
    "correspondence": ("CS", "M CS"),
    "room": ("CS", "CS"),
    "secret": ("CS M MCSA", "CS M MCSA"),
    "minutes": ("CS MPCSA", "CS"),
    "decisions": ("V MPCSA", "CS"),
    "records": ("V MCSA", ""),
    "compliance": ("CSA", "CS CSA"),
    "finance_ledger": ("CSA", "S"),
    "finance_reports": ("CSA", ""),
}
LETTERS = {"member": "M", "pilot": "P", "chair": "C", "staff": "S", "administrator": "A"}


@pytest.fixture(scope="module")
def grounds(copy_demo, tmp_path_factory):
    """Give the demonstration with a vote, one account for each role, and two members who voted."""
    app = copy_demo(tmp_path_factory.mktemp("permissions") / "site", VOTED)
    app.config["WTF_CSRF_ENABLED"] = False
    program = app.extensions["collegial"]
    yield SimpleNamespace(app=app, program=program, **people(program))
    program.database.close()


def people(program):
    """Open the accounts; return by role, and by hand for the two members, what signs in."""
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))

        def account(name, roles, actor_id=None):
            known = account_of_actor(session, actor_id) if actor_id else None
            return known or open_account(
                context, email=f"{name}@matrix.example.org", actor_id=actor_id, roles=roles
            )

        keys = [one.key for one in ROLES]
        signed = partial(signed_in_cookie, session)
        by_role = {key: signed(account(key, [key])) for key in keys}
        one, other = session.scalars(
            select(SignOff).where(SignOff.giver_id == SignOff.holder_id).order_by(SignOff.id).limit(2)
        )
        first = account("own", ["member"], one.giver.voter_id)
        second = account("foreign", ["member"], other.giver.voter_id)
        mine = viewer_for(session, first, program.registry)
        make_token(program.context(session, mine), name="mine", days=30)
        number = session.scalars(select(ApiToken.id)).one()
        tokens = {
            key: made for key in keys if (made := token_of(program, session, f"{key}@matrix.example.org"))
        }
        return {
            "tokens": tokens,
            "links": links(program, session, one),
            "by_role": by_role | {"everything": signed(account("all", keys))},
            "own": signed(first),
            "foreign": signed(second),
            "values": values_of(session, one.giver)
            | {"digest": one.digest, "held_id": held_by(session, first), "token_id": number},
            "samples": {"slug": session.scalars(select(Proposal.slug)).first()},
        }


def token_of(program, session, email):
    """Return a token that only reads, of an account by its address; None where its roles give no right to one."""
    owner = viewer_for(session, account_by_email(session, email), program.registry)
    return (
        make_token(program.context(session, owner), name="matrix", days=30) if owner.may(OWN_TOKENS) else None
    )


def links(program, session, sign_off):
    """Return one good personal link of each kind that stands for a holder without an account."""
    convened = select(Invitation.id).where(Invitation.entry_id == sign_off.giver_id)
    numbers = {
        ("/assemblies/link/", "invitation"): session.scalars(convened).one(),
        ("/partners/with/", "partners.link"): session.scalars(
            text("SELECT max(id) FROM partners_link")
        ).one(),
    }
    key = program.settings.secrets.key
    return [f"{path}{URLSafeSerializer(key, salt=salt).dumps(one)}" for (path, salt), one in numbers.items()]


def held_by(session, account):
    """Return the number of the session of an account."""
    return session.scalars(select(AccountSession.id).where(AccountSession.account_id == account.id)).one()


def values_of(session, entry):
    """Return what stands in the addresses of a member's things."""
    right = session.scalars(select(Mandate).where(Mandate.giver_id == entry.id)).first()
    return {
        "member_id": entry.member_id,
        "actor_id": entry.voter_id,
        "entry_id": entry.id,
        "mandate_id": right.id,
        "assembly_id": entry.assembly_id,
    }


def signed_in(app, known, *, age=0):
    """Return a client that shows the cookie of an account, signed in `age` seconds ago, whatever it is answered."""
    client = app.test_client(use_cookies=False)
    if known:
        signer = app.session_interface.get_signing_serializer(app)
        client.environ_base["HTTP_COOKIE"] = (
            f"collegial={signer.dumps(known | {'fs_paa': time.time() - age})}"
        )
    return client


@pytest.fixture
def undone(grounds):
    """Let every request write what it would, then take it back; what the database refuses shows."""
    after = grounds.app.after_request_funcs[None]

    def undo(response):
        if "session" in g:
            if response.status_code < 400:
                g.session.flush()
            g.session.rollback()
        return response

    after.append(undo)  # Flask runs the last first
    yield
    after.remove(undo)


def gated(app):
    """Yield the address of every page that has a gate, its gate, and the method that writes, where there is one."""
    for rule in app.url_map.iter_rules():
        gate = getattr(app.view_functions[rule.endpoint], "gate", None)
        if gate is not None:
            yield rule, gate, "POST" if "POST" in rule.methods else "GET"


def address(rule, **known):
    """Fill in an address: what is known by its name, 1 for a number, the first of a choice."""

    def value(place):
        choice, kind, name = place.groups()
        return str(known.get(name) or choice or (1 if kind == "int" else "x"))

    return PLACE.sub(value, rule.rule)


def at_the_gate(app, client, path, method, gate):
    """Return what stands before a page says: `in`, `out`, or where it leads instead."""
    more = {"json": {}} if gate.machine and method == "POST" else {}
    with app.test_request_context(path, method=method, environ_base=client.environ_base, **more):
        try:
            answer = app.preprocess_request()
        except (DomainError, HTTPException) as refusal:
            status = getattr(refusal, "status", None) or refusal.code
            return "out" if status == 403 else f"{status}"
    return "in" if answer is None else urlsplit(answer.location).path


def expected(gate, role, program):
    """Return what the route table and the table of rights say together."""
    key = gate.permission.key
    if key == PUBLIC.key or (key == SIGNED_IN.key and role):
        return "in"
    holders = program.registry.permissions[key].roles if key != SIGNED_IN.key else ()
    if role in holders:
        return "in"
    return "out" if role else "/sign-in"


def holders(gate, program):
    """Return who comes in, in letters."""
    if gate.permission.key in {PUBLIC.key, SIGNED_IN.key}:
        return "V" if gate.permission.key == PUBLIC.key else "I"
    roles = program.registry.permissions[gate.permission.key].roles
    return "".join(letter for role, letter in LETTERS.items() if role in roles)


def test_the_rights_of_each_feature_are_those_that_were_decided(grounds):
    found = {name: (set(), set()) for name in POLICY}
    for rule, gate, method in gated(grounds.app):
        feature = rule.endpoint.partition(".")[0]
        if feature in POLICY:
            found[feature][method == "POST"].add(holders(gate, grounds.program))

    assert found == {name: tuple(set(one.split()) for one in both) for name, both in POLICY.items()}


@pytest.mark.parametrize("role", [None, *[one.key for one in ROLES]])
def test_each_role_comes_in_where_its_rights_say_and_nowhere_else(grounds, role):
    client = signed_in(grounds.app, grounds.by_role.get(role))
    wrong = []
    for rule, gate, method in gated(grounds.app):
        answer = at_the_gate(grounds.app, client, address(rule), method, gate)
        if answer != expected(gate, role, grounds.program):
            wrong.append((method, rule.rule, answer))

    assert wrong == []


def test_what_needs_a_recent_sign_in_asks_for_it(grounds):
    client = signed_in(grounds.app, grounds.by_role["everything"], age=16 * 60)
    answers = {
        rule.rule: at_the_gate(grounds.app, client, address(rule), method, gate)
        for rule, gate, method in gated(grounds.app)
        if gate.fresh
    }

    assert len(answers) > 30
    assert set(answers.values()) == {"/confirm"}, answers


@pytest.mark.usefixtures("undone")
def test_no_page_breaks_that_nobody_is_led_to_yet(grounds):
    client = signed_in(grounds.app, grounds.by_role["everything"])
    broken = []
    for rule, gate, _method in gated(grounds.app):
        if gate.machine or "POST" in rule.methods or not rule.arguments or rule.rule.endswith(PRINTED):
            continue
        path = address(rule, **grounds.samples)
        try:
            status = client.get(path).status_code
        except Exception as error:  # noqa: BLE001 (whatever a page raises, all of them at once)
            status = repr(error)[:300]
        if not isinstance(status, int) or status >= 500:
            broken.append((path, status))

    assert broken == []


@pytest.mark.usefixtures("undone")
def test_a_button_without_its_form_is_answered_everywhere(grounds):
    client = signed_in(grounds.app, grounds.by_role["everything"])
    broken = []
    for rule, _gate, method in gated(grounds.app):
        path = address(rule, **grounds.samples)
        if method != "POST" or "GET" in rule.methods:
            continue
        try:
            status = client.post(path).status_code
        except Exception as error:  # noqa: BLE001 (whatever a page raises, all of them at once)
            status = repr(error)[:300]
        if not isinstance(status, int) or status >= 500:
            broken.append((path, status))

    assert broken == []


class Forms(HTMLParser):
    """The forms of a page that write: their addresses, and what their fields hold at first."""

    def __init__(self, html):
        super().__init__()
        self.found, self.inside, self.select = [], False, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("method", "get").lower() == "post"
            if self.inside:
                self.found.append((given.get("action", ""), {}))
        elif self.inside and tag in {"input", "textarea", "select"} and given.get("name"):
            free = tag == "textarea" or given.get("type", "text") in {
                "text",
                "number",
                "date",
                "email",
                "search",
            }
            self.found[-1][1].setdefault(
                given["name"], None if tag != "select" and free else given.get("value", "")
            )
            self.select = given["name"] if tag == "select" else None
        elif self.inside and tag == "option" and self.select and given.get("value"):
            fields = self.found[-1][1]
            fields[self.select] = fields[self.select] or given["value"]

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


def filled(fields, turn):
    """Fill in what people type with odd things, others in each form; what they choose stays chosen."""
    return {
        name: ODD[(place * 5 + turn) % len(ODD)] if value is None else value
        for place, (name, value) in enumerate(fields.items())
    }


@pytest.mark.usefixtures("undone")
def test_no_form_breaks_on_what_somebody_types(grounds):
    client = signed_in(grounds.app, grounds.by_role["everything"])
    seen, broken = set(), []
    shown = {rule.rule for rule in grounds.app.url_map.iter_rules() if "GET" in rule.methods}
    for rule, _gate, method in gated(grounds.app):
        path = address(rule, **grounds.samples)
        page = client.get(path) if method == "POST" and rule.rule in shown else None
        if page is None or page.status_code != 200 or page.mimetype != "text/html":
            continue
        for action, fields in Forms(page.text).found:
            to = urlsplit(urljoin(f"http://localhost{path}", action))
            known = (to.path, *sorted(fields))
            if known in seen or None not in fields.values():
                continue
            seen.add(known)
            given = filled(fields, len(seen))
            try:
                status = client.post(f"{to.path}?{to.query}", data=given).status_code
            except Exception as error:  # noqa: BLE001 (whatever a page raises, all of them at once)
                status = repr(error)[:400]
            if not isinstance(status, int) or status >= 500:
                broken.append((to.path, given, status))

    assert broken == []
    assert len(seen) > 120


@pytest.mark.usefixtures("undone")
def test_nobody_gets_at_what_another_member_owns(grounds):
    own, foreign = signed_in(grounds.app, grounds.own), signed_in(grounds.app, grounds.foreign)
    let_in, opened, tried = [], 0, 0
    for rule, gate, _method in gated(grounds.app):
        owned = rule.arguments & (OWNED | set(OF_OTHERS))
        elsewhere = rule.endpoint.partition(".")[0] in ELSEWHERE
        if not owned or elsewhere or expected(gate, "member", grounds.program) != "in":
            continue
        path = address(rule, vote_id=1, **OF_OTHERS, **grounds.values)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            tried += 1
            status = foreign.open(path, method=method).status_code
            if status not in REFUSED:
                let_in.append((method, path, status))
        opened += "GET" in rule.methods and own.get(path).status_code == 200

    assert let_in == []
    assert (opened > 8, tried > 40) == (True, True), (opened, tried)


@pytest.mark.usefixtures("undone")
def test_a_personal_link_that_was_not_signed_for_its_page_opens_nothing(grounds):
    app, client = grounds.app, grounds.app.test_client(use_cookies=False)
    foreign = {
        salt: URLSafeSerializer(app.config["SECRET_KEY"], salt=salt).dumps(1)
        for salt in {"another purpose", *SIGNED.values()}
    }
    let_in = []
    for rule, _gate, _method in gated(app):
        asks = "token" in rule.arguments and rule.endpoint not in SAYS_NOTHING
        own = next((salt for begin, salt in SIGNED.items() if rule.endpoint.startswith(begin)), None)
        for token in ("x", *(one for salt, one in foreign.items() if salt != own)) if asks else ():
            path = address(rule, **grounds.samples, token=token)
            tried = sorted(rule.methods - {"HEAD", "OPTIONS"})
            for method in tried if token == "x" else tried[:1]:  # the link is read before the method counts
                status = client.open(path, method=method).status_code
                if status not in REFUSED:
                    let_in.append((method, path, status))

    assert let_in == []


def test_who_holds_a_personal_link_gets_no_right_by_it(grounds):
    wrong = []
    for path in grounds.links:
        holder = grounds.app.test_client()
        assert holder.get(path).status_code in {200, 302}, path
        kept = holder.get_cookie("collegial")
        known = signed_in(grounds.app, None)
        known.environ_base["HTTP_COOKIE"] = f"collegial={kept.value}" if kept else ""
        for rule, gate, method in gated(grounds.app):
            answer = at_the_gate(grounds.app, known, address(rule), method, gate)
            if answer != expected(gate, None, grounds.program):
                wrong.append((path, method, rule.rule, answer))

    assert wrong == []


@pytest.mark.usefixtures("undone")
def test_a_token_gives_a_program_what_its_owner_may_and_acts_only_if_it_says_so(grounds):
    client = grounds.app.test_client(use_cookies=False)
    with grounds.app.test_request_context():
        offered = resources()
    wrong = []
    for role, secret in {None: None, **grounds.tokens}.items():
        shown = {"Authorization": f"Bearer {secret}"} if secret else {}
        for one in offered:
            gate = Gate(permission=one.permission)
            may = expected(gate, role, grounds.program) == "in"
            status = client.get(f"/api/v1/{one.key}?per_page=1", headers=shown).status_code
            if status != (200 if may else 403):
                wrong.append((role, one.key, status))
            acts = [client.post(f"/api/v1/{one.key}/1/{act.key}", json={}, headers=shown) for act in one.acts]
            wrong += [
                (role, one.key, "acts") for answer in acts if answer.status_code != (403 if role else 401)
            ]

    assert wrong == []
    assert sum(len(one.acts) for one in offered) > 4
