"""What can be done with the directory."""

from collegial_information.services.closing import close_soon
from collegial_information.services.keeping import archive_entry, check_entry, publish_entry, remind_keeper
from collegial_information.services.subscribing import (
    ask_to_subscribe,
    confirm,
    forget_unconfirmed,
    meant,
    promise_letters,
    subscribe,
    tell_of,
    unsubscribe,
)
from collegial_information.services.writing import EntryFields, write_entry, write_synonyms

__all__ = [
    "EntryFields",
    "archive_entry",
    "ask_to_subscribe",
    "check_entry",
    "close_soon",
    "confirm",
    "forget_unconfirmed",
    "meant",
    "promise_letters",
    "publish_entry",
    "remind_keeper",
    "subscribe",
    "tell_of",
    "today",
    "unsubscribe",
    "write_entry",
    "write_synonyms",
]
