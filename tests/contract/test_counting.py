"""A number of things is said in the singular and in the plural: no text of the catalogues forgets it.

Which words are things that are counted is learnt from the texts that count rightly.
"""

import re

from tests.contract.test_catalogues import catalogue, ids, update

WORD = re.compile(r"[\w’-]+")
COUNT = re.compile(r"%\((\w+)\)[sd]((?: [\w’-]+){1,3})")
# No counts: limits that are never one; sums of money, parts, days and names; the numbers of the register's entries.
NO_COUNT = {
    "most",
    "least",
    "max",
    "min",
    "floor",
    "lowest",
    "length",
    "amount",
    "part",
    "share",
    "worth",
    "day",
    "name",
    "names",
    "item",
    "member_number",
    "file",
    "folder",
    "host",
    "place",
}
# Always several: scrutineers, of whom one alone could read every vote;
# years by law or by the statutes, minutes that a link works, what is told only of two and more.
SEVERAL = (
    "%(confirmed)d of %(number)d scrutineers",
    "%(confirmed)d of the %(needed)d scrutineers",
    "%(given)d categories have members, the mandatory ones",
    "%(given)d colleges have members and weights",
    "As long as the minutes that they prove",
    "At least %(part)s is paid for each share",
    "College %(name)s counts ",
    "College %(name)s: %(favour)d of %(total)d votes cast",
    "College “%(key)s” is given %(times)d times",
    "Contracts and payments for %(years)s years",
    "For %(years)s years",
    "Instant runoff elects one person",
    "It gives %(days)s days over the season",
    "It works for %(minutes)s minutes",
    "Name %(number)s has %(given)s grades",
    "Name at least %(number)d scrutineers",
    "Register: the life of the cooperative",
    "Resolution %(number)s stays: ",
    "The ballots were encrypted; %(needed)d scrutineers",
    "The capital is variable",
    "The law asks for %(needed)d scrutineers",
    "The life of the cooperative",
    "The e-mail was sent %(times)s times",
    "The register ",
    "There is no room for %(name)s here: it has %(size)s bytes.",
    "You guard a part of its key: %(number)d scrutineers",
    "your shares are redeemed",
)


def texts(*, counting):
    for owner in update.owners():
        for message in catalogue(owner, "en"):
            if message.id and bool(message.pluralizable) is counting:
                yield ids(message)


def things():
    """Return the plurals of what is counted, as they differ from the singular beside them."""
    pairs = [(set(WORD.findall(one)), set(WORD.findall(many))) for one, many in texts(counting=True)]
    return {word for one, many in pairs for word in many - one if word.endswith("s")}


def uncounted(text, known):
    """Return the numbers in a text that stand beside things, of which it has one form alone."""
    return [
        name for name, words in COUNT.findall(text) if name not in NO_COUNT and known & set(words.split())
    ]


def test_a_number_of_things_without_a_singular_is_found():
    known = {"rows", "members"}

    assert uncounted("It reads %(number)s known rows of %(most)s rows.", known) == ["number"]
    assert uncounted("Rows: %(number)s, row %(row)s. %(name)s members", known) == []


def test_whatever_is_counted_has_a_singular_and_a_plural():
    known = things()

    assert {"rows", "shares", "members", "votes", "days"} <= known
    assert [
        text for (text,) in texts(counting=False) if uncounted(text, known) and not text.startswith(SEVERAL)
    ] == []
