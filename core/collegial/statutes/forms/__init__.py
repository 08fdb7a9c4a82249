"""Forms of the statutes: start a draft, write it, record it."""

from collegial.statutes.forms.documents import document_of, form_data
from collegial.statutes.forms.drafting import DraftForm
from collegial.statutes.forms.placing import Fault, place_faults
from collegial.statutes.forms.recording import RecordForm
from collegial.statutes.forms.starting import StartForm

__all__ = [
    "DraftForm",
    "Fault",
    "RecordForm",
    "StartForm",
    "document_of",
    "form_data",
    "place_faults",
]
