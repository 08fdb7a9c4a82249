"""The life of an experiment fund: conventions, a call, scores, the committee's vote, instalments, its end."""

import threading
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from collegial.group_votes import services as voting
from collegial.journal.models import JournalEntry
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import (
    DomainError,
    Forbidden,
    GroupAnswer,
    Invalid,
    Money,
    Refused,
    Representative,
)
from collegial_finance.fund import queries, services, waiting
from collegial_finance.fund.models import AgreementInstalment
from collegial_finance.fund.personal import EXPERIMENTS
from collegial_finance.fund.rules import (
    ApplicationState,
    ReportKind,
)
from collegial_finance.lifecycle import under_way


def test_a_project_is_helped_from_its_application_to_its_final_report(experiment, context, session):
    application = experiment.apply()
    experiment.score(application, experiment.members[0])
    experiment.score(application, experiment.members[1], 5, 5)
    assert queries.score(application) == (4 * 3 + 2) / 4 / 2 + 5 / 2
    assert experiment.decided(application=application).state is ApplicationState.ACCEPTED
    assert experiment.standing == (50_000, 100_000, 0, 0)
    experiment.agree(application, 50_000, 30_000)
    assert experiment.standing == (50_000, 100_000, 80_000, 0)
    services.sign_agreement(context, application_id=application.id, on=experiment.clock.now().date())

    services.pay_instalment(context, application_id=application.id, position=1, amount=Money(50_000))
    services.hand_in_evidence(context, application_id=application.id, position=2, file=experiment.proof)
    with pytest.raises(Refused, match=r"finance\.not_approved"):
        services.pay_instalment(context, application_id=application.id, position=2, amount=Money(20_000))
    services.approve_evidence(context, application_id=application.id, position=2, note="Four vu")
    services.pay_instalment(context, application_id=application.id, position=2, amount=Money(20_000))
    assert experiment.standing == (50_000, 100_000, 80_000, 70_000)
    assert "1 agreement of an experiment fund runs" in str(under_way(session)[0])
    experiment.check_books()

    with pytest.raises(Refused, match=r"finance\.no_report"):
        services.close_agreement(context, application_id=application.id)
    services.hand_in_report(
        context,
        application_id=application.id,
        kind=ReportKind.FINAL,
        text="Il cuit.",
        spent=Money(70_000),
        file=experiment.proof,
    )
    services.close_agreement(context, application_id=application.id)
    assert application.state is ApplicationState.CLOSED
    assert experiment.standing == (50_000, 100_000, 70_000, 70_000)
    experiment.check_books()
    assert under_way(session) == []

    told = EXPERIMENTS.export(session, experiment.actors["cannery"])
    assert (told[0]["paid_cents"], told[0]["reports"]) == (70_000, ["Il cuit."])
    assert len(EXPERIMENTS.files(session, experiment.actors["cannery"])) == 3


def test_a_refused_application_commits_nothing_and_a_vote_broken_off_leaves_it(experiment, context):
    refused = experiment.decided(said=GroupAnswer.AGAINST)
    assert (refused.state, refused.granted) == (ApplicationState.REFUSED, None)
    with pytest.raises(Refused, match=r"finance\.application_step"):
        experiment.agree(refused, 80_000)
    second = experiment.apply(call=experiment.open_call())
    experiment.clock.move(days=1)
    vote = experiment.put_to_vote(second, 80_000)
    voting.break_group_vote_off(context, vote.id)
    assert (second.state, second.granted) == (ApplicationState.SUBMITTED, None)


def test_a_call_takes_applications_on_its_days_and_the_vote_waits_for_its_end(experiment):
    application = experiment.apply()
    with pytest.raises(Refused, match=r"finance\.call_running"):
        experiment.put_to_vote(application, 80_000)
    experiment.clock.move(days=1)
    with pytest.raises(Refused, match=r"finance\.call_closed"):
        experiment.apply()
    with pytest.raises(Refused, match=r"finance\.call_closed"):
        services.add_file(experiment.context, application_id=application.id, file=experiment.proof)
    for granted, code in ((0, "granted"), (80_001, "granted")):
        with pytest.raises(Invalid, match=rf"finance\.{code}"):
            experiment.put_to_vote(application, granted)


