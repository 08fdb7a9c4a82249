"""What a library says of a field, or of a sign-in, reaches the reader in our words."""

import re
from pathlib import Path

from babel.messages.mofile import read_mo
from flask_security.core import _default_messages
from wtforms.i18n import messages_path

from collegial.accounts.words import _SAID
from collegial.web.field_words import _WORDS, in_our_words

VALUE = re.compile(r"%\((\w+)\)")


def test_each_stands_for_a_sentence_of_wtforms_with_its_values():
    with (Path(messages_path()) / "fr/LC_MESSAGES/wtforms.mo").open("rb") as compiled:
        known = {one.id if isinstance(one.id, str) else one.id[0] for one in read_mo(compiled)}

    assert set(_WORDS) - known == set()
    assert [said for said, ours in _WORDS.items() if not values(ours) <= values(said)] == []


def test_each_stands_for_a_sentence_of_flask_security_with_its_values():
    assert set(_SAID) - set(_default_messages) == set()
    assert [
        name for name, (ours, _tone) in _SAID.items()
        if not values(ours) <= values(str(_default_messages[name][0]))
    ] == []  # fmt: skip


def values(sentence):
    return set(VALUE.findall(getattr(sentence, "msgid", sentence)))


def test_what_we_do_not_know_is_said_as_it_is():
    assert in_our_words("Not a valid choice.") == "Choose one from the list."
    assert in_our_words("Who is it?") == "Who is it?"
