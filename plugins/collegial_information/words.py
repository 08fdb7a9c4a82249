"""The words of kinds, audiences, moments and freshness, and the tone of their badges."""

from collegial.plugin import pt, t
from collegial_information.rules.facets import Audience, Moment, ResourceKind
from collegial_information.rules.freshness import Freshness

KINDS = {
    ResourceKind.GRANT: t("Grant"),
    ResourceKind.LOAN: t("Loan"),
    ResourceKind.GUARANTEE: t("Guarantee"),
    ResourceKind.EQUITY: t("Own funds"),
    ResourceKind.PRIZE: t("Call for projects, prize"),
    ResourceKind.ADVICE: t("Advice and support"),
    ResourceKind.TRAINING: t("Training"),
    ResourceKind.PREMISES: t("Premises"),
    ResourceKind.SHARED_STAFF: t("Shared staff"),
    ResourceKind.NETWORK: t("Network"),
    ResourceKind.DOCUMENT: t("Guide, document"),
}
AUDIENCES = {
    Audience.ASSOCIATION: t("Associations"),
    Audience.COOPERATIVE: t("Cooperatives"),
    Audience.INSERTION: t("Work integration structures"),
    Audience.ENTERPRISE: t("Other social enterprises"),
    Audience.HOLDER: t("People with a project"),
}
ONESELF = {
    Audience.ASSOCIATION: t("An association"),
    Audience.COOPERATIVE: t("A cooperative"),
    Audience.INSERTION: t("A work integration structure"),
    Audience.ENTERPRISE: t("Another social enterprise"),
    Audience.HOLDER: t("Somebody with a project"),
}
MOMENTS = {
    Moment.IDEA: t("An idea"),
    Moment.CREATION: t("Creation"),
    Moment.DEVELOPMENT: t("Development"),
    Moment.DIFFICULTY: t("A difficult moment"),
}
FRESHNESS = {
    Freshness.FRESH: pt("resource", "Checked"),
    Freshness.STALE: t("To be checked again"),
    Freshness.CLOSED: t("Closed"),
}
TONES = {Freshness.FRESH: "success", Freshness.STALE: "warning", Freshness.CLOSED: "neutral"}
