"""Draw up a protocol: what it says, its parties, signatures, personal links, its end."""

from flask.typing import ResponseReturnValue

from collegial.plugin import FormPage, Missing, act, actor_named, form_act, session, t
from collegial_partners import services, words
from collegial_partners.forms import (
    AssociationForm,
    CooperationForm,
    EndForm,
    IndicatorForm,
    LinkForm,
    NameForm,
    PartyForm,
    PostForm,
    ResponsiblesForm,
    SignatureForm,
)
from collegial_partners.models import PartnerProtocol, ProtocolForm, ProtocolParty
from collegial_partners.rules import IndicatorMeasure
from collegial_partners.services.protocols import party_of
from collegial_partners.services.signing import without_mandate
from collegial_partners.showing import Facts, crumbs, form_page, found, press, to

_FORMS = {ProtocolForm.ASSOCIATION: AssociationForm, ProtocolForm.COOPERATION: CooperationForm}


def create(form: str) -> ResponseReturnValue:
    """Draw up a protocol of one of the two forms."""
    kind = next((one for one in ProtocolForm if one.value == form), None)
    if kind is None:
        raise Missing("partners.no_form", t("There is no such form of protocol."))
    asked = _FORMS[kind]()
    page = FormPage(
        title=words.FORMS[kind], submit=t("Draw up the protocol"), crumbs=crumbs(),
        lead=t("Write what is known now. It can change until a party signs."),
    )  # fmt: skip
    made: list[int] = []
    return form_act(
        asked,
        lambda: made.append(services.draw_protocol(act(), form=kind, facts=asked.facts()).id),
        page,
        done=t("The protocol is drawn up. Now add the partner."),
        to=lambda: to(made[0], "parties"),
    )


def edit(protocol_id: int) -> ResponseReturnValue:
    """Change what a protocol says."""
    protocol = found(protocol_id)
    form = _FORMS[protocol.form](obj=protocol)
    return form_act(
        form,
        lambda: services.edit_protocol(act(), protocol_id=protocol_id, facts=form.facts()),
        form_page(protocol, t("Change the protocol"), t("Save")),
        done=t("The protocol is changed."), to=to(protocol_id),
    )  # fmt: skip


def end(protocol_id: int) -> ResponseReturnValue:
    """End a protocol before its last day."""
    protocol, form = found(protocol_id), EndForm()
    return form_act(
        form,
        lambda: services.end_protocol(act(), protocol_id=protocol_id, reason=form.reason.data),
        form_page(
            protocol, t("End the protocol"), t("End the protocol now"), tone="danger", facts=_what_ends(protocol),
            lead=t("Nobody is referred under it any more; referrals under way go on to their outcome."),
        ),
        done=t("The protocol has ended."), to=to(protocol_id),
    )  # fmt: skip


def _what_ends(protocol: PartnerProtocol) -> Facts:
    under_way = sum(1 for one in protocol.referrals if one.ended_on is None)
    return [
        (t("Partners"), [words.party_name(one) for one in protocol.partners] or t("None yet")),
        (t("State"), words.STATES[protocol.state]),
        (t("Otherwise it goes on"), t("until %(day)s", day=protocol.last_day)),
        (t("Referrals under way"), str(under_way)),
    ]


def add_party(protocol_id: int) -> ResponseReturnValue:
    """Add a partner."""
    protocol, form = found(protocol_id), PartyForm()
    return form_act(
        form,
        lambda: services.add_party(
            act(), protocol_id=protocol_id,
            actor_id=actor_named(session(), form.actor.data, field="actor").id,
        ),
        form_page(protocol, t("Add a partner"), t("Add the partner")),
        done=t("The partner is a party now."), to=to(protocol_id, "parties"),
    )  # fmt: skip


def responsibles(protocol_id: int, party_id: int) -> ResponseReturnValue:
    """Say who is responsible at a party."""
    protocol = found(protocol_id)
    party = party_of(protocol, party_id)
    form = ResponsiblesForm(obj=party)
    return form_act(
        form,
        lambda: services.name_responsibles(
            act(), protocol_id=protocol_id, party_id=party_id,
            contacts={one.name: one.data for one in form if one.name != "csrf_token"},
        ),
        form_page(
            protocol, t("Leads of %(party)s", party=words.party_name(party)), t("Save"),
            lead=t("They are reminded of the annual review, and hold it together."),
        ),
        done=t("The leads are recorded."), to=to(protocol_id, "parties"),
    )  # fmt: skip


def remove_party(protocol_id: int, party_id: int) -> ResponseReturnValue:
    """Take a partner off a draft."""
    return press(
        protocol_id, t("The partner is no longer a party."), "parties",
        lambda: services.remove_party(act(), protocol_id=protocol_id, party_id=party_id),
    )  # fmt: skip


