"""The bureau's pages: prepare a secret vote, lead it, end it; everyone sees where it stands."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from collegial.assemblies.models import Assembly, Resolution
from collegial.assemblies.queries import meetings
from collegial.assemblies.queries.attending import entries_named, mandates_of_voter
from collegial.assemblies.queries.voting import ToldVoting, told_votings
from collegial.journal.past import over_since
from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t
from collegial.secret import queries, steps
from collegial.secret.asking import can_be_secret, electing, own_college
from collegial.secret.events import CeremonyCancelled
from collegial.secret.forms import AnnulForm, MergeForm, PrepareForm, RiskForm
from collegial.secret.models import Ceremony, Stage
from collegial.secret.profiles import PROFILES, Profile, proposed, risk, told
from collegial.secret.reminding import unused_rights
from collegial.secret.rules import too_few
from collegial.secret.sealing import Words, fingerprints
from collegial.secret.services import counting, ending, opening, preparing
from collegial.secret.views.answers import authority
from collegial.statutes.rules import StatuteRules
from collegial.votes.permissions import PRESIDE
from collegial.votes.queries import awaited_rights, foreseen, resolutions_unmarked, turnout, vote_session
from collegial.web.acting import FormPage, Over, sure_act
from collegial.web.languages import say, say_if_text
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer

_ENDING = (Stage.OPEN, Stage.CLOSED)


def prepare(assembly_id: int) -> ResponseReturnValue:
    """Choose the secret resolutions and name the scrutineers, who are invited at once."""
    meeting, form = meetings.assembly(session(), assembly_id), PrepareForm()
    all_left = resolutions_unmarked(session(), meeting.id)
    left = [one for one in all_left if can_be_secret(session(), act().methods, one)]
    votings = told_votings(act(), meeting.id)
    form.offer([(one.id, _asked_for(one, votings.get(one.id))) for one in left])
    _suggest(form, [one.id for one in left if one.is_secret])
    form.settle()
    made: list[Ceremony] = []

    def run() -> None:
        codes_by = _numbers(meeting, form.registrar_people(), form.registrar.name)
        plan = preparing.Plan(
            resolutions=[one for one in left if one.id in (form.resolutions.data or [])],
            scrutineers=_numbers(meeting, form.people(), form.scrutineers.name),
            needed=form.needed.data or 0, floor=form.floor.data or 0,
            may_vote_again=form.may_vote_again.data, profile=Profile(form.profile.data),
            proposed=form.proposed_profile(), registrar=codes_by[0] if codes_by else None,
        )  # fmt: skip
        made.append(preparing.prepare(act(), meeting, plan, authority()))

    status = form.attempt(run)
    if status is None:
        return _told(made[0].id, t("The scrutineers are invited to make their keys."))
    return render_template(
        "secret/prepare.html", assembly=meeting, form=form, left=left,
        openly=[one for one in all_left if one not in left], votings=votings, profiles=PROFILES,
    ), status  # fmt: skip


def _numbers(meeting: Assembly, people: list[str], field: str) -> list[int]:
    """Return the numbers of members who are named, each by the own number or the name on the roll."""
    return [int(one) if one.isdecimal() else _named(meeting, one, field) for one in people]


def _named(meeting: Assembly, name: str, field: str) -> int:
    found = entries_named(session(), meeting.id, name)
    if len(found) == 1:
        return found[0].member_number
    words = t("Several members on the roll are called “%(name)s”: write the number.", name=name)
    nobody = t("Nobody on the roll is called “%(name)s”. Write the whole name, or the number.", name=name)
    raise Invalid("secret.unknown_name", words if found else nobody, field=field)


def _asked_for(one: Resolution, voting: ToldVoting | None) -> str:
    """Name a resolution in a list, an election with its way of voting."""
    title = f"{one.number}. {one.title}"
    return f"{title} ({say(voting.label)})" if voting and voting.options else title


def _suggest(form: PrepareForm, announced: list[int]) -> None:
    """Start from what the agenda announced and the questionnaire proposed."""
    if not form.is_submitted():
        form.resolutions.data = announced
    asked = request.args.get("profile", "")
    if not form.is_submitted() and asked in set(Profile):
        form.profile.data = form.proposed.data = asked
        if asked == Profile.LIGHT:
            form.needed.data = 2


def profile(assembly_id: int) -> ResponseReturnValue:
    """Ask how much is at stake, and propose a profile."""
    meeting, form = meetings.assembly(session(), assembly_id), RiskForm.asking()
    status = form.attempt(lambda: None)
    found = told(proposed(form.answers())) if status is None else None
    return render_template(
        "secret/profile.html", assembly=meeting, form=form, proposed=found,
        proposed_name=say(found.name) if found else "", points=risk(form.answers()),
    ), status or 200  # fmt: skip


def show(ceremony_id: int) -> str:
    """Show where a secret vote stands, in plain words, for the room."""
    found = queries.ceremony(session(), ceremony_id)
    real, left = steps.real(found), ending.prospect(act(), found)
    done = queries.decrypted_by(session(), real)
    return render_template(
        "secret/show.html", ceremony=found, elections=real, done=done, confirmed=steps.confirmed(found),
        is_enough=steps.enough(found, list(done.values())), is_ready=queries.is_ready(session(), found),
        ballots={one.id: queries.sign_offs_in(session(), found, one) for one in real},
        names=_names(found), may_merge=_may_merge(found), is_scrutineer=_is_scrutineer(found),
        profile=told(found.profile), profile_name=say(told(found.profile).name),
        was_proposed=told(found.proposed or found.profile), votings=told_votings(act(), found.assembly_id),
        may_annul=found.stage in _ENDING and not left.is_known, left=left,
        published=queries.published_in(session(), real),
        sealed=_sealed(queries.parameters(session(), real[0]).description) if real else [],
        stand=steps.standing(found),
        finished=set.intersection(*done.values()) if done else set(), mine=_own_boards(found),
        may_vote=_may_vote(found),
        without_holder=queries.without_holder(session(), found) if viewer().may(PRESIDE) else (),
        shut_out=queries.unable_to_sign_in(session(), found) if viewer().may(PRESIDE) else [],
    )  # fmt: skip


def _sealed(description: str) -> list[tuple[Text | str, str]]:
    """Return what ballots are bound to, in the reader's language: it is sealed in that of the deployment."""
    words = (t("Fingerprint of the roll:"), t("Fingerprint of the program:"), t("Fingerprint of the rules:"))
    found = fingerprints(description)
    if len(found) != len(words):  # a deployment's own texts may word it without colons
        return [("", line) for line in description.splitlines()]
    return list(zip(words, found, strict=True))


