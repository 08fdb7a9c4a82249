"""How many structures a sponsor structure (structure marraine) can help."""

from collegial.plugin import Text, nt


def places_left(capacity: int, helped: int) -> int:
    """Return how many more structures a sponsor can help."""
    return max(0, capacity - helped)


def match_fault(capacity: int, helped: int) -> Text | None:
    """Return why a sponsor cannot help one more structure, None when it can."""
    if places_left(capacity, helped):
        return None
    return nt(
        "This sponsor already helps %(count)d structure: it offered no more.",
        "This sponsor already helps %(count)d structures: it offered no more.",
        helped,
    )
