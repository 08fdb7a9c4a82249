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
        theirs = texts.catalogue(language)._catalog
        self._elsewhere = letters(" ".join(map(str, theirs.values()))), letters(content)
        self._said = {
            part: said
            for key, said in texts.catalogue("fr")._catalog.items()
            if key and said != theirs.get(key)
            for part in map(letters, _PLACE.split(str(said)))
            if len(part) >= _SHORTEST
        }

    def in_(self, text):
        """Return the French that a text holds."""
        shown = letters(text)
        return [said for part, said in self._said.items() if part in shown and not self._is_elsewhere(part)]

    def _is_elsewhere(self, part):
        return any(part in one for one in self._elsewhere)
