"""The editor's form: its fields are named as the paths of the document, so that each error finds its field."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from collegial.statutes.forms.parts import (
    LONGEST_COUNT,
    AssembliesPart,
    BoardPart,
    CapitalPart,
    CategoryPart,
    CollegePart,
    CorrespondencePart,
    DemandsPart,
    MajorityKinds,
    NoticePart,
    ProxiesPart,
    QuorumKinds,
    VotesPart,
    choice,
    text,
)
from collegial.statutes.rules import LegalForm
from collegial.statutes.rules.rows import MOST_ROWS
from collegial.web.forms import Form
from collegial.web.hours import DayField


class DraftForm(Form):
    """A whole draft; its fields in the order of the page, in which errors are told."""

    revision = HiddenField()
    label = text(_l("Name of the statutes"))
    legal_form = choice(
        _l("Legal form"),
        [
            SelectChoice("SA", _l("Public limited company (SA)")),
            SelectChoice("SAS", _l("Simplified joint-stock company (SAS)")),
            SelectChoice("SARL", _l("Limited liability company (SARL)")),
            SelectChoice("association", _l("Association")),
        ],
    )
    effective_from = DayField(
        _l("In force from"),
        description=_l("Leave it empty for the day after the decision."),
        validators=[Optional()],
    )
    colleges = FieldList(FormField(CollegePart), label=_l("Colleges"), max_entries=MOST_ROWS)
    categories = FieldList(FormField(CategoryPart), label=_l("Categories of members"), max_entries=MOST_ROWS)
    votes = FormField(VotesPart, label=_l("How votes become a result"))
    majority = FormField(MajorityKinds, label=_l("Majorities"))
    demands = FormField(DemandsPart, label=_l("Rules of modules"))
    quorum = FormField(QuorumKinds, label=_l("Quorums"))
    quorum_demands = FormField(DemandsPart, label=_l("Quorums of modules"))
    notice = FormField(NoticePart, label=_l("Notice"))
    proxies = FormField(ProxiesPart, label=_l("Proxies"))
    correspondence = FormField(CorrespondencePart, label=_l("Vote by correspondence"))
    board = FormField(BoardPart, label=_l("Board"))
    assemblies = FormField(AssembliesPart, label=_l("What members may ask of an assembly"))
    has_capital = BooleanField(_l("The statutes have a capital in shares"))
    capital = FormField(CapitalPart, label=_l("Capital"))

    @property
    def saved_revision(self) -> int:
        """Give the revision that was being edited; 0, which no draft has, when it cannot be read."""
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_COUNT else 0

    @property
    def chosen_form(self) -> LegalForm:
        """Give the legal form that is chosen, the first one while the choice is unknown."""
        chosen = self.legal_form.data
        return LegalForm(chosen) if chosen in set(LegalForm) else LegalForm.SA

    def offer_rules(self, rules: Sequence[tuple[str, str]], quorums: Sequence[tuple[str, str]]) -> None:
        """Let each kind of decision choose among the rules of modules, those it names and that are gone included."""
        for part, offered in ((self.demands, rules), (self.quorum_demands, quorums)):
            for field in part.form:
                gone = [(key, key) for key in field.data or () if key not in dict(offered)]
                field.choices = [*offered, *gone]

    def offer_colleges(self) -> None:
        """Let each category choose among the colleges of the draft, the unknown one it names included."""
        known = [(one["key"].data or "", one["name"].data or one["key"].data or "") for one in self.colleges]
        for category in self.categories:
            field = category["college"]
            chosen = field.data or ""
            unknown = [(chosen, chosen)] if chosen and chosen not in dict(known) else []
            choices = [("", _l("Chosen at the admission")), *known, *unknown]
            field.choices = [SelectChoice(value, label) for value, label in choices]
