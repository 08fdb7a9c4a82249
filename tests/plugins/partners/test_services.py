from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from collegial.journal.models import JournalEntry
from collegial.plugin import Actor, Expired, Forbidden, Invalid, Missing, Refused, Representative
from collegial_partners import mailing, queries, services
from collegial_partners.api import write_referral
from collegial_partners.models import (
    PartnerLink,
    PartnerProtocol,
    ProtocolForm,
    ProtocolState,
    Referral,
    ReferralHolder,
)
from collegial_partners.personal import PARTIES
from collegial_partners.rules import (
    DeclineReason,
    IndicatorMeasure,
    ReferralOutcome,
    ReferralState,
    ReviewDecision,
    sealed,
)
from collegial_partners.services.protocols import content_of

ACCEPTED = services.Step(state=ReferralState.ACCEPTED)
WITHDRAWN = services.Step(state=ReferralState.WITHDRAWN)
CLOSED = services.Step(state=ReferralState.CLOSED, outcome=ReferralOutcome.SUPPORTED)


def concluded(**changes):
    sound = {
        "held_on": date(2026, 11, 20), "place": "Rennes", "technical": "Anne, Jeanne", "political": "Paul",
        "conclusions": "Bien.", "decision": ReviewDecision.CONTINUED, "renewed_until": None,
    }  # fmt: skip
    return services.Conclusion(**(sound | changes))


def test_a_protocol_is_in_force_once_all_have_signed_and_changes_no_more(context, world, sign, facts):
    party = sign(context, world["cci"])
    protocol = party.protocol

    assert protocol.state is ProtocolState.IN_FORCE
    assert protocol.digest == sealed(content_of(protocol))
    assert [(one.number, one.due_on) for one in protocol.reviews] == [(1, date(2027, 1, 1))]
    with pytest.raises(Refused, match="A party has signed"):
        services.edit_protocol(context, protocol_id=protocol.id, facts=facts | {"title": "Autre"})
    with pytest.raises(Refused, match="already signed"):
        services.sign_protocol(
            context, protocol_id=protocol.id, party_id=party.id, signatory="X", signed_on=date(2026, 1, 2)
        )


def test_a_partner_is_an_organisation_and_a_party_once(context, world, facts):
    protocol = services.draw_protocol(context, form=ProtocolForm.COOPERATION, facts=facts)
    services.add_party(context, protocol_id=protocol.id, actor_id=world["cci"])

    with pytest.raises(Refused, match="already a party"):
        services.add_party(context, protocol_id=protocol.id, actor_id=world["cci"])
    with pytest.raises(Invalid, match="an organisation"):
        services.add_party(context, protocol_id=protocol.id, actor_id=world["person"])


def test_an_association_shares_posts_and_agrees_names(context, world, facts):
    protocol = services.draw_protocol(
        context, form=ProtocolForm.ASSOCIATION, facts=facts | {"seat": "Conseil"}
    )
    services.add_party(context, protocol_id=protocol.id, actor_id=world["cci"])
    post = {"function": "Chargé de mission", "from_on": date(2026, 1, 1), "until_on": None}
    services.share_post(
        context, protocol_id=protocol.id, share=Fraction(1, 2), employer_id=world["cci"], **post
    )
    services.agree_name(
        context, protocol_id=protocol.id, actor_id=world["cci"], agreed_name="Pépinière", reason="Clarté",
        from_on=date(2026, 1, 1),
    )  # fmt: skip

    assert [(one.share, one.employer.name) for one in protocol.posts] == [(Fraction(1, 2), "CCI")]
    assert [(one.former_name, one.agreed_name) for one in protocol.names] == [("CCI", "Pépinière")]
    with pytest.raises(Invalid, match="at most 1"):
        services.share_post(context, protocol_id=protocol.id, share=Fraction(3, 2), employer_id=None, **post)
    cooperation = services.draw_protocol(context, form=ProtocolForm.COOPERATION, facts=facts)
    with pytest.raises(Refused, match="association"):
        services.share_post(
            context, protocol_id=cooperation.id, share=Fraction(1, 2), employer_id=None, **post
        )


