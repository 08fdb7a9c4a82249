"""What a deployment sets for its chantiers."""

from collegial.plugin import SettingsSection, t
from collegial_chantier.rules import ChantierRules
from collegial_chantier.setting_forms import RulesForm

RULES = SettingsSection(key="chantier.rules", title=t("Chantiers"), values=ChantierRules, form=RulesForm)
