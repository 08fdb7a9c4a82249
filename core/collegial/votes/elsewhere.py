"""Who uses a right whose voter is not there, in words: a proxy's holder, a spouse in the room, the chair, a form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from collegial.assemblies.models import Mandate, MandateKind
from collegial.assemblies.queries.attending import proxies_given_by
from collegial.assemblies.queries.blanks import blanks_of
from collegial.assemblies.queries.corresponding import forms_of
from collegial.assemblies.queries.spouses import spouses_of
from collegial.kernel.text import Text, t
from collegial.votes.asking import only_college
from collegial.votes.models import Question


@dataclass(frozen=True, kw_only=True)
class Away:
    """A right of one's own whose voter is not there; without a reason it waits for its voter to come."""

    mandate: Mandate
    reason: Text | None


def away(
    session: Session, mandates: Iterable[Mandate], here: Iterable[int], *, with_forms: bool = True
) -> list[Away]:
    """Return the rights of one's own that are not there, each with who uses it; a secret vote takes no forms."""
    own = [one for one in mandates if one.kind is MandateKind.OWN and one.giver_id not in here]
    if not own:
        return []
    reasons = _reasons(session, own, with_forms=with_forms)
    return [Away(mandate=one, reason=reasons.get(one.giver_id)) for one in own]


def _reasons(session: Session, own: Sequence[Mandate], *, with_forms: bool) -> Mapping[int, Text]:
    """Return who uses each right, by its entry; the form goes before the proxy (L38)."""
    ids = [one.giver_id for one in own]
    given = proxies_given_by(session, own[0].assembly_id, own[0].holder.voter_id)
    found = {
        one: t("The chair votes for you: for what the board backs, against everything else.")
        for one in blanks_of(session, ids)
    }
    found |= {one: t("%(name)s votes for you.", name=row.holder.name) for one, row in given.items()}
    found |= {
        one: t("%(name)s comes in your place and votes in the room.", name=row.holder_name)
        for one, row in spouses_of(session, ids).items()
    }
    if with_forms:
        found |= {one: t("Your form is counted when the vote closes.") for one in forms_of(session, ids)}
    return found


def asked_away(absent: Iterable[Away], questions: Sequence[Question]) -> list[Away]:
    """Return those that a vote asks something."""
    colleges = {only_college(one) for one in questions}
    return [one for one in absent if None in colleges or one.mandate.giver.college_id in colleges]