def test_a_referral_goes_from_a_partner_without_account_to_its_outcome(context, world, link, new, as_role):
    row = services.refer_by_link(context, link=link, new=new())
    anne = as_role("staff", account_id=world["anne"])

    with pytest.raises(Forbidden, match="Take charge"):
        services.move(anne, code=row.code, step=ACCEPTED)
    services.take_charge(anne, code=row.code)
    services.move(anne, code=row.code, step=ACCEPTED)
    with pytest.raises(Invalid, match="what came of it"):
        services.move(anne, code=row.code, step=services.Step(state=ReferralState.CLOSED))
    services.move(anne, code=row.code, step=CLOSED)

    assert (row.state, row.outcome, row.ended_on) == (
        ReferralState.CLOSED, ReferralOutcome.SUPPORTED, date(2026, 11, 23),
    )  # fmt: skip
    assert [one.state.value for one in row.steps] == ["sent", "accepted", "closed"]
    assert row.erase_on == row.ended_on + timedelta(days=365)


def test_without_consent_nothing_is_kept(context, link, new):
    with pytest.raises(Invalid, match="consent"):
        services.refer_by_link(context, link=link, new=new(has_consented=False))

    assert context.session.scalar(select(func.count(Referral.id))) == 0


def test_only_the_two_sides_and_who_is_in_charge_read_the_name(context, world, link, new, as_role, sign):
    other = sign(context, world["crva"])
    their_link = services.make_link(
        context, protocol_id=other.protocol_id, party_id=other.id, name="X", email="x@crva.example"
    )
    row = services.refer_by_link(context, link=link, new=new())
    anne, bob = (as_role("staff", account_id=world[name]) for name in ("anne", "bob"))
    services.take_charge(anne, code=row.code)
    administrator = as_role("administrator", account_id=world["bob"])
    anonymous = as_role()

    read = [services.holder_for(one, row) is not None for one in (anne, bob, administrator, anonymous)]

    assert read == [True, False, False, False]
    assert services.holder_for(anonymous, row, link=link).name == "Malo Tanguy"
    assert services.holder_for(anonymous, row, link=their_link) is None
    with pytest.raises(Missing):
        services.move_by_link(context, link=their_link, code=row.code, step=ACCEPTED)


def test_no_name_gets_into_the_journal_the_lists_or_the_api(client, context, link, new, sign_in):
    row = services.refer_by_link(context, link=link, new=new())
    code, record = row.code, write_referral(row).model_dump_json()
    told = [str(one) for one in context.session.scalars(select(JournalEntry.payload))]
    context.session.commit()
    sign_in("staff")

    assert [one for one in told if code in one]
    assert not [one for one in [*told, record] if "Malo" in one]
    for path in ("/lists/partners.referrals.csv", "/partners/referrals/", f"/partners/referrals/{code}"):
        page = client.get(path).text
        assert code in page
        assert "Malo" not in page
    assert code in client.get(f"/search/?q={code[5:]}").text
    assert code not in client.get("/search/?q=Malo").text


def test_a_name_goes_when_the_consent_is_taken_back_and_after_the_duty(context, link, new, clock, program):
    withdrawn = services.refer_by_link(context, link=link, new=new())
    services.move_by_link(
        context, link=link, code=withdrawn.code, step=services.Step(state=ReferralState.WITHDRAWN)
    )
    kept = services.refer_by_link(context, link=link, new=new())
    declined = services.Step(state=ReferralState.DECLINED, reason=DeclineReason.NO_ROOM)
    services.move(context, code=kept.code, step=declined)

    assert withdrawn.erased_on == date(2026, 11, 23)
    clock.move(days=364)
    mailing.erase(context, {"referral": kept.id})
    assert context.session.scalars(select(ReferralHolder.referral_id)).all() == [kept.id]
    clock.move(days=1)
    mailing.erase(context, {"referral": kept.id})
    mailing.erase(context, {"referral": kept.id})
    assert context.session.scalars(select(ReferralHolder.referral_id)).all() == []
    assert kept.code
    assert kept.reason is DeclineReason.NO_ROOM


