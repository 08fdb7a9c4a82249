"""The core's own features, in the order in which their tables and subscriptions are met."""

from types import ModuleType

import collegial.accounts.feature
import collegial.actors.feature
import collegial.additions.feature
import collegial.api.feature
import collegial.assemblies.feature
import collegial.atlas.feature
import collegial.authoring.feature
import collegial.calling_off.feature
import collegial.compliance.feature
import collegial.convocations.feature
import collegial.correspondence.feature
import collegial.decisions.feature
import collegial.demo.feature
import collegial.desk.feature
import collegial.files.feature
import collegial.glossary.feature
import collegial.group_votes.feature
import collegial.groups.feature
import collegial.handbook.feature
import collegial.health.feature
import collegial.hosting.feature
import collegial.imports.feature
import collegial.inviting.feature
import collegial.jobs.feature
import collegial.joining.feature
import collegial.journal.feature
import collegial.lists.feature
import collegial.meetings.feature
import collegial.membership.feature
import collegial.minutes.feature
import collegial.mirrors.feature
import collegial.modules.feature
import collegial.notices.feature
import collegial.oidc.feature
import collegial.onboarding.feature
import collegial.printing.feature
import collegial.privacy.feature
import collegial.proposals.feature
import collegial.publishing.feature
import collegial.records.feature
import collegial.room.feature
import collegial.sample.feature
import collegial.search.feature
import collegial.secret.feature
import collegial.shares.feature
import collegial.sitting.feature
import collegial.stamping.feature
import collegial.statutes.feature
import collegial.two_factors.feature
import collegial.votes.feature
import collegial.web.feature
import collegial.webhooks.feature
import collegial.works.feature

FEATURES: tuple[ModuleType, ...] = (
    collegial.journal.feature,
    collegial.hosting.feature,
    collegial.web.feature,
    collegial.health.feature,
    collegial.jobs.feature,
    collegial.accounts.feature,
    collegial.two_factors.feature,
    collegial.oidc.feature,
    collegial.modules.feature,
    collegial.files.feature,
    collegial.actors.feature,
    collegial.meetings.feature,
    collegial.groups.feature,
    collegial.statutes.feature,
    collegial.membership.feature,
    collegial.shares.feature,
    collegial.joining.feature,
    collegial.imports.feature,
    collegial.inviting.feature,
    collegial.notices.feature,
    collegial.privacy.feature,
    collegial.proposals.feature,
    collegial.works.feature,
    collegial.group_votes.feature,
    collegial.assemblies.feature,
    collegial.convocations.feature,
    collegial.additions.feature,
    collegial.calling_off.feature,
    collegial.sitting.feature,
    collegial.desk.feature,
    collegial.votes.feature,
    collegial.correspondence.feature,
    collegial.room.feature,
    collegial.secret.feature,
    collegial.minutes.feature,
    collegial.stamping.feature,
    collegial.mirrors.feature,
    collegial.decisions.feature,
    collegial.records.feature,
    collegial.compliance.feature,
    collegial.search.feature,
    collegial.lists.feature,
    collegial.publishing.feature,
    collegial.atlas.feature,
    collegial.printing.feature,
    collegial.api.feature,
    collegial.webhooks.feature,
    collegial.authoring.feature,
    collegial.handbook.feature,
    collegial.sample.feature,
    collegial.onboarding.feature,
    collegial.glossary.feature,
    collegial.demo.feature,
)
