"""A form that is sent twice makes one thing: each one is marked, or is here with what holds the second back."""

import pytest
from sqlalchemy import UniqueConstraint

from collegial.kernel.base import Base
from collegial.statutes.forms.parts import Part
from collegial.web.forms import AmountField, Form, OnceForm
from collegial.web.money_forms import MoneyForm

pytestmark = pytest.mark.both_databases("sqlite")  # the models are read, no database is asked
# What it makes has a unique key that a second one would repeat.
KEYED = {
    "assemblies.DeskProxyForm": "mandate giver_id kind",
    "assemblies.ProxyForm": "mandate giver_id kind",
    "assemblies.ProxyListForm": "mandate giver_id kind",
    "assemblies.SecondForm": "assembly first_id",
    "atelier.ContractForm": "atelier_contract participation_id",
    "atelier.ProspectForm": "atelier_prospect atelier_id actor_id",
    "atelier.RoundForm": "atelier_funding atelier_id round_module round_number",
    "atelier.SponsorForm": "atelier_sponsor atelier_id actor_id",
    "atlas.AgreementForm": "actor_showing actor_id",
    "atlas.StaffAgreementForm": "actor_showing actor_id",
    "chantier.MeasureForm": "chantier_measure chantier_id",
    "chantier.PartyForm": "chantier_party chantier_id actor_id",
    "correspondence.AnswersForm": "correspondence_form entry_id",
    "correspondence.FormListForm": "correspondence_form entry_id",
    "correspondence.PaperForm": "correspondence_form entry_id",
    "desk.EntryForm": "desk_entry key",
    "finance.AccountForm": "finance_account number",
    "finance.ClosingForm": "finance_closing through",
    "finance.ReviewForm": "finance_review application_id reviewer_id",
    "groups.JoinForm": "work_group_membership group_id actor_id",
    "imports.UploadForm": "import_file kind digest",
    "inviting.InviteForm": "account email",
    "membership.AdmitForm": "member actor_id",
    "membership.CategoryForm": "member_category member_id starts_on",
    "membership.CollegeForm": "member_college member_id starts_on",
    "membership.DataForm": "member_request member_id kind",
    "membership.ResignForm": "member_request member_id kind",
    "membership.SharesForm": "member_request member_id kind",
    "minutes.SignatureForm": "minutes_signature minutes_id role name",
    "partners.PartyForm": "partners_party protocol_id actor_id",
    "partners.PeerForm": "partners_peer public_key",
    "partners.ReceiveForm": "partners_parcel way peer_id number",
    "partners.ValueForm": "partners_value review_id indicator_id",
    "proposals.AdoptionForm": "proposal_adoption proposal_id",
    "proposals.DecisionForm": "gate_decision proposal_id to_stage",
    "proposals.CountedDecisionForm": "gate_decision proposal_id to_stage",
    "proposals.PipelineForm": "pipeline key revision",
    "proposals.VoiceForm": "gate_voice round_id actor_id",
    "secret.MergeForm": "secret_merge ceremony_id source",
    "sitting.RevokeForm": "revocation membership_id assembly_id",
    "sitting.SpeakerForm": "sitting_speech entry_id",
    "sizing.RateForm": "sizing_rate starts_on",
    "works.AttendanceForm": "work_attendance meeting_id actor_id",
    "works.JoinForm": "work_participation work_id actor_id",
}  # fmt: skip
# Its service holds what it is about, sees that it is done, and refuses the second, or does nothing.
REFUSED = {
    "accounts.AddressForm", "assemblies.AmendmentForm", "assemblies.ClosingForm", "assemblies.ConveneForm",
    "assemblies.OpeningForm", "atelier.SeasonForm", "chantier.DiagnosisForm", "convocations.AgainForm",
    "groups.MeetingForm", "joining.WordsForm", "minutes.PassageForm", "partners.ReplaceKeyForm",
    "partners.SignatureForm", "partners.StepForm", "proposals.WithdrawForm", "publishing.ListForm",
    "publishing.TextForm",
    "secret.ElectionPapersForm", "secret.PapersForm", "secret.PrepareForm", "statutes.RecordForm",
    "two_factors.AppCodeForm", "two_factors.StepForm", "works.WorkMeetingForm",
}  # fmt: skip
# It writes over what is there, or ends it: twice is once.
CHANGING = {
    "accounts.LanguageForm", "actors.EndForm", "actors.MergeForm", "assemblies.AnswerForm",
    "assemblies.VotingForm", "atelier.CloseForm", "atelier.EditForm", "atelier.MatchForm",
    "atelier.ProspectStateForm", "atelier.SignForm", "chantier.AnswerForm", "chantier.CommitmentStateForm",
    "chantier.InformationForm", "chantier.RulesForm", "group_votes.AnswerForm", "groups.LeaveForm",
    "groups.MandateForm", "imports.ColumnsForm", "imports.RunForm", "information.OpeningForm",
    "information.SynonymsForm", "inviting.OwnersRolesForm", "inviting.RolesForm", "membership.AnswerForm",
    "membership.LeaveForm",
    "notices.ChoicesForm", "partners.ConclusionForm", "partners.EndForm", "partners.MeetingForm",
    "partners.ResponsiblesForm", "partners.RulesForm", "proposals.AboutForm", "proposals.ActionForm",
    "proposals.AnswerForm", "proposals.AxisForm", "proposals.CloseForm", "proposals.ConflictForm",
    "proposals.FactsForm", "proposals.HideForm", "proposals.LeaveOutForm", "proposals.NoteAnswerForm",
    "proposals.PieceForm",
    "publishing.LookForm", "room.MarksForm", "room.TotalsForm",
    "secret.AnnulForm", "statutes.DraftForm", "works.GainForm", "works.RefusalForm",
}  # fmt: skip
LOOKING = {
    "assemblies.DayForm", "compliance.SurplusForm", "correspondence.FindForm", "finance.ReliefForm",
    "information.ProjectForm", "information.SoughtForm", "secret.RiskForm", "votes.QuorumForm", "web.Amounts",
    "web.Laid", "web.Loose", "web.Sample",
}  # fmt: skip