@pytest.fixture
def unsigned(context, world, facts):
    """Give a protocol with a partner for which Maëlle Le Goff spoke until the end of June 2026."""
    person = context.session.get_one(Actor, world["person"])
    person.name = "Maëlle Le Goff"
    context.session.add(
        Representative(
            organisation_id=world["cci"],
            person_id=person.id,
            starts_on=date(2025, 1, 1),
            ends_on=date(2026, 7, 1),
        )
    )
    protocol = services.draw_protocol(context, form=ProtocolForm.COOPERATION, facts=facts)
    services.add_party(context, protocol_id=protocol.id, actor_id=world["cci"])
    services.add_indicator(
        context, protocol_id=protocol.id, label="Orientés", measure=IndicatorMeasure.REFERRALS, target=3
    )
    return protocol


@pytest.mark.parametrize(
    ("signatory", "day", "is_taken"),
    [
        ("Maëlle LE GOFF, présidente", date(2026, 6, 30), True),
        ("Maëlle LE GOFF, présidente", date(2026, 7, 1), False),
        ("le goff maelle", date(2024, 12, 31), False),
        ("Maëlle Goff", date(2026, 7, 1), True),
        ("Le président", date(2026, 7, 1), True),
    ],
)
def test_a_representative_whose_mandate_does_not_run_signs_only_despite_the_register(
    context, unsigned, signatory, day, is_taken
):
    _pole, partner = unsigned.parties
    signed = {"protocol_id": unsigned.id, "party_id": partner.id, "signatory": signatory, "signed_on": day}
    if not is_taken:
        with pytest.raises(Refused, match=r"Maëlle Le Goff did not represent CCI") as refused:
            services.sign_protocol(context, **signed)
        assert (refused.value.field, partner.signed_on) == ("despite_register", None)
        signed["despite_register"] = True
    services.sign_protocol(context, **signed)
    assert (partner.signatory, partner.signed_on) == (signatory, day)


def test_the_pole_and_whoever_speaks_for_it_again_sign_without_a_question(context, unsigned, world):
    pole, partner = unsigned.parties
    context.session.add(
        Representative(organisation_id=world["cci"], person_id=world["person"], starts_on=date(2026, 9, 1))
    )
    for party in (pole, partner):
        services.sign_protocol(
            context,
            protocol_id=unsigned.id,
            party_id=party.id,
            signatory="Maëlle Le Goff",
            signed_on=date(2026, 9, 1),
        )
    assert unsigned.state is ProtocolState.IN_FORCE


def test_a_protocol_whose_last_day_has_passed_is_signed_by_nobody(context, world, facts, clock):
    protocol = services.draw_protocol(context, form=ProtocolForm.COOPERATION, facts=facts)
    services.add_party(context, protocol_id=protocol.id, actor_id=world["cci"])
    first, last = protocol.parties
    services.sign_protocol(
        context, protocol_id=protocol.id, party_id=first.id, signatory="Anne", signed_on=context.today
    )
    clock.move(days=(protocol.ends_on - context.today).days + 1)

    with pytest.raises(Refused, match="last day of this protocol has passed"):
        services.sign_protocol(
            context, protocol_id=protocol.id, party_id=last.id, signatory="Paul", signed_on=protocol.ends_on
        )

    assert (protocol.state, last.signed_on) == (ProtocolState.DRAFT, None)


def test_a_personal_link_ends_and_can_be_taken_back(context, link, clock):
    assert services.followed(context, link.id) is link
    clock.move(days=365)
    with pytest.raises(Expired):
        services.followed(context, link.id)
    clock.move(days=-1)
    services.revoke_link(context, protocol_id=link.party.protocol_id, link_id=link.id)
    with pytest.raises(Expired):
        services.followed(context, link.id)