def test_whoever_is_in_conflict_neither_scores_nor_votes(experiment, context, session):
    anna, bran, cloe = experiment.members
    session.add(
        Representative(
            organisation_id=experiment.actors["cannery"], person_id=cloe.id, starts_on=date(2026, 1, 1)
        )
    )
    application = experiment.apply()
    experiment.score(application, anna)
    services.declare_conflict(
        experiment.by(anna), application_id=application.id, reviewer_id=anna.id, reason="Trésorière"
    )
    assert queries.score(application) is None
    for member in (anna, cloe):  # declared, and plain: Cloé represents the applicant
        with pytest.raises(Forbidden, match=r"finance\.in_conflict"):
            experiment.score(application, member)
    experiment.clock.move(days=1)
    vote = experiment.put_to_vote(application, 80_000)
    for member in (anna, cloe):
        with pytest.raises(Forbidden, match=r"group_votes\.set_aside"):
            voting.answer(experiment.by(member), vote.id, actor_id=member.id, said=GroupAnswer.FOR)
    voting.answer(experiment.by(bran), vote.id, actor_id=bran.id, said=GroupAnswer.FOR)
    services.declare_conflict(
        experiment.by(bran), application_id=application.id, reviewer_id=bran.id, reason="Voisin"
    )
    assert vote.count.answered == 0
    with pytest.raises(Refused, match=r"group_votes\.no_quorum"):
        voting.close_group_vote(context, vote.id)


def test_nobody_reads_reviews_or_speaks_for_what_is_not_theirs(experiment, as_role):
    application = experiment.apply()
    stranger = as_role("member", actor_id=experiment.actors["bank"], account_id=1)
    for act in (
        lambda: services.withdraw(stranger, application_id=application.id),
        lambda: services.apply(
            stranger, call_id=experiment.call.id, applicant_id=experiment.actors["cannery"], title="x", summary="x",
            asked=Money(1), budget=Money(1),
        ),
        lambda: services.receive(stranger, convention_id=experiment.convention.id, amount=Money(1)),
        lambda: services.review(
            experiment.by(experiment.members[0]), application_id=application.id,
            reviewer_id=experiment.members[1].id, scores={}, comment=None,
        ),
    ):  # fmt: skip
        with pytest.raises(DomainError, match=r"application_unknown|not_your|permission|not_in_committee"):
            act()
    own = as_role("member", actor_id=experiment.actors["cannery"], account_id=2)
    assert services.withdraw(own, application_id=application.id).state is ApplicationState.WITHDRAWN


def test_payments_wait_for_signature_and_evidence_and_stay_within_the_instalment(experiment, context):
    application = experiment.decided()
    experiment.agree(application, 50_000, 30_000)

    def pay(position, amount):
        return services.pay_instalment(
            context, application_id=application.id, position=position, amount=Money(amount)
        )

    with pytest.raises(Refused, match=r"finance\.not_signed"):
        pay(1, 50_000)
    services.sign_agreement(context, application_id=application.id, on=experiment.clock.now().date())
    for position, amount, code in (
        (1, 50_001, "over_instalment"),
        (1, -1, "amount"),
        (2, 30_000, "no_evidence"),
    ):
        with pytest.raises(DomainError, match=rf"finance\.{code}"):
            pay(position, amount)
    pay(1, 50_000)
    with pytest.raises(Refused, match=r"finance\.instalment_paid"):
        pay(1, 50_000)
    assert experiment.standing == (50_000, 100_000, 80_000, 50_000)