def sign(protocol_id: int, party_id: int) -> ResponseReturnValue:
    """Record a party's signature."""
    protocol, form = found(protocol_id), SignatureForm()
    party = party_of(protocol, party_id)
    if not _is_doubtful(party, form):
        del form.despite_register
    return form_act(
        form,
        lambda: services.sign_protocol(
            act(), protocol_id=protocol_id, party_id=party_id, signatory=form.signatory.data,
            signed_on=form.signed_on.data,
            despite_register=bool(form.despite_register and form.despite_register.data),
        ),
        form_page(
            protocol, t("Signature of %(party)s", party=words.party_name(party)), t("Record the signature"),
            lead=t("From the first signature on, what the protocol says can no longer change."),
        ),
        done=t("The signature is recorded."), to=to(protocol_id, "parties"),
    )  # fmt: skip


def _is_doubtful(party: ProtocolParty, form: SignatureForm) -> bool:
    """Tell whether what was sent names a representative without a mandate on that day."""
    who, day = form.signatory.data, form.signed_on.data
    return bool(form.is_submitted() and who and day and without_mandate(session(), party, who, day))


def make_link(protocol_id: int, party_id: int) -> ResponseReturnValue:
    """Send someone of a partner a personal link."""
    protocol = found(protocol_id)
    party = party_of(protocol, party_id)
    form = LinkForm(data={"name": party.technical_name, "email": party.technical_email})
    return form_act(
        form,
        lambda: services.make_link(
            act(), protocol_id=protocol_id, party_id=party_id, name=form.name.data, email=form.email.data
        ),
        form_page(
            protocol, t("Personal link for %(party)s", party=words.party_name(party)), t("Send the link"),
            lead=t(
                "Whoever holds it sees and sends referrals of this partner, without an account. "
                "Links sent before stay valid: revoke those that are no longer of use."
            ),
        ),
        done=t("The link is on its way by e-mail."), to=to(protocol_id, "parties"),
    )  # fmt: skip


def revoke_link(protocol_id: int, link_id: int) -> ResponseReturnValue:
    """Take a personal link back."""
    return press(
        protocol_id, t("The link no longer opens anything."), "parties",
        lambda: services.revoke_link(act(), protocol_id=protocol_id, link_id=link_id),
    )  # fmt: skip


def add_indicator(protocol_id: int) -> ResponseReturnValue:
    """Add what the annual review looks at."""
    protocol, form = found(protocol_id), IndicatorForm()
    return form_act(
        form,
        lambda: services.add_indicator(
            act(), protocol_id=protocol_id, label=form.label.data,
            measure=IndicatorMeasure(form.measure.data), target=form.target.data,
        ),
        form_page(protocol, t("Add an indicator"), t("Add the indicator")),
        done=t("The annual review will look at it."), to=to(protocol_id, "indicators"),
    )  # fmt: skip


def share_post(protocol_id: int) -> ResponseReturnValue:
    """Add a post that pole and partner share."""
    protocol, form = found(protocol_id), PostForm()
    form.offer(protocol.partners)
    return form_act(
        form,
        lambda: services.share_post(act(), protocol_id=protocol_id, **form.facts()),
        form_page(protocol, t("Share a post"), t("Add the post")),
        done=t("The post is part of the protocol."), to=to(protocol_id, "posts"),
    )  # fmt: skip


def agree_name(protocol_id: int) -> ResponseReturnValue:
    """Add a change of name that was agreed."""
    protocol, form = found(protocol_id), NameForm()
    form.offer(protocol.partners)
    return form_act(
        form, lambda: _agree(protocol, form),
        form_page(
            protocol, t("Agree on a name"), t("Add the name"),
            lead=t("A partner takes another name, so that nobody takes one for the other."),
        ),
        done=t("The name is part of the protocol."), to=to(protocol_id, "names"),
    )  # fmt: skip


def _agree(protocol: PartnerProtocol, form: NameForm) -> None:
    services.agree_name(
        act(), protocol_id=protocol.id, actor_id=int(form.actor.data), agreed_name=form.agreed_name.data,
        reason=form.reason.data, from_on=form.from_on.data,
    )  # fmt: skip


def remove_piece(protocol_id: int, kind: str, piece_id: int) -> ResponseReturnValue:
    """Take an indicator, a shared post or an agreed name off a draft."""
    return press(
        protocol_id, t("The line is taken off the protocol."), kind,
        lambda: services.remove_piece(act(), protocol_id=protocol_id, kind=kind, piece_id=piece_id),
    )  # fmt: skip
