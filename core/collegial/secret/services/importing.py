"""Take in ballots that were made by another program, belenios-tool for example, with the codes of their voters."""

from sqlalchemy import select

from collegial.assemblies.models import Mandate, MandateKind
from collegial.assemblies.queries.attending import current_stay
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.secret.belenios.ballots import read_ballot
from collegial.secret.belenios.credentials import public_credential
from collegial.secret.credentials import Authority
from collegial.secret.models import SecretElection
from collegial.secret.queries import election, entries_of, parameters
from collegial.secret.services.boards import protocol
from collegial.secret.services.casting import Receipt, cast


def import_ballot(context: Context, uuid: str, text: str, authority: Authority) -> Receipt:
    """Cast a ballot for the right whose code signed it; everything that holds for a cast on the site holds here.

    Raises Refused where the server does not know whose code is whose, Invalid for a code of nobody.
    """
    row = election(context.session, uuid)
    if row.is_rehearsal or row.ceremony.profile.codes_apart:
        raise Refused(
            "secret.not_imported",
            t("Ballots are taken in for an election whose codes the server makes. Others are cast on the "
                "page of their voter."),
        )  # fmt: skip
    entry = _whose(context, row, text, authority)
    return cast(context, row.ceremony_id, _hand(context, entry), text, authority)


def _whose(context: Context, row: SecretElection, text: str, authority: Authority) -> int:
    with protocol():
        credential = read_ballot(text, parameters(context.session, row).questions).credential
    keys = [kept["key"] for kept in row.colleges]
    for entry in entries_of(context.session, row.ceremony, keys):
        if public_credential(row.uuid, authority.credential(row.uuid, entry)) == credential:
            return entry
    raise Invalid("secret.unknown_credential", t("This ballot is signed by the code of nobody on the roll."))


def _hand(context: Context, entry: int) -> Mandate:
    """Return the mandate by which a right is used now: the giver's own when here, else the proxy."""
    rows = select(Mandate).where(Mandate.giver_id == entry, Mandate.revoked_at.is_(None))
    mandates = {one.kind: one for one in context.session.scalars(rows)}
    proxy = mandates.get(MandateKind.PROXY)
    return proxy if proxy and not current_stay(context.session, entry) else mandates[MandateKind.OWN]