def test_what_is_left_of_an_instalment_is_paid_until_the_agreement_is_closed(experiment, context):
    application = experiment.agreed()

    def pay(amount):
        found = services.pay_instalment(
            context, application_id=application.id, position=1, amount=Money(amount)
        )
        experiment.check_books()
        return found

    for amount, left in ((20_000, 30_000), (29_999, 1)):
        assert pay(amount).left == Money(left)
    with pytest.raises(Refused, match=r"finance\.over_instalment"):
        pay(2)
    instalment = pay(1)
    with pytest.raises(Refused, match=r"finance\.instalment_paid"):
        pay(1)
    assert [one.amount.cents for one in instalment.payments] == [20_000, 29_999, 1]
    assert len({one.entry.number for one in instalment.payments}) == 3
    assert (instalment.paid, experiment.standing[3]) == (Money(50_000), 50_000)


@pytest.mark.both_databases
def test_the_database_holds_the_payments_of_an_instalment_within_it(experiment, context, session):
    application = experiment.agreed()
    services.pay_instalment(context, application_id=application.id, position=1, amount=Money(20_000))
    another = (
        "INSERT INTO finance_instalment_payment (instalment_id, amount, paid_on, entry_id)"
        " SELECT instalment_id, {amount}, paid_on, entry_id FROM finance_instalment_payment"
    )
    for statement, reason in (
        (another.format(amount=30_001), "no more than their instalment"),
        (another.format(amount=0), "amount_positive"),
        ("UPDATE finance_instalment_payment SET amount = 1", "written once"),
        ("DELETE FROM finance_instalment_payment", "written once"),
        ("UPDATE finance_instalment SET paid = 50000 WHERE position = 1", "the sum of its payments"),
        ("UPDATE finance_instalment SET paid = 1 WHERE position = 1", "the sum of its payments"),
    ):
        with pytest.raises(DatabaseError, match=reason), session.begin_nested():
            session.execute(text(statement))
    with session.begin_nested():
        session.execute(text(another.format(amount=30_000)))
        session.execute(text("UPDATE finance_instalment SET paid = 50000 WHERE position = 1"))


def test_earmarked_money_serves_its_call_alone_and_an_ended_promise_is_none(experiment, context):
    earmarked = experiment.promise(60_000, call_id=experiment.open_call().id)
    services.receive(context, convention_id=earmarked.id, amount=Money(40_000))
    pots = queries.pots(context.session, experiment.fund.id)
    assert pots.available_for(experiment.call.id) == Money(100_000)
    assert pots.available_for(earmarked.call_id) == Money(140_000)

    with pytest.raises(Refused, match=r"finance\.over_convention"):
        services.receive(context, convention_id=earmarked.id, amount=Money(20_001))
    services.end_convention(context, convention_id=earmarked.id, reason="Budget voté autrement")
    with pytest.raises(Refused, match=r"finance\.convention_over"):
        services.end_convention(context, convention_id=earmarked.id, reason="Encore")
    assert experiment.standing == (50_000, 140_000, 0, 0)
    experiment.check_books()


def test_nobody_approves_the_evidence_that_they_handed_in(experiment, as_role):
    application = experiment.agreed()
    given = {"application_id": application.id, "position": 2}
    staff, other = as_role("staff", account_id=7), as_role("chair", account_id=8)
    with pytest.raises(Refused, match=r"finance\.no_evidence"):
        services.approve_evidence(other, **given)
    services.hand_in_evidence(staff, file=experiment.proof, **given)
    for by, code in ((staff, "own_evidence"), (as_role("member", account_id=9), "permission")):
        with pytest.raises(Forbidden, match=code):
            services.approve_evidence(by, **given)
    services.approve_evidence(other, note="Facture et four vus", **given)
    assert application.agreement.instalments[1].approval.note == "Facture et four vus"
    with pytest.raises(Refused, match=r"finance\.instalment_approved"):
        services.approve_evidence(other, **given)
    with pytest.raises(Refused, match=r"finance\.instalment_approved"):
        services.hand_in_evidence(staff, file=experiment.proof, **given)