@pytest.mark.both_databases
def test_nothing_is_done_by_a_link_as_it_is_taken_back(program, context, link, new, at_once):
    number, protocol, code = (
        link.id,
        link.party.protocol_id,
        services.refer_by_link(context, link=link, new=new()).code,
    )
    context.session.commit()

    def take_back(own):
        services.revoke_link(own, protocol_id=protocol, link_id=number)

    def refer(own):
        services.refer_by_link(own, link=own.session.get_one(PartnerLink, number), new=new())

    def step(own):
        services.move_by_link(own, link=own.session.get_one(PartnerLink, number), code=code, step=WITHDRAWN)

    assert at_once(take_back, refer) == ("done", "partners.link_ended")
    assert at_once(step) == "partners.link_ended"
    with program.database.reading() as reading:
        assert reading.scalar(select(func.count(Referral.id))) == 1


@pytest.mark.both_databases
def test_a_party_signs_once_and_the_content_stays_from_its_first_signature_on(
    program, context, world, facts, at_once
):
    protocol = services.draw_protocol(context, form=ProtocolForm.COOPERATION, facts=facts)
    services.add_party(context, protocol_id=protocol.id, actor_id=world["cci"])
    number, pole = protocol.id, protocol.parties[0].id
    context.session.commit()

    def sign(own):
        services.sign_protocol(own, protocol_id=number, party_id=pole, signatory="Anne", signed_on=own.today)

    def edit(own):
        services.edit_protocol(own, protocol_id=number, facts={"title": "Autre chose"})

    assert at_once(sign, edit) == ("done", "partners.sealed")
    assert at_once(sign) == "partners.signed_already"
    with program.database.reading() as reading:
        assert services.seal_fits(reading.get_one(PartnerProtocol, number))


def test_the_review_keeps_its_figures_and_leads_on(context, link, new):
    protocol = link.party.protocol
    row = services.refer_by_link(context, link=link, new=new())
    services.move(context, code=row.code, step=ACCEPTED)
    by_hand = protocol.indicators[1]
    services.give_value(context, protocol_id=protocol.id, number=1, indicator_id=by_hand.id, value=4)

    with pytest.raises(Invalid, match="political"):
        services.conclude_review(
            context, protocol_id=protocol.id, number=1, concluded=concluded(political="")
        )
    review = services.conclude_review(context, protocol_id=protocol.id, number=1, concluded=concluded())
    services.refer_by_link(context, link=link, new=new())

    figures = queries.figures_of(context.session, review)
    assert figures.total == 1
    assert [value for _, value, _ in queries.indicator_values(review, figures)] == [1, 4]
    assert [one.number for one in protocol.reviews] == [1, 2]
    with pytest.raises(Refused, match="is concluded"):
        services.give_value(context, protocol_id=protocol.id, number=1, indicator_id=by_hand.id, value=5)


def test_a_review_renews_or_ends_a_protocol(context, link, clock):
    protocol = link.party.protocol
    renewed = concluded(decision=ReviewDecision.RENEWED, renewed_until=date(2028, 12, 31))
    services.conclude_review(context, protocol_id=protocol.id, number=1, concluded=renewed)
    clock.move(days=500)
    mailing.lapse(context, {"protocol": protocol.id})
    assert (protocol.state, protocol.last_day) == (ProtocolState.IN_FORCE, date(2028, 12, 31))

    ended = concluded(decision=ReviewDecision.ENDED)
    services.conclude_review(context, protocol_id=protocol.id, number=2, concluded=ended)
    assert protocol.state is ProtocolState.ENDED
    assert len(protocol.reviews) == 2


