"""What a deployment sets for its directory: under which licence it is given, and who may show it."""

from dataclasses import dataclass

from collegial.plugin import SettingsSection, t
from collegial_information.setting_forms import OpeningForm


@dataclass(frozen=True, kw_only=True)
class Opening:
    """`shown_on` are the origins of the sites that may embed the list, between spaces; none unless said."""

    licence: str = "Licence Ouverte / Open Licence 2.0"
    licence_url: str = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
    shown_on: str = ""


OPENING = SettingsSection(
    key="information.opening", title=t("Directory of resources"), values=Opening, form=OpeningForm
)
