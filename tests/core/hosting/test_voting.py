"""A vote method that is unknown, off or wrong refuses, and names its module; nothing is skipped."""

import pytest

from collegial.app import build_program
from collegial.hosting.services import disable_plugin, enable_plugin
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import ANSWERS, Asks, Papers, Poll, Tally, VoteMethod, t
from collegial.testing.fakes import fake_plugin

SECRET = "3>1>2"


def method(**changes):
    given = {
        "key": "fake.way", "revision": 1, "label": t("A way"), "summary": t("It counts."),
        "asks": Asks.TEXT, "form": ANSWERS, "tally": lambda _poll, _papers: Tally(),
    }  # fmt: skip
    return VoteMethod(**given | changes)


def raises(*_arguments):
    raise RuntimeError(f"cannot read {SECRET}")


def refuses(*_arguments):
    raise Invalid("fake.no", t("No."))


@pytest.fixture
def opened(settings, clock, database_url):
    """Return a way to start a program with one method, its module on; closed at the end."""
    started = []

    def start(offered):
        candidates = [fake_plugin(vote_methods=lambda: [offered])]
        program = build_program(settings, candidates=candidates, clock=clock)
        started.append(program.database)
        session = program.database.writing()
        started.append(session)
        context = program.context(session, program_viewer("test"))
        enable_plugin(context, program.host, "fake")
        return program, context

    yield start
    for one in reversed(started):
        one.close()


def refusal(act, *arguments):
    with pytest.raises(Refused) as caught:
        act(*arguments)
    return caught.value


def test_the_core_offers_its_methods_through_its_own_hook(context, session):
    keys = [one.key for one in context.methods.vote_methods(session)]
    assert keys[0] == "core.for_against"


def test_a_method_of_an_active_module_is_found(opened):
    _program, context = opened(method())
    found = context.methods.vote_method(context.session, "fake.way")
    assert found.tally(Poll(), ()) == Tally()
    assert "fake.way" in [one.key for one in context.methods.vote_methods(context.session)]


def test_a_module_that_is_off_offers_nothing_and_is_named(opened):
    program, context = opened(method())
    disable_plugin(context, program.host, "fake")
    error = refusal(context.methods.vote_method, context.session, "fake.way")
    assert error.code == "votes.method_missing"
    assert "switched off" in str(error.text)
    assert "fake.way" not in [one.key for one in context.methods.vote_methods(context.session)]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("fake.other", "“fake” has no vote method “fake.other”"),
        ("gone.way", "“gone” is not available"),
        ("core.other", "“core” has no vote method"),
    ],
)
def test_an_unknown_method_names_its_module(opened, key, words):
    _program, context = opened(method())
    assert words in str(refusal(context.methods.vote_method, context.session, key).text)


@pytest.mark.parametrize("tally", [raises, lambda _poll, _papers: None])
def test_a_count_that_raises_or_says_nothing_clear_is_a_refusal_without_the_choice(opened, tally, caplog):
    _program, context = opened(method(tally=tally))
    found = context.methods.vote_method(context.session, "fake.way")
    error = refusal(found.tally, Poll(), [Papers(choice=SECRET, count=1)])
    assert (error.code, "“fake”" in str(error.text)) == ("votes.method_failed", True)
    assert SECRET not in caplog.text


def test_a_method_may_refuse_by_itself(opened):
    _program, context = opened(method(tally=refuses))
    found = context.methods.vote_method(context.session, "fake.way")
    with pytest.raises(Invalid):
        found.tally(Poll(), ())
