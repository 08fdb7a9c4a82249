"""What the pages of the partners share: finding a protocol, the way to it, the page itself with a refusal."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import (
    DomainError,
    FormPage,
    Missing,
    OnceForm,
    Over,
    Text,
    act,
    form_act,
    member_of_actor,
    say,
    session,
    t,
)
from collegial_partners import queries, services, words
from collegial_partners.models import PartnerProtocol, ProtocolForm, Referral

Crumbs = list[tuple[Text | str, str]]
Facts = Sequence[tuple[Text | str, object]]


def found(protocol_id: int) -> PartnerProtocol:
    """Return a protocol with all that its page shows; raises Missing."""
    protocol = queries.protocol(session(), protocol_id)
    if protocol is None:
        raise Missing("partners.unknown", t("There is no such protocol."))
    return protocol


def to(protocol_id: int, anchor: str | None = None) -> str:
    """Return the address of a protocol's page."""
    return url_for("partners.show", protocol_id=protocol_id, _anchor=anchor)


def crumbs(protocol: PartnerProtocol | None = None) -> Crumbs:
    """Return the way to a page about a protocol."""
    way: Crumbs = [(t("Partners"), url_for("partners.board"))]
    return [*way, (protocol.title, to(protocol.id))] if protocol else way


def form_page(
    protocol: PartnerProtocol,
    title: Text,
    submit: Text,
    *,
    lead: Text | None = None,
    facts: Facts = (),
    tone: str = "primary",
    below: Sequence[tuple[Text | str, str]] = (),
) -> FormPage:
    """Return what stands around a form about a protocol, or about what stands `below` its page."""
    return FormPage(
        title=title, submit=submit, lead=lead, eyebrow=protocol.title, crumbs=[*crumbs(protocol), *below],
        facts=facts, tone=tone,
    )  # fmt: skip


def press(protocol_id: int, done: Text, anchor: str, pressed: Callable[[], object]) -> ResponseReturnValue:
    """Do what a button asks, or say on the protocol's page why it is not possible."""
    try:
        pressed()
    except Missing:
        raise
    except DomainError as error:
        session().rollback()
        return show_page(found(protocol_id), refusal=error), error.status
    flash(say(done), "success")
    return redirect(to(protocol_id, anchor))


def make_once(
    form: OnceForm, work: Callable[[], str], page: FormPage, *, done: Text, to: Callable[[str], str]
) -> ResponseReturnValue:
    """Make something once, say so and go where `to` leads; else show the form again.

    `work` returns what `to` makes an address of: the mark of the form keeps only that, never a personal link.
    """

    def work_and_tell() -> str:
        made = work()
        flash(say(done), "success")
        return made

    outcome = form.make(work_and_tell)
    if isinstance(outcome, str):
        return redirect(to(outcome))
    return render_template("web/form_page.html", form=form, page=page), outcome


def withdraw_consent(
    row: Referral, way: Crumbs, *, to: Callable[[str], str], work: Callable[[], object]
) -> ResponseReturnValue:
    """Take the consent back for a project holder, once it is said what is erased and what stays."""
    form = OnceForm()
    page = FormPage(
        title=t("Take the consent back"), submit=t("Erase the name"), tone="danger", icon="close",
        eyebrow=row.code, crumbs=way, back=(t("Back to the referral"), to(row.code)),
        lead=t("The referral ends and the other side is told. This cannot be undone."),
        facts=[
            (t("Erased at once, for both sides"), say(t("The name, how to reach the person, what they need"))),
            (t("What stays"), say(t("The code, the steps and the kind of project, for the reports"))),
        ],
        over=Over(why=t("This referral is over: nothing changes in it any more.")) if row.ended_on else None,
    )  # fmt: skip

    def made() -> str:
        work()
        return row.code

    done = t("The consent is taken back; the name is erased.")
    if page.over and not form.is_submitted():  # after the way back: why, and on
        return form_act(form, made, page, done=done, to=to(row.code))
    return make_once(form, made, page, to=to, done=done)


def show_page(protocol: PartnerProtocol, refusal: DomainError | None = None) -> str:
    """Print the page of a protocol."""
    day = act().today
    members = {
        one.actor_id
        for one in protocol.partners
        if one.actor and member_of_actor(session(), one.actor.merged_into_id or one.actor.id, day)
    }
    return render_template(
        "partners/show.html", protocol=protocol, words=words, today=day, now=act().clock.now(),
        members=members, is_association=protocol.form is ProtocolForm.ASSOCIATION, refusal=refusal,
        seal_fits=protocol.digest is None or services.seal_fits(protocol),
    )  # fmt: skip