@pytest.mark.both_databases
def test_evidence_is_refused_with_its_reason_and_other_evidence_follows(experiment, as_role, let_through):
    application = experiment.agreed()
    given = {"application_id": application.id, "position": 2}
    staff, other = as_role("staff", account_id=7), as_role("chair", account_id=8)
    refusal = given | {"reason": "Facture illisible"}
    with pytest.raises(Refused, match=r"finance\.no_evidence"):
        services.refuse_evidence(other, **refusal)
    first = services.hand_in_evidence(staff, file=experiment.proof, **given)
    with pytest.raises(Forbidden, match="own_evidence"):
        services.refuse_evidence(staff, **refusal)
    instalment = services.refuse_evidence(other, **refusal)
    assert (first.refusal.reason, instalment.awaits_evidence, instalment.awaits_approval) == (
        "Facture illisible", True, False,
    )  # fmt: skip
    with pytest.raises(Refused, match=r"finance\.no_evidence"):
        services.approve_evidence(other, **given)
    approval = (
        "INSERT INTO finance_instalment_approval (instalment_id, approved_at, approved_by)"
        f" VALUES ({instalment.id}, '2026-11-23 10:00:00', 'x')"
    )
    assert let_through([
        (approval, "what was not refused"), ("DELETE FROM finance_evidence_refusal", "written once"),
        ("UPDATE finance_evidence_refusal SET reason = 'x'", "written once"),
    ]) == []  # fmt: skip

    second = services.hand_in_evidence(staff, file=experiment.proof, **given)
    services.approve_evidence(other, **given)
    late = (
        "INSERT INTO finance_evidence_refusal (evidence_id, refused_at, refused_by, reason)"
        f" VALUES ({second.id}, '2026-11-23 10:00:00', 'x', 'x')"
    )
    assert let_through([(late, "what was approved is not refused")]) == []
    with pytest.raises(Refused, match=r"finance\.instalment_approved"):
        services.refuse_evidence(other, **refusal)


@pytest.mark.both_databases
def test_a_convention_changes_by_an_amendment_and_what_stood_before_is_kept(experiment, context, let_through):
    ends_on, signed_on = date(2028, 6, 30), date(2026, 11, 20)
    told = {"convention_id": experiment.convention.id, "signed_on": signed_on, "reason": "Budget voté"}
    for amount, end, code in (
        (99_999, ends_on, "amendment_amount"),
        (150_000, date(2026, 11, 22), "amendment_end"),
        (150_000, date(2027, 12, 31), "amendment_none"),
    ):
        with pytest.raises(Invalid, match=rf"finance\.{code}"):
            services.amend_convention(context, amount=Money(amount), ends_on=end, **told)
    for amount in (180_000, 120_000):
        services.amend_convention(context, amount=Money(amount), ends_on=ends_on, **told)
        assert experiment.standing[:2] == (amount - 100_000, 100_000)
        experiment.check_books()
    first, second = experiment.convention.amendments
    assert (first.amount_before, first.ends_before) == (Money(150_000), date(2027, 12, 31))
    assert (second.amount_before, second.amount) == (Money(180_000), Money(120_000))
    assert let_through([
        ("UPDATE finance_fund_convention SET amount = 130000", "by its amendment"),
        ("UPDATE finance_fund_convention SET amount = 150000, ends_on = '2027-12-31'", "by its amendment"),
        ("UPDATE finance_convention_amendment SET reason = 'x'", "written once"),
    ]) == []  # fmt: skip
    services.end_convention(context, convention_id=experiment.convention.id, reason="Fini")
    with pytest.raises(Refused, match=r"finance\.convention_over"):
        services.amend_convention(context, amount=Money(200_000), ends_on=ends_on, **told)


