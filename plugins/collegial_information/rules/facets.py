"""By what resources are told apart: their kind, for whom, and for which moment of a project."""

import enum


class ResourceKind(enum.Enum):
    """What a resource is; the first ones are money."""

    GRANT = "grant"
    LOAN = "loan"
    GUARANTEE = "guarantee"
    EQUITY = "equity"
    PRIZE = "prize"
    ADVICE = "advice"
    TRAINING = "training"
    PREMISES = "premises"
    SHARED_STAFF = "shared_staff"
    NETWORK = "network"
    DOCUMENT = "document"


# The study's first priority is funding dedicated to the ESS, its fourth all other resources.
FUNDING = (
    ResourceKind.GRANT,
    ResourceKind.LOAN,
    ResourceKind.GUARANTEE,
    ResourceKind.EQUITY,
    ResourceKind.PRIZE,
)
OTHERS = tuple(one for one in ResourceKind if one not in FUNDING)


class Facet(enum.Enum):
    """What a tag of a resource says."""

    AUDIENCE = "audience"
    MOMENT = "moment"


class Audience(enum.Enum):
    """For whom a resource is."""

    ASSOCIATION = "association"
    COOPERATIVE = "cooperative"
    INSERTION = "insertion"
    ENTERPRISE = "enterprise"
    HOLDER = "holder"


class Moment(enum.Enum):
    """In which moment of a project a resource helps."""

    IDEA = "idea"
    CREATION = "creation"
    DEVELOPMENT = "development"
    DIFFICULTY = "difficulty"
