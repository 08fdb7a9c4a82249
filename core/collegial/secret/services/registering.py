"""The codes that a member makes apart from the server: which rights get one, and the public halves that come back."""

from sqlalchemy import select

from collegial.assemblies.models import RollEntry
from collegial.assemblies.queries.meetings import rules_for
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.secret.asking import electing, own_college
from collegial.secret.belenios.credentials import new_uuid, read_credentials, write_credentials
from collegial.secret.belenios.text import Unacceptable, digest, parse, table, write
from collegial.secret.events import CodesReceived
from collegial.secret.models import Ceremony, CodeList, Stage
from collegial.secret.permissions import SCRUTINISE
from collegial.secret.queries import entries_of, prepared_ceremony
from collegial.secret.rules import final_target
from collegial.secret.services.boards import protocol


def registrar_of(context: Context, found: Ceremony) -> None:
    """Raise Forbidden unless the viewer makes the codes of this vote."""
    require(context.by, SCRUTINISE)
    if found.registrar_id is None or found.registrar_id != context.by.actor_id:
        raise Forbidden("secret.not_registrar", t("Only who makes the codes of this vote uses this page."))


def list_rights(context: Context, found: Ceremony) -> None:
    """List the rights that need a code, by sets of colleges; codes for other sets have to be sent anew."""
    if not found.profile.codes_apart:
        return
    wanted = _groups(context, found)
    if [one.colleges for one in found.code_lists] == wanted:
        return
    found.code_lists = [
        CodeList(uuid=new_uuid(), colleges=keys, rights=entries_of(context.session, found, keys))
        for keys in wanted
    ]
    context.session.flush()


def send_codes(context: Context, ceremony_id: int, text: str) -> None:
    """Keep the public halves of the codes, by election; until the opening they can be sent again."""
    found = prepared_ceremony(context.session, ceremony_id)
    registrar_of(context, found)
    if found.stage not in (Stage.KEYS, Stage.REHEARSAL):
        raise Refused("secret.opened", t("This secret vote was opened: nothing of it can be changed."))
    with protocol():
        sent = table(parse(text), *(one.uuid for one in found.code_lists))
        for one in found.code_lists:
            one.publics = _checked(one, write(sent[one.uuid]))
    _check_apart(found)
    whole = write([one.publics for one in found.code_lists])
    number = sum(len(one.rights) for one in found.code_lists)
    context.emit(CodesReceived(ceremony=found.id, codes=number, digest=digest(whole)))


def names_of(context: Context, one: CodeList) -> list[RollEntry]:
    """Return the rights of a list, by member number."""
    rows = select(RollEntry).where(RollEntry.id.in_(one.rights)).order_by(RollEntry.member_number)
    return list(context.session.scalars(rows))


def codes_for(context: Context, found: Ceremony, keys: list[str]) -> CodeList:
    """Return the codes of a set of colleges; raises Refused while they are missing, or the roll is another one."""
    one = next((one for one in found.code_lists if one.colleges == keys), None)
    if one is None or one.publics is None:
        raise Refused(
            "secret.no_codes",
            t("The voting codes are not made yet, or not for the colleges as they are counted now. Ask who "
                "makes them."),
        )  # fmt: skip
    if one.rights != entries_of(context.session, found, keys):
        raise Refused(
            "secret.roll_changed",
            t(
                "The roll has changed since the voting codes were made. Give the vote up and prepare it again."
            ),
        )
    return one


def _groups(context: Context, found: Ceremony) -> list[list[str]]:
    rules = rules_for(context.session, found.assembly, context.zone)
    colleges, merges = (
        [one.key for one in rules.colleges] or ["all"],
        {one.source: one.target for one in found.merges},
    )
    resolutions = [one.resolution for one in found.questions]
    if all(own_college(one) is not None for one in resolutions):  # the other colleges are asked nothing
        colleges, merges = [key for key in colleges if key in electing(resolutions)], {}
    gathered: dict[str, list[str]] = {}
    for key in colleges:
        gathered.setdefault(final_target(key, merges), []).append(key)
    return [keys for keys in gathered.values() if entries_of(context.session, found, keys)]


def _checked(one: CodeList, text: str) -> str:
    """Return the list as the board will have it: sorted, so that its order tells nothing of the roll's."""
    publics = read_credentials(text)
    if len(publics) != len(one.rights):
        raise Unacceptable("length")
    return write_credentials(publics)


def _check_apart(found: Ceremony) -> None:
    everything = [public for one in found.code_lists for public in read_credentials(one.publics or "[]")]
    if len(set(everything)) != len(everything):
        raise Invalid("secret.repeated_code", t("A code was made twice. Make them again."))
