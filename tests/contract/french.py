"""Find what a text says in French although its reader asked for another language."""

import re

_PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
_SHORTEST = 13


def letters(text):
    """Return the letters of a text alone: lines, spaces and hyphens fall differently on paper."""
    return re.sub(r"[\W\d_]+", "", text).lower()


class French:
    """The French of all catalogues, but for what also stands in another language, or in `content`."""

    def __init__(self, texts, language, content=""):
        written = letters(content)
        theirs = texts.catalogue(language)._catalog
        known = letters(" ".join(map(str, theirs.values())))
        self.said = {}
        for key, said in texts.catalogue("fr")._catalog.items():
            if key and said != theirs.get(key):
                parts = [letters(one) for one in _PLACE.split(str(said))]
                self.said |= {
                    one: said
                    for one in parts
                    if len(one) >= _SHORTEST and one not in known and one not in written
                }

    def in_(self, text):
        """Return the French that a text holds."""
        shown = letters(text)
        return [said for part, said in self.said.items() if part in shown]