def test_a_protocol_ends_by_itself_after_its_last_day(context, link, clock, new):
    protocol = link.party.protocol
    clock.move(days=(date(2028, 1, 1) - date(2026, 11, 23)).days)
    later = services.make_link(
        context, protocol_id=protocol.id, party_id=link.party_id, name="Jeanne", email="jeanne@cci.example"
    )
    mailing.lapse(context, {"protocol": protocol.id})

    assert protocol.state is ProtocolState.ENDED
    with pytest.raises(Refused, match="not in force"):
        services.refer_by_link(context, link=later, new=new())
    with pytest.raises(Expired):
        services.refer_by_link(context, link=link, new=new())


@pytest.mark.both_databases
def test_the_database_keeps_what_must_hold(context, link, new, facts):
    row = services.refer_by_link(context, link=link, new=new())
    draft = services.draw_protocol(context, form=ProtocolForm.COOPERATION, facts=facts)
    broken = [
        (Referral, {"state": ReferralState.CLOSED}),
        (Referral, {"state": ReferralState.DECLINED, "ended_on": date(2026, 11, 23)}),
        (PartnerProtocol, {"state": ProtocolState.IN_FORCE}),
        (PartnerProtocol, {"ends_on": date(2025, 1, 1)}),
    ]

    for model, values in broken:
        only = model.id == (draft.id if model is PartnerProtocol else row.id)
        with pytest.raises(IntegrityError), context.session.begin_nested():
            context.session.execute(model.__table__.update().where(only).values(**values))


def test_letters_name_nobody_and_reach_both_sides(app, program, context, link, new):
    protocol = link.party.protocol
    services.name_responsibles(
        context, protocol_id=protocol.id, party_id=protocol.pole.id,
        contacts={"technical_name": "Anne", "technical_email": "pole@example.org"},
    )  # fmt: skip
    row = services.refer_by_link(context, link=link, new=new())
    services.move(context, code=row.code, step=ACCEPTED)
    context.session.commit()
    with app.test_request_context():
        program.drain()
        mailing.remind(context, {"review": protocol.reviews[0].id})
        context.session.commit()
        program.drain()

    mails = app.extensions["mailman"].outbox
    notices = {"anne@example.org", "bob@example.org"}  # who has an account chooses them
    letters = [one for one in mails if one.to[0] not in notices]
    assert [one.to[0] for one in letters] == [
        "jeanne@cci.example", "pole@example.org", "jeanne@cci.example", "pole@example.org",
    ]  # fmt: skip
    assert "/partners/with/" in letters[0].body
    assert row.code in letters[1].body
    assert "Prise en charge" in letters[2].body
    assert "1er\u00a0janvier 2027" in letters[3].body
    assert not [one for one in mails if "Malo" in one.body + one.subject]


def test_the_letter_of_a_new_referral_says_that_someone_is_referred(app, program, context, link, new):
    protocol = link.party.protocol
    services.name_responsibles(
        context, protocol_id=protocol.id, party_id=protocol.pole.id,
        contacts={"technical_name": "Anne", "technical_email": "pole@example.org"},
    )  # fmt: skip
    row = services.refer_by_link(context, link=link, new=new())
    context.session.commit()
    with app.test_request_context():
        program.drain()
    told = [one for one in app.extensions["mailman"].outbox if one.to == ["pole@example.org"]]
    services.move(context, code=row.code, step=ACCEPTED)

    assert [("nouvelle" in one.subject, "vous est adressée" in one.body) for one in told] == [(True, True)]


def test_a_party_is_told_what_is_held_and_forgotten_but_for_what_it_signed(context, world, link):
    source = PARTIES
    records = source.export(context.session, world["cci"])
    source.erase(context, world["cci"])

    assert {"Jeanne"} == {one["name"] for one in records if "personal_link" in one}
    assert not [one for one in source.export(context.session, world["cci"]) if "personal_link" in one]
    assert "binds its parties" in str(
        source.answer(context.session, world["cci"], date(2026, 11, 23)).kept[0].why
    )
