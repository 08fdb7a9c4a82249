"""What a deployment sets for its partners."""

from collegial.plugin import SettingsSection, t
from collegial_partners.rules import PartnerRules
from collegial_partners.setting_forms import RulesForm

RULES = SettingsSection(key="partners.rules", title=t("Partners"), values=PartnerRules, form=RulesForm)
