"""A public resource as others read it, by the API and as open data; who keeps it is not told."""

from datetime import date

from pydantic import BaseModel

from collegial_information.models import InformationEntry


class ResourceRecord(BaseModel):
    """A resource; amounts are whole cents, empty lists mean everyone, and any moment."""

    number: int
    title: str
    kind: str
    provider: str
    summary: str
    conditions: str | None
    territory: str | None
    audiences: list[str]
    moments: list[str]
    least_cents: int | None
    most_cents: int | None
    opens_on: date | None
    closes_on: date | None
    contact: str | None
    email: str | None
    phone: str | None
    website: str | None
    checked_on: date


def write(entry: InformationEntry) -> ResourceRecord:
    """Return what others read of a resource."""
    return ResourceRecord(
        number=entry.id, title=entry.title, kind=entry.kind.value, provider=entry.provider, summary=entry.summary,
        conditions=entry.conditions, territory=entry.territory,
        audiences=sorted(one.value for one in entry.audiences),
        moments=sorted(one.value for one in entry.moments),
        least_cents=entry.least.cents if entry.least else None, most_cents=entry.most.cents if entry.most else None,
        opens_on=entry.opens_on, closes_on=entry.closes_on, contact=entry.contact, email=entry.email,
        phone=entry.phone, website=entry.website, checked_on=entry.checked_on,
    )  # fmt: skip
