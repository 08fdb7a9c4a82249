"""Modules depend on what is offered, not on who offers it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.hooks.contracts import PluginMeta
from collegial.hosting.capabilities import supplied
from collegial.hosting.services import choose_offer, disable_plugin, enable_plugin
from collegial.kernel.text import Text
from collegial.plugin import PUBLIC, CapabilityOffer, DomainError, Job, NavItem, Pages, offered, t
from collegial.testing.fakes import fake_plugin

ROUNDS = ("funding-rounds",)


def answer():
    return "here"


def offering(name):
    pages = Pages(name, __name__, url_prefix=f"/{name}")
    pages.page("/", answer, permission=PUBLIC, methods=["GET", "POST"])
    found = fake_plugin(name, provides=ROUNDS, blueprints=lambda: [pages])
    module = found.load()
    module.META = replace(module.META, title=Text(msgid=name.capitalize()))
    return found


THREE = (offering("ours"), offering("theirs"), fake_plugin("needing", requires=ROUNDS))


def refusal(act, *arguments, **more):
    with pytest.raises(DomainError) as raised:
        act(*arguments, **more)
    return raised.value


@pytest.mark.plugins(*THREE)
def test_a_module_waits_for_what_it_requires(program, context, session):
    host = program.host

    assert "Switch one of these on first: ours, theirs" in str(
        refusal(enable_plugin, context, host, "needing")
    )
    enable_plugin(context, host, "theirs")
    enable_plugin(context, host, "needing")
    assert host.active(session) == ["core", "needing", "theirs"]

    assert "would do nothing" in str(refusal(disable_plugin, context, host, "theirs").uses[0])
    disable_plugin(context, host, "theirs", despite_use=True)
    assert host.active(session) == ["core"]
    assert host.lacking(session, "needing") == ["funding-rounds"]
    enable_plugin(context, host, "ours")
    assert host.active(session) == ["core", "needing", "ours"]


@pytest.mark.plugins(fake_plugin("needing", requires=ROUNDS))
def test_what_nobody_offers_is_named(program, context):
    assert "no installed module offers" in str(refusal(enable_plugin, context, program.host, "needing"))


@pytest.mark.plugins(*THREE)
def test_the_first_stays_in_use_until_an_administrator_chooses(program, context, session, as_role):
    host = program.host
    enable_plugin(context, host, "theirs")
    enable_plugin(context, host, "ours")

    def set_aside():
        return [name for name in ("ours", "theirs") if host.is_set_aside(session, name)]

    assert set_aside() == ["ours"]
    assert refusal(choose_offer, as_role("staff"), host, capability=ROUNDS[0], name="ours").status == 403
    choose_offer(context, host, capability=ROUNDS[0], name="ours")
    assert set_aside() == ["theirs"]
    disable_plugin(context, host, "ours")
    assert set_aside() == []
    enable_plugin(context, host, "ours")
    assert set_aside() == ["ours"], "a newcomer takes no place that is held"
    assert refusal(choose_offer, context, host, capability="other", name="ours").code == "modules.no_offer"


@pytest.mark.plugins(*THREE)
def test_what_is_set_aside_is_read_and_not_changed(program, client, sign_in, switch_on):
    switch_on("theirs", "ours")
    sign_in("administrator")

    assert client.get("/ours/").text == "here"
    assert client.post("/theirs/").text == "here"
    refused = client.post("/ours/")
    assert refused.status_code == 409
    assert "This is done with “Theirs” now. What “Ours” holds can be read and exported." in refused.text
    page = client.get("/modules/").text
    assert "Set aside: can only be read" in page
    assert "What it offers is done with “Theirs” now." in page
    assert client.post("/modules/use/funding-rounds", data={"plugin": "ours"}).status_code == 302
    assert client.post("/ours/").text == "here"


def with_parts(name, parts):
    """Return a module of two tools with a page and a menu entry each, and a page of both."""
    both = [
        Pages(f"{name}_{tool}", __name__, url_prefix=f"/{name}/{tool}")
        for tool in ("rounds", "loans", "books")
    ]
    for pages in both:
        pages.page("/", answer, permission=PUBLIC, methods=["GET", "POST"])

    def nav_items():
        for pages in both:
            tool = pages.name.split("_")[1]
            yield NavItem(
                key=f"{name}.{tool}", endpoint=f"{pages.name}.answer", label=t("Tool"), icon="money"
            )

    def jobs():
        yield Job(key=f"{name}.rounds", run=lambda _context, payload: payload["done"].append(name))

    return fake_plugin(
        name, provides=tuple(parts), parts=parts, blueprints=lambda: both, nav_items=nav_items, jobs=jobs
    )  # fmt: skip


TOOLS = {
    "funding-rounds": ("ours_rounds", "ours.rounds", "ours_books"),
    "loans": ("ours_loans", "ours.loans", "ours_books"),
}


@pytest.mark.plugins(with_parts("ours", TOOLS), offering("theirs"))
def test_one_tool_of_a_module_is_left_to_another_and_the_rest_goes_on(
    program, context, session, client, sign_in, switch_on
):
    switch_on("ours", "theirs")
    sign_in("administrator")
    (job,) = [one for one in program.host.job_list() if one.key == "ours.rounds"]
    done = []

    def state():
        job.run(context, {"done": done})
        menu = [one.key for one in program.host.nav_items(session, context.by) if one.key.startswith("ours.")]
        session.commit()
        posts = [client.post(f"/ours/{tool}/").status_code for tool in ("rounds", "loans", "books")]
        return menu, posts, len(done)

    assert state() == (["ours.books", "ours.loans", "ours.rounds"], [200, 200, 200], 1)
    choose_offer(context, program.host, capability=ROUNDS[0], name="theirs")
    session.commit()
    assert state() == (["ours.books", "ours.loans"], [409, 200, 200], 1)
    assert client.get("/ours/rounds/").text == "here"
    assert 'href="/ours/rounds/"' in client.get("/modules/ours").text
    choose_offer(context, program.host, capability=ROUNDS[0], name="ours")
    session.commit()
    assert state() == (["ours.books", "ours.loans", "ours.rounds"], [200, 200, 200], 2)


@pytest.mark.plugins(fake_plugin("ours", provides=ROUNDS, parts={"loans": ("ours_loans",)}))
def test_parts_of_what_is_not_provided_are_a_fault(program):
    assert "parts of “loans”" in str(program.host.broken[0].reason)


class Rounds:
    def __init__(self, name):
        self.name = name


def serving(name):
    def capability_offers():
        yield CapabilityOffer(key=f"{name}.rounds", capability=ROUNDS[0], service=Rounds(name))

    return fake_plugin(name, provides=ROUNDS, capability_offers=capability_offers)


@pytest.mark.plugins(serving("ours"), serving("theirs"))
def test_others_are_served_by_the_module_in_use(program, context, session):
    assert refusal(offered, session, ROUNDS[0]).code == "modules.no_service"
    enable_plugin(context, program.host, "theirs")
    enable_plugin(context, program.host, "ours")

    assert offered(session, ROUNDS[0]).name == "theirs"
    choose_offer(context, program.host, capability=ROUNDS[0], name="ours")
    assert offered(session, ROUNDS[0]).name == "ours"
    disable_plugin(context, program.host, "ours")
    assert offered(session, ROUNDS[0]).name == "theirs"


KEYS = st.sets(st.sampled_from("abc"), max_size=2)


@given(st.lists(st.tuples(KEYS, KEYS), max_size=6))
def test_what_is_supplied_has_all_it_requires_and_nothing_more_could_run(rows):
    metas = {
        f"p{number}": PluginMeta(
            name=f"p{number}", title=t("x"), summary=t("x"), version="1", api=">=1",
            provides=tuple(provides), requires=tuple(requires),
        )
        for number, (provides, requires) in enumerate(rows)
    }  # fmt: skip

    left = supplied(metas, metas)

    offered = {one for name in left for one in metas[name].provides}
    assert all(set(metas[name].requires) <= offered for name in left)
    for name in set(metas) - left:  # each of the others lacks something that none of those left offers
        assert not set(metas[name].requires) <= offered
