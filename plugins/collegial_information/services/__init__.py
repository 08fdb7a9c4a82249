"""What can be done with the directory."""

from collegial_information.services.keeping import (
    archive_entry,
    check_entry,
    publish_entry,
    remind_keeper,
    today,
)
from collegial_information.services.subscribing import subscribe, tell_of, unsubscribe
from collegial_information.services.writing import EntryFields, write_entry, write_synonyms

__all__ = [
    "EntryFields",
    "archive_entry",
    "check_entry",
    "publish_entry",
    "remind_keeper",
    "subscribe",
    "tell_of",
    "today",
    "unsubscribe",
    "write_entry",
    "write_synonyms",
]