def below(kind):
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def name_of(kind):
    package, *within = kind.__module__.split(".")
    feature = within[0] if package == "collegial" else package.removeprefix("collegial_")
    return f"{feature}.{kind.__name__}"


@pytest.fixture
def unmarked(app):
    """Give the names of all forms of the program and its modules that may be sent again."""
    ours = (one for one in below(Form) if one.__module__.startswith("collegial") and one.__name__[0] != "_")
    return {name_of(one) for one in ours if not issubclass(one, (OnceForm, Part))}


def test_each_form_is_marked_or_says_what_holds_the_second_back(unmarked):
    assert unmarked == KEYED.keys() | REFUSED | CHANGING | LOOKING


def keys_of(table):
    constraints = (one.columns for one in table.constraints if isinstance(one, UniqueConstraint))
    return [
        {one.name for one in key}
        for key in (*constraints, *(one.columns for one in table.indexes if one.unique))
    ]


def test_each_key_is_in_the_database(app):
    told = [said.split() for said in KEYED.values()]
    missing = [one for one in told if set(one[1:]) not in keys_of(Base.metadata.tables[one[0]])]
    assert not missing


# Its step is taken once, or it says an amount and moves none: the same again is refused, or harmless.
MOVES_NONE = {
    "assemblies.TemplateForm", "atelier.AtelierChangeForm", "atelier.AtelierForm", "atelier.FundingForm",
    "finance.AmendmentForm",
    "finance.ApplicationForm", "finance.CallForm", "finance.CampaignForm", "finance.ChangeForm",
    "finance.FileChangeForm", "finance.GrantForm",
    "finance.LoanForm", "finance.ProvisionForm", "finance.ReportForm", "finance.RequestForm",
    "finance.RoundForm", "finance.SetAsideForm", "finance.StepForm", "information.EntryForm",
    "proposals.StepForm", "shares.ExecutionForm", "sizing.ScenarioForm",
}  # fmt: skip


def says_amount(kind):
    fields = (one for base in kind.__mro__ for one in vars(base).values())
    return any(issubclass(getattr(one, "field_class", object), AmountField) for one in fields)


def test_each_form_with_an_amount_asks_about_the_same_again_or_moves_none(app):
    marked = (one for one in below(OnceForm) if one.__module__.startswith("collegial"))
    found = {name_of(one) for one in marked if says_amount(one) and not issubclass(one, MoneyForm)}
    assert found == MOVES_NONE
