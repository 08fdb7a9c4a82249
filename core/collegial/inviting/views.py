"""Show accounts, invite people, give and take roles."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.accounts.models import Account
from collegial.accounts.permissions import ROLES
from collegial.actors.models import Actor
from collegial.actors.queries import actors_named, told_apart
from collegial.inviting import queries, services
from collegial.inviting.forms import InviteForm, OwnersRolesForm
from collegial.inviting.mailing import tell_of_roles
from collegial.inviting.rules import Changed
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.text import nt, t
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer

MOST_SHOWN = 200
MOST_FOUND = 20


def index() -> ResponseReturnValue:
    """Show who has more rights than a member, or whom some words mean, and how many members wait for an invitation."""
    words = request.args.get("find", "").strip()
    found = queries.accounts_found(session(), words, most=MOST_FOUND) if words else None
    return render_template(
        "inviting/index.html",
        words=words,
        most=MOST_FOUND,
        accounts=queries.accounts_with_roles(session()) if found is None else found,
        labels={role.key: role.label for role in ROLES},
        waiting=queries.count_uninvited(session(), act().today),
    )


def invite() -> ResponseReturnValue:
    """Open an account for somebody, who is told by mail."""
    form = InviteForm(offered=current_program().settings.pays.languages, locale=viewer().locale)
    status = form.attempt(
        lambda: services.invite(
            act(), email=form.email.data, actor_id=_person(form.actor.data or ""), roles=form.roles.data or [],
            locale=form.locale.data,
        )
    )  # fmt: skip
    if status is not None:
        known = _known(form) if status == Refused.status else None
        return render_template("inviting/invite.html", form=form, known=known), status
    flash(
        say(t("The account is open, and the invitation on its way to %(email)s.", email=form.email.data)),
        "success",
    )
    return redirect(url_for("inviting.index"))


def roles(account_id: int) -> ResponseReturnValue:
    """Give an account roles, and take others from it."""
    account = services.account_at(act(), account_id)
    form = OwnersRolesForm(roles=[role.name for role in account.roles])
    done: list[Changed] = []
    status = form.attempt(
        lambda: done.append(
            services.set_roles(
                act(),
                account,
                form.roles.data or [],
                actor_id=_person(form.actor.data or ""),
                sure=form.sure.data,
            )
        )
    )
    if status is not None:
        person = session().get(Actor, account.actor_id) if account.actor_id else None
        return render_template(
            "inviting/roles.html", form=form, account=account, person=person,
            votes=queries.votes_for_member(session(), account.actor_id, act().today),
        ), status  # fmt: skip
    if not done[0].is_any:
        flash(say(t("Nothing was changed: the roles are as they were.")), "info")
        return redirect(url_for("inviting.index"))
    tell_of_roles(account, done[0], owner=_name_of(done[0].owner))
    flash(say(t("The roles are changed; its owner is told by e-mail.")), "success")
    return redirect(url_for("inviting.index"))


def members() -> ResponseReturnValue:
    """Invite the members who have an address and no account."""
    form, sent = Form(), list[int]()
    status = form.attempt(lambda: sent.append(services.invite_members(act())))
    if status is not None:
        total = queries.count_uninvited(session(), act().today)
        waiting = queries.uninvited(session(), act().today, most=MOST_SHOWN)
        unheard = queries.without_representative(session(), act().today)
        page = render_template(
            "inviting/members.html", form=form, waiting=waiting, total=total, unheard=unheard
        )
        return page, status
    flash(
        say(nt("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", sent[0])),
        "success",
    )
    return redirect(url_for("membership.index"))


def _known(form: InviteForm) -> Account | None:
    """Return the account that is there already, to lead to its roles; None for one's own."""
    known = queries.account_in_the_way(
        session(), form.email.data or "", _person(form.actor.data or "")
    )  # fmt: skip
    return known if known and known.id != viewer().account_id else None


def _name_of(actor_id: int | None) -> str | None:
    actor = session().get(Actor, actor_id) if actor_id else None
    return actor.name if actor else None


def _person(words: str) -> int | None:
    """Return the one person that a name means; raise Invalid for nobody, or for several."""
    if not words.strip():
        return None
    found = actors_named(session(), words)
    if not found:
        raise Invalid("inviting.nobody", t("Nobody in the directory has this name."), field="actor")
    if len(found) > 1:
        names = ", ".join(told_apart(found))
        raise Invalid(
            "inviting.several", t("Write more of the name. It may be: %(names)s.", names=names), field="actor"
        )
    return found[0].id
