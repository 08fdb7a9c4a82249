"""The personal data of the core, feature by feature."""

from collegial.hooks.contracts import PersonalDataSource
from collegial.privacy.sources.access import ACCOUNT, ATTEMPTS, CHANGES, KEPT_FORMS, SESSIONS
from collegial.privacy.sources.arrivals import APPLICATIONS, REFERENCES, REQUESTS
from collegial.privacy.sources.details import DETAILS, STANDING
from collegial.privacy.sources.identity import IDENTITY
from collegial.privacy.sources.meetings import ASSEMBLIES, SCRUTINEERS, VOTES
from collegial.privacy.sources.register import MEMBERSHIP, SHARES
from collegial.privacy.sources.work import DECISIONS, GROUPS, PROPOSALS
from collegial.privacy.sources.works import WORKS

SOURCES: tuple[PersonalDataSource, ...] = (
    IDENTITY, DETAILS, STANDING, REFERENCES, ACCOUNT, SESSIONS,
    ATTEMPTS, CHANGES, KEPT_FORMS, APPLICATIONS, MEMBERSHIP, REQUESTS, SHARES,
    ASSEMBLIES, VOTES, SCRUTINEERS, GROUPS, PROPOSALS, DECISIONS, WORKS,
)  # fmt: skip