def _own_boards(found: Ceremony) -> set[int]:
    """Return the elections in which the reader uses a right: their boards hold these ballots."""
    me = viewer().actor_id
    rights = mandates_of_voter(session(), found.assembly_id, me) if me is not None else []
    return {row.id for row in (queries.election_for(found, one) for one in rights) if row}


def _may_vote(found: Ceremony) -> bool:
    """Tell whether a right waits for the reader's ballot."""
    me, is_open = viewer().actor_id, found.stage is Stage.OPEN
    return is_open and me is not None and bool(unused_rights(session(), [found], found.assembly_id, me))


def _is_scrutineer(found: Ceremony) -> bool:
    """Tell whether the reader holds a part of the key that is still needed."""
    me, ended = viewer().actor_id, (Stage.COUNTED, Stage.CANCELLED, Stage.VOID)
    return me is not None and found.stage not in ended and me in {one.actor_id for one in found.scrutineers}


def _may_merge(found: Ceremony) -> bool:
    """Tell whether two colleges are left that could be counted together: one that elects by itself cannot."""
    return len(_names(found).keys() - electing(one.resolution for one in found.questions)) > 1 and any(
        own_college(one.resolution) is None for one in found.questions
    )


def merge(ceremony_id: int) -> ResponseReturnValue:
    """Choose, before the opening, with which college a small one is counted."""
    found, form = queries.ceremony(session(), ceremony_id), MergeForm()
    form.offer(list(_names(found).items()))
    status = form.attempt(lambda: preparing.merge(act(), found.id, form.source.data, form.target.data))
    if status is None:
        return _told(found.id, t("The choice is recorded."))
    return render_template("secret/merge.html", ceremony=found, form=form), status


def cancel(ceremony_id: int) -> ResponseReturnValue:
    """Give a secret vote up before its opening, once that is confirmed."""
    found = queries.ceremony(session(), ceremony_id)
    assembly = url_for("assemblies.show", assembly_id=found.assembly_id)
    here = url_for("secret.show", ceremony_id=ceremony_id)
    page = FormPage(
        title=t("Give the secret vote up"), submit=t("Give the secret vote up"), tone="danger", icon="close",
        lead=t(
            "The keys that the scrutineers made are lost. The resolutions of this vote can then be voted openly, or "
            "prepared again."
        ),
        crumbs=[(found.assembly.title, assembly), (t("Secret vote"), here)], back=(t("Keep it"), here),
        over=_given_up(found),
    )  # fmt: skip
    done = t("The secret vote is given up. Its resolutions can be voted openly, or prepared again.")
    return sure_act(lambda: preparing.cancel(act(), ceremony_id), page, done=done, to=assembly)


