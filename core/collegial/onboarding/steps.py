"""The two lists of first steps: what is said, whether it is done, and where it is done."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from collegial.accounts.models import Account
from collegial.assemblies.permissions import PREPARE
from collegial.config import Settings
from collegial.hosting.activation import active_names
from collegial.hosting.permissions import MANAGE as MODULES
from collegial.imports.permissions import RUN
from collegial.inviting.queries import has_colleague, is_anybody_uninvited
from collegial.kernel.clock import local_day
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text, t
from collegial.membership.permissions import OWN
from collegial.notices.queries import choices
from collegial.onboarding import queries
from collegial.publishing.permissions import EDIT
from collegial.publishing.queries import latest_in
from collegial.publishing.rules.texts import Place
from collegial.sample.queries import has_sample
from collegial.statutes.queries import colleges, statutes_on
from collegial.two_factors.queries import has_app, has_passkey
from collegial.web.look import look_of

PAYS, MEMBER = "pays", "member"
TITLES: Mapping[str, Text] = {PAYS: t("First steps of the site"), MEMBER: t("Your first steps")}
_UNNAMED = "collegial"


@dataclass(frozen=True, kw_only=True)
class Step:
    """A line: what is to be done, why, whether it is done, and where: a page, or a topic of the guide."""

    key: str
    title: Text
    why: Text
    is_done: bool
    endpoint: str = ""
    values: dict[str, object] = field(default_factory=dict)
    topic: str = ""


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """What the lists are computed from."""

    session: Session
    settings: Settings
    viewer: Viewer
    now: datetime


@dataclass(frozen=True, kw_only=True)
class StepList:
    """One of the lists, as a reader sees it."""

    key: str
    steps: Sequence[Step]
    is_put_away: bool = False

    @property
    def title(self) -> Text:
        """Return what the list is called."""
        return TITLES[self.key]

    @property
    def done(self) -> int:
        """Return how many of its lines are done."""
        return sum(one.is_done for one in self.steps)


def lists_for(here: Whereabouts, *, all_of_them: bool = False) -> list[StepList]:
    """Return the lists that concern a reader: those on which something is left and that were not put away, or all."""
    viewer = here.viewer
    if viewer.account_id is None:
        return []
    wanted = [PAYS] if viewer.may(MODULES) or viewer.may(PREPARE) else []
    wanted += [MEMBER] if viewer.actor_id and viewer.may(OWN) else []
    away = queries.lists_put_away(here.session, viewer.account_id)
    made = [
        StepList(key=one, steps=list(_STEPS[one](here)), is_put_away=one in away)
        for one in wanted
        if all_of_them or one not in away
    ]
    return [one for one in made if all_of_them or one.done < len(one.steps)]


def pays_steps(here: Whereabouts) -> Iterator[Step]:
    """Yield what a new Pays does first; each line only to those who may do it."""
    if here.viewer.may(MODULES):
        yield from _settings_steps(here)
    yield from _cooperative_steps(here)
    if here.viewer.may(MODULES):
        yield from _administrator_steps(here)
    yield _second_factor(here)


def _settings_steps(here: Whereabouts) -> Iterator[Step]:
    pays = here.settings.pays
    is_named = pays.name != _UNNAMED
    yield Step(
        key="name",
        title=t("Give the site its logo") if is_named else t("Give the site its name and its logo"),
        why=t("They stand on every page, every e-mail and every printed document."),
        is_done=is_named and bool(pays.logo or pays.logo_url or look_of(here.session).logo),
        endpoint="publishing.look",
    )  # fmt: skip
    if here.viewer.may(EDIT):
        language = pays.languages[0]
        yield Step(
            key="legal", title=t("Write the legal notice"), why=t("The law asks a site to name who hosts it."),
            is_done=_is_written(here.session, Place.LEGAL, language),
            endpoint="publishing.edit", values={"place": Place.LEGAL.value, "locale": language},
        )  # fmt: skip


def _is_written(session: Session, place: Place, language: str) -> bool:
    last = latest_in(session, language).get((place, language))
    return last is not None and bool(last.body)


def _cooperative_steps(here: Whereabouts) -> Iterator[Step]:
    today = local_day(here.now, here.settings.pays.zone)
    in_force = statutes_on(here.session, today) is not None
    yield Step(
        key="statutes", title=t("Record the statutes"),
        why=t("Nobody is admitted and nothing is convened without them."),
        is_done=in_force, endpoint="statutes.index",
    )  # fmt: skip
    yield Step(
        key="colleges", title=t("Look at the colleges and their weights"),
        why=t("Each member votes in one; the statutes set them."),
        is_done=in_force and bool(colleges(here.session)), endpoint="statutes.index",
    )  # fmt: skip
    if here.viewer.may(RUN):
        yield Step(
            key="members", title=t("Bring the first members in"),
            why=t("From a spreadsheet, with a look at each row before anything is written."),
            is_done=queries.has_members(here.session), endpoint="imports.new", values={"kind": "members"},
        )  # fmt: skip
        yield Step(
            key="invitations", title=t("Invite the members to sign in"),
            why=t("Each who has an e-mail address gets an account and an e-mail that says how."),
            is_done=queries.has_members(here.session) and not is_anybody_uninvited(here.session, today),
            endpoint="inviting.members",
        )  # fmt: skip


def _administrator_steps(here: Whereabouts) -> Iterator[Step]:
    settings, session = here.settings, here.session
    assert here.viewer.account_id is not None
    yield Step(
        key="colleagues", title=t("Invite your colleagues"),
        why=t("Staff, chair, pilot group: each has an account of its own, with the rights of its roles."),
        is_done=has_colleague(session, here.viewer.account_id), endpoint="inviting.index",
    )  # fmt: skip
    yield Step(
        key="modules", title=t("Choose the modules"), why=t("They come and go at once; nothing is lost."),
        is_done=bool(active_names(session)), endpoint="modules.index",
    )  # fmt: skip
    if not settings.demo:
        yield Step(
            key="mail", title=t("Try the e-mail"), why=t("Codes to sign in and convocations go by it."),
            is_done=settings.mail.is_posted and queries.mail_was_tried(session), endpoint="onboarding.mail",
        )  # fmt: skip
        yield Step(
            key="backup", title=t("Have a backup made each night"),
            why=t("The last one must be less than eight days old."),
            is_done=queries.is_backed_up(settings, here.now), topic="backups",
        )  # fmt: skip
        yield Step(
            key="sample", title=t("Go on without the sample data"),
            why=t("It may be there to try things; it goes with one click."),
            is_done=not has_sample(session), endpoint="sample.index",
        )  # fmt: skip


def _second_factor(here: Whereabouts) -> Step:
    session, account = here.session, here.viewer.account_id
    assert account is not None
    return Step(
        key="second-factor", title=t("Give your account a second factor"),
        why=t("An account with rights over others is worth stealing: an app or a passkey stops most thieves."),
        is_done=has_passkey(session, account) or has_app(session, account), endpoint="two_factors.set_up",
    )  # fmt: skip


def member_steps(here: Whereabouts) -> Iterator[Step]:
    """Yield what a new member does first."""
    session, viewer = here.session, here.viewer
    assert viewer.account_id is not None
    assert viewer.actor_id is not None
    account = session.get_one(Account, viewer.account_id)
    yield Step(
        key="address", title=t("Confirm your address"),
        why=t("The directory should write to you at %(email)s, where you sign in.", email=account.email),
        is_done=queries.has_own_address(session, account), endpoint="mine.index",
    )  # fmt: skip
    yield Step(
        key="sign-in", title=t("Choose how you sign in"),
        why=t("A code by e-mail always works; a passkey or a password is quicker on the day of a vote."),
        is_done=queries.signs_in_without_mail(session, account.id), endpoint="accounts.mine",
    )  # fmt: skip
    yield Step(
        key="notices", title=t("Choose how you are told"),
        why=t("What concerns you stands behind the bell; say what should also reach you by e-mail, and how often."),
        is_done=bool(choices(session, account.id)), endpoint="notices.choices",
    )  # fmt: skip
    if found := queries.next_assembly(session, viewer.actor_id):
        meeting, answered = found
        yield Step(
            key="assembly", title=t("Look at the next assembly"),
            why=t("“%(title)s”: check in, or give a proxy.", title=meeting.title),
            is_done=answered, endpoint="assemblies.show", values={"assembly_id": meeting.id},
        )  # fmt: skip


_STEPS: Mapping[str, Callable[[Whereabouts], Iterator[Step]]] = {PAYS: pays_steps, MEMBER: member_steps}
