"""The core's own features, in the order in which their tables and subscriptions are met."""

from types import ModuleType

import collegial.accounts.feature
import collegial.actors.feature
import collegial.assemblies.feature
import collegial.demo.feature
import collegial.groups.feature
import collegial.hosting.feature
import collegial.journal.feature
import collegial.membership.feature
import collegial.minutes.feature
import collegial.modules.feature
import collegial.proposals.feature
import collegial.statutes.feature
import collegial.votes.feature
import collegial.web.feature

FEATURES: tuple[ModuleType, ...] = (
    collegial.journal.feature,
    collegial.hosting.feature,
    collegial.web.feature,
    collegial.accounts.feature,
    collegial.modules.feature,
    collegial.actors.feature,
    collegial.groups.feature,
    collegial.statutes.feature,
    collegial.membership.feature,
    collegial.proposals.feature,
    collegial.assemblies.feature,
    collegial.votes.feature,
    collegial.minutes.feature,
    collegial.demo.feature,
)
