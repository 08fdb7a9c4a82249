"""What the colleges are called on the pages of the room."""

from collegial.assemblies.queries.meetings import rules_for
from collegial.kernel.text import t
from collegial.votes.models import VoteSession
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import session


def college_names(vote: VoteSession) -> dict[str, str]:
    """Return the names of the statutes' colleges by their keys; all members together are `all`."""
    rules = rules_for(session(), vote.assembly, current_program().settings.pays.zone)
    return {"all": say(t("All members"))} | {one.key: one.name for one in rules.colleges}