def _given_up(found: Ceremony) -> Over | None:
    """Say at once that a secret vote was given up, or is too far to be."""
    if found.stage is Stage.CANCELLED:
        done = t("The secret vote is given up. Its resolutions can be voted openly, or prepared again.")
        return over_since(session(), done, CeremonyCancelled, ceremony=found.id)
    return None if found.stage in preparing.BEFORE_OPENING else Over(why=preparing.OPENED)


def open_vote(ceremony_id: int) -> ResponseReturnValue:
    """Open the vote."""
    opening.open_secret_vote(act(), ceremony_id, authority(), _wording())
    return _told(ceremony_id, t("The secret vote is open. Those who attend can vote now."))


def close_vote(ceremony_id: int) -> ResponseReturnValue:
    """Ask once, with who has not voted at this moment; then close the vote."""
    if request.method != "POST":  # a link scanner may ask for the head alone
        return _asked(queries.ceremony(session(), ceremony_id))
    counting.close(act(), ceremony_id, authority())
    return _told(ceremony_id, t("The secret vote is closed. The scrutineers can decrypt the sums now."))


def _asked(found: Ceremony) -> ResponseReturnValue:
    """Return the page that asks; with htmx, only who has not voted."""
    if found.stage is not Stage.OPEN:
        return redirect(url_for("secret.show", ceremony_id=found.id))
    vote = vote_session(session(), found.vote_id or 0)
    template = "votes/_awaited.html" if request.headers.get("HX-Request") else "secret/close.html"
    return render_template(
        template, ceremony=found,
        turnout=turnout(session(), vote.id), awaited=awaited_rights(session(), vote),
        foreseen=foreseen(session(), vote, _rules(found.assembly)), too_few=_too_few(found),
    )  # fmt: skip


def _too_few(found: Ceremony) -> list[Text]:
    """Say which sets of colleges have cast too few ballots for the vote to be closed."""
    sets = [(one.name, queries.sign_offs_in(session(), found, one)) for one in steps.real(found)]
    return [said for name, ballots in sets if (said := too_few(name, ballots, found.floor))]


def publish(ceremony_id: int) -> ResponseReturnValue:
    """Publish the sums and go to the results."""
    found = counting.publish_results(act(), ceremony_id)
    flash(say(t("The vote is closed and counted.")), "success")
    return redirect(url_for("votes.results", vote_id=found.vote_id))


def annul(ceremony_id: int) -> ResponseReturnValue:
    """End a vote without decrypting it, or what is left of one of which some colleges are decrypted."""
    found, form = queries.ceremony(session(), ceremony_id), AnnulForm()
    left = ending.prospect(act(), found)
    status = form.attempt(lambda: ending.annul(act(), found.id, form.reason.data or ""))
    if status is None:
        return _told(found.id, _annulled(found))
    behind = [one for one in found.scrutineers if one.owner in left.missing]
    return render_template(
        "secret/annul.html", ceremony=found, form=form, left=left,
        missing=[one.actor.name if one.actor else say(t("The server")) for one in behind],
        decided=[one for one in found.questions if left.is_decided(one.resolution)],
    ), status  # fmt: skip


def _annulled(found: Ceremony) -> Text:
    if found.stage is Stage.COUNTED:
        return t("What was decrypted is published; the rest is annulled and can be voted again.")
    return t("The secret vote is annulled. Its resolutions can be voted again.")


def _told(ceremony_id: int, sentence: Text) -> ResponseReturnValue:
    flash(say(sentence), "success")
    return redirect(url_for("secret.show", ceremony_id=ceremony_id))


def _names(found: Ceremony) -> dict[str, str]:
    return {one.key: one.name for one in _rules(found.assembly).colleges}


def _rules(meeting: Assembly) -> StatuteRules:
    return meetings.rules_for(session(), meeting, current_program().settings.pays.zone)


def _wording() -> opening.Wording:
    """Return the words of the ballot in the deployment's first language."""
    with force_locale(current_program().settings.pays.languages[0]):
        return opening.Wording(
            speak=_in_first_language, authority=current_program().settings.pays.name,
            sealed=Words(
                roll=say(t("Fingerprint of the roll:")), program=say(t("Fingerprint of the program:")),
                rules=say(t("Fingerprint of the rules:")),
            ),
        )  # fmt: skip


def _in_first_language(words: Text | str) -> str:
    with force_locale(current_program().settings.pays.languages[0]):
        return str(say_if_text(words))
