"""What applications ask of those who handle them, for the dashboard."""

from collections.abc import Iterable
from dataclasses import replace

from collegial.hooks.contracts import NextStep
from collegial.joining.models import Application
from collegial.joining.permissions import DECIDE, MANAGE, READ
from collegial.joining.queries.applications import CLOSED_LIST, TO_BE_PAID, TO_DECIDE, ToDo
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text, nt, t


def steps(waiting: ToDo, viewer: Viewer) -> Iterable[NextStep]:
    """Say what is to decide, to be paid, and to give back."""
    if waiting.to_decide:
        sentence = nt(
            "%(count)d application waits for a decision",
            "%(count)d applications wait for a decision",
            waiting.to_decide,
        )
        yield _to_decide(sentence) if viewer.may(DECIDE) else _listed(sentence, t("See them"), TO_DECIDE)
    if waiting.to_be_paid and viewer.may(MANAGE):
        sentence = nt(
            "%(count)d newcomer has still to pay", "%(count)d newcomers have still to pay", waiting.to_be_paid
        )
        yield _of_one_or_list(
            sentence, t("Record a payment"), TO_BE_PAID, "joining.record", waiting.only_to_pay
        )
    if waiting.to_give_back and viewer.may(MANAGE):
        sentence = nt(
            "%(count)d payment of an application is to be given back",
            "%(count)d payments of applications are to be given back",
            waiting.to_give_back,
        )
        yield _of_one_or_list(
            sentence, t("Give back"), CLOSED_LIST, "joining.give_back", waiting.only_to_give_back
        )


def _to_decide(sentence: Text) -> NextStep:
    return NextStep(
        key="joining.decide", sentence=sentence, act=t("Decide"), endpoint="joining.decide", icon="decision",
        permission=DECIDE, weight=30,
    )  # fmt: skip


def _of_one_or_list(
    sentence: Text, act: Text, which: str, endpoint: str, one: Application | None
) -> NextStep:
    """Return the step that leads to the act for the only application of a list, or to the list."""
    step = _listed(sentence, act, which)
    if one is None:
        return step
    return replace(step, endpoint=endpoint, values={"application_id": one.id}, about=one.name)


def _listed(sentence: Text, act: Text, which: str) -> NextStep:
    return NextStep(
        key=f"joining.{which}", sentence=sentence, act=act, endpoint="joining.index", values={"list": which},
        icon="members", permission=READ, weight=31,
    )  # fmt: skip
