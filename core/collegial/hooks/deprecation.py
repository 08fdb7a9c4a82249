"""What of the plugin API is on its way out: it goes on working, warns its author, and is told to administrators."""

from collegial.kernel.text import t


class PluginDeprecation(DeprecationWarning):
    """A hook or an argument that a later version of the plugin API no longer has.

    Given to `hookspec(warn_on_impl=…)` or `hookspec(warn_on_impl_args={…: …})`. `since` and `gone` are versions
    of the API, two minor ones apart or more, so that an author has the time of two releases to follow.
    """

    def __init__(self, what: str, *, since: str, gone: str, instead: str) -> None:
        self.what, self.since, self.gone, self.instead = what, since, gone, instead
        self.text = t(
            "“%(what)s” is deprecated since version %(since)s of the plugin API and will be gone in %(gone)s. "
            "Its successor is “%(instead)s”.",
            what=what, since=since, gone=gone, instead=instead,
        )  # fmt: skip
        super().__init__(str(self.text))