@pytest.mark.both_databases
def test_the_database_refuses_what_the_services_would(experiment, session):
    application = experiment.agreed()
    services.declare_conflict(
        experiment.by(experiment.members[0]), application_id=experiment.apply(call=experiment.open_call()).id,
        reviewer_id=experiment.members[0].id, reason="Liée",
    )  # fmt: skip
    session.flush()
    insert_score = (
        "INSERT INTO finance_review_score (review_id, criterion_id, value) SELECT r.id, c.id, 3 FROM"
    )
    columns = "convention_id, amount, received_on, entry_id"
    insert_receipt = f"INSERT INTO finance_fund_receipt ({columns}) SELECT convention_id,"
    for statement, reason in (
        ("UPDATE finance_project_agreement SET amount = 100001", "no more than it received"),
        ("UPDATE finance_instalment SET paid = amount + 1, entry_id = 1", "paid_within_amount"),
        ("UPDATE finance_instalment SET paid = amount, entry_id = 1 WHERE position = 2", "evidence is approved"),
        ("UPDATE finance_instalment SET amount = amount + 1", "as it was signed"),
        (f"{insert_score} finance_review r, finance_call_criterion c WHERE c.position = 1 AND c.call_id = 1",
         "in conflict of interest"),
        ("UPDATE finance_fund_receipt SET amount = 1", "written once"),
        (f"{insert_receipt} 50001, received_on, entry_id FROM finance_fund_receipt", "than a convention says"),
        ("UPDATE finance_project_agreement SET call_id = 2", "FOREIGN KEY|foreign key"),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match=reason), session.begin_nested():
            session.execute(text(statement))
    assert application.agreement.paid == Money(0)


@pytest.mark.both_databases
def test_two_committees_at_once_do_not_commit_the_same_money(program, new_fund):
    with program.database.unit_of_work() as session:
        made = new_fund(program.context(session, program_viewer("test")))
        applications = [made.decided(application=made.apply()).id]
        other = made.open_call()
        applications.append(made.decided(application=made.apply(call=other)).id)
    outcomes, ready = [], threading.Barrier(2)

    def agree(number):
        ready.wait()
        try:
            with program.database.unit_of_work() as one:
                services.draw_agreement(
                    program.context(one, program_viewer("test")), application_id=number, duties="x",
                    starts_on=date(2026, 12, 1), ends_on=date(2027, 1, 1),
                    instalments=[
                        services.Instalment(amount=Money(80_000), due_on=date(2026, 12, 1), condition="x")
                    ],
                )  # fmt: skip
            outcomes.append("committed")
        except DomainError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=agree, args=(one,)) for one in applications]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["committed", "finance.over_available"]


