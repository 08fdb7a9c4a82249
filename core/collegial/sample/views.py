"""Show the sample data, add it, remove it."""

from collections import Counter
from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.text import Text, nt, t
from collegial.sample import services
from collegial.sample.queries import sample_rows
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session

# What people see of the tables; the others are parts of these.
_SEEN: Mapping[str, Text] = {
    "actor": t("Actors of the directory"),
    "work_group": t("Groups"),
    "proposal": t("Proposals"),
    "assembly": t("Assemblies"),
}
_USES: Mapping[str, Text] = {
    "account": t("Accounts"),
    "member": t("Members"),
    "assembly": t("Assemblies"),
    "roll_entry": t("Voting rights: the sample assembly was convened"),
    "resolution": t("Resolutions"),
    "agenda_item": t("Items of an agenda"),
    "work_group_membership": t("Memberships of groups"),
    "work_group_meeting": t("Meetings of groups"),
    "contribution": t("Contributions to a proposal"),
    "amendment": t("Amendments"),
    "gate_decision": t("Decisions on a passage"),
    "proposal_version": t("Versions of a proposal"),
    "proposal_action": t("Actions of a proposal"),
}


def index() -> ResponseReturnValue:
    """Say what is there, and what can be done with it."""
    return _page()


def add() -> ResponseReturnValue:
    """Add it."""
    services.add_sample(act())
    flash(
        say(t("The sample data is there: look at the directory, the groups, the proposals, the assemblies.")),
        "success",
    )
    return redirect(url_for("sample.index"))


def remove() -> ResponseReturnValue:
    """Remove all of it, once that was confirmed; where something rests on it, say what."""
    if request.form.get("confirmed") != "yes":
        return _page(unconfirmed=True), 422
    try:
        listed = sum(number for _, number in _seen())
        services.remove_sample(act())
    except services.StillUsed as error:
        return _page(refused=error), error.status
    flash(
        say(
            nt(
                "The sample data is gone: %(count)s item.",
                "The sample data is gone: %(count)s items.",
                listed,
            )
        ),
        "success",
    )
    return redirect(url_for("sample.index"))


def _page(*, unconfirmed: bool = False, refused: services.StillUsed | None = None) -> str:
    seen = _seen()
    uses = refused.uses if refused else {}
    return render_template(
        "sample/index.html", is_there=bool(seen), unconfirmed=unconfirmed, refused=refused,
        seen=seen,
        uses=[(_USES.get(table), table, number) for table, number in sorted(uses.items())],
        is_demo=current_program().settings.demo,
    )  # fmt: skip


def _seen() -> list[tuple[Text, int]]:
    """Return how much of the sample data is there, of what people see of it."""
    counted = Counter(table for table, _ in sample_rows(session()))
    return [(label, counted[table]) for table, label in _SEEN.items() if counted[table]]
