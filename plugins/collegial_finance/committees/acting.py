"""The pages by which funds name a committee, put a file to its vote and let its members declare a conflict."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from collegial.plugin import DomainError, Group, OnceForm, Text, act, groups, members_on, session, t
from collegial_finance.committees.forms import CommitteeForm, ConflictForm, VoteForm
from collegial_finance.sending import Done, over_page, sent

PUT_TO_VOTE = t("Put it to the vote of the committee")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an act stands: the page it leads back to, what it is about, and the way there as (label, address)."""

    page: str
    crumbs: Sequence[tuple[Text | str, str]]
    about: str | None = None
    facts: Sequence[tuple[Text, object]] = ()


def act_on(
    where: Place,
    form: OnceForm,
    work: Callable[[], object],
    title: Text,
    done: Done,
    *,
    instead: str | None = None,
    **shown: object,
) -> ResponseReturnValue:
    """Do the work of a form, and go back to the place."""

    def work_and_return() -> str:
        work()
        return where.page

    return sent(
        form,
        work_and_return,
        done,
        "finance/fund/step.html",
        title=title,
        lead=where.about,
        facts=where.facts,
        crumbs=where.crumbs,
        instead=instead,
        **shown,
    )


def name_committee(where: Place, name: Callable[[int], object]) -> ResponseReturnValue:
    """Name the group that decides on the files of a fund."""
    form = CommitteeForm()
    known = groups(session())
    form.offer(known)
    done = t("The committee is named: it decides on files by a vote.")
    return act_on(
        where, form, lambda: name(form.committee_id.data), t("Name the committee"), done, seats=_seats(known)
    )


def committee_facts(committee: Group | None, waiting: Sequence[str]) -> list[tuple[Text, object]]:
    """Return who decides at present, and the files that wait for a decision, by the names of who asked."""
    now = committee.name if committee else t("No committee is named")
    return [(t("Committee at present"), now), (t("Files that wait for it"), waiting or t("None"))]


def file_opened(committee: Group | None) -> Text:
    """Say that a file is open, and what comes next: the vote of the committee, or a decision to record."""
    if committee is None:
        return t("The file is open. Record the decision next.")
    return t("The file is open. Put it to the vote of the committee next.")


def ask_committee(
    where: Place, ask: Callable[..., object], *, title: Text, question: Text, instead: str | None = None
) -> ResponseReturnValue:
    """Put a file to the vote; `ask` is told `page`, `title`, `question` and the `advice` that stands below it."""
    form = VoteForm()

    def put() -> None:
        ask(page=where.page, title=title, question=question, advice=form.advice.data or "")

    done = t("The vote is open: the members of the committee are called by e-mail.")
    return act_on(where, form, put, PUT_TO_VOTE, done, instead=instead)


def step_aside(
    where: Place, declare: Callable[[str], object], refusal: DomainError | None
) -> ResponseReturnValue:
    """Let a member declare a conflict of interest, with its reason; a `refusal` says why it no longer matters."""
    form, title = ConflictForm(), t("Declare a conflict of interest")
    done = t("Your conflict is noted: you do not vote on this file.")
    over = over_page(refusal, title, where.crumbs)
    return act_on(where, form, lambda: declare(form.reason.data), title, done, instead=over)


def _seats(known: Sequence[Group]) -> dict[str, str]:
    """Return who sits in each group today, by the name of the group."""
    today = act().today
    members = {one.name: members_on(session(), one.id, today) for one in known}
    return {name: ", ".join(actor.name for actor in found) for name, found in members.items()}