@pytest.mark.both_databases
def test_a_draft_is_drawn_up_anew_until_it_is_signed(experiment, context, session, let_through):
    application = experiment.decided()
    drawn = experiment.agree(application, 50_000, 30_000)
    standing, today = experiment.standing, context.today
    told = {
        "application_id": application.id,
        "starts_on": today,
        "ends_on": date(2028, 6, 30),
        "duties": "Essayer",
    }

    def redraw(*amounts, reason="Un zéro de trop", **more):
        parts = [services.Instalment(amount=Money(one), due_on=today, condition="Reçu") for one in amounts]
        return services.redraw_agreement(context, instalments=parts, reason=reason, **(told | more))

    for wrong, code in (
        (lambda: redraw(80_001), "instalments"), (lambda: redraw(80_000, ends_on=date(2020, 1, 1)), "agreement_dates"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=rf"finance\.{code}"), session.begin_nested():
            wrong()
    found = redraw(20_000, 30_000, 30_000)
    assert (found.id, found.ends_on, [one.amount.cents for one in found.instalments]) == (
        drawn.id, date(2028, 6, 30), [20_000, 30_000, 30_000],
    )  # fmt: skip
    (before,) = found.drafts
    assert (before.ends_on, [one.amount.cents for one in before.parts], before.reason, before.replaced_by) == (
        date(2027, 12, 31), [50_000, 30_000], "Un zéro de trop", context.by.name,
    )  # fmt: skip
    assert [one.needs_evidence for one in before.parts] == [False, True]
    with pytest.raises(Invalid, match=r"finance\.agreement_unchanged"):
        redraw(20_000, 30_000, 30_000)
    assert experiment.standing == standing, "the fund is committed as before"
    experiment.check_books()
    steps = session.scalars(
        select(JournalEntry.payload).where(JournalEntry.event == "finance.project_agreement")
    )
    assert [one["step"] for one in steps] == ["drawn", "redrawn"]

    beyond = "UPDATE finance_instalment SET amount = amount + 1"
    assert let_through([(beyond, "no more than their agreement")]) == []
    experiment.clock.move(days=1)
    redraw(80_000)
    with pytest.raises(Invalid, match=r"finance\.signed_on"):
        services.sign_agreement(context, application_id=application.id, on=today)
    services.sign_agreement(context, application_id=application.id, on=context.today)
    with pytest.raises(Refused, match=r"finance\.agreement_signed"):
        redraw(40_000, 40_000)
    assert let_through([
        (act, reason)
        for reason, acts in {
            "as it was signed": (
                "UPDATE finance_project_agreement SET duties = 'x'", "UPDATE finance_instalment SET amount = 1",
                "UPDATE finance_instalment SET condition = 'x'", "DELETE FROM finance_instalment",
            ),
            "written once": ("UPDATE finance_agreement_draft SET duties = 'x'", "DELETE FROM finance_agreement_draft"),
        }.items()
        for act in acts
    ]) == []  # fmt: skip


def test_a_draft_with_evidence_is_not_drawn_up_anew(experiment, context):
    application = experiment.decided()
    experiment.agree(application, 50_000, 30_000)
    services.hand_in_evidence(context, application_id=application.id, position=2, file=experiment.proof)
    with pytest.raises(Refused, match=r"finance\.draft_proven"):
        services.redraw_agreement(
            context, application_id=application.id, starts_on=context.today, ends_on=date(2028, 1, 1), duties="x",
            reason="x", instalments=[
                services.Instalment(amount=Money(80_000), due_on=context.today, condition="x")
            ],
        )  # fmt: skip


def test_what_is_told_to_pay_is_what_nothing_hinders(experiment, context, session):
    application = experiment.decided()
    told = {"application_id": application.id}
    experiment.agree(application, 50_000, 30_000)
    steps = (
        lambda: services.hand_in_evidence(context, position=2, file=experiment.proof, **told),
        lambda: services.approve_evidence(context, position=2, **told),
        lambda: services.sign_agreement(context, on=context.today, **told),
        lambda: services.pay_instalment(context, position=1, amount=Money(50_000), **told),
        lambda: services.pay_instalment(context, position=2, amount=Money(10_000), **told),
    )
    seen = [_payable(session, context)]
    for step in steps:
        step()
        seen.append(_payable(session, context))
    assert seen == [[], [], [], [1, 2], [2], []]

    other = experiment.decided(granted=10_000, application=experiment.apply(10_000, experiment.open_call()))
    experiment.agree(other, 1_000, 9_000)
    services.sign_agreement(context, application_id=other.id, on=context.today)
    mine = {"application_id": other.id, "position": 2}
    assert _payable(session, context) == [1]
    services.hand_in_evidence(context, file=experiment.proof, **mine)
    services.refuse_evidence(context, reason="Trop peu", **mine)
    assert _payable(session, context) == [1]


def _payable(session, context):
    """Return the places of the instalments to pay, on which the question to the database and the act agree."""
    session.flush()
    session.expire_all()
    asked = [one.id for one in waiting.to_pay(session, date(2030, 1, 1)).first]
    every = session.scalars(select(AgreementInstalment).order_by(AgreementInstalment.id)).all()
    free = [one for one in every if not one.paid and services.payment_hindrance(one.agreement, one) is None]
    assert sorted(asked) == [one.id for one in free]
    return [one.position for one in free]
