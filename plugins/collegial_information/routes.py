"""Pages of the directory."""

from typing import cast

from flask import Flask, request

from collegial.plugin import PUBLIC, SIGNED_IN, Pages, Rates, restrain
from collegial_information.permissions import READ, WRITE
from collegial_information.views import opening, reading, subscribing, writing

pages = Pages(
    "information",
    __name__,
    url_prefix="/information",
    template_folder="templates",
    help={WRITE: "resources", READ: "resources#look-for-something"},
)
_BOTH, _POST = ("GET", "POST"), ("POST",)
_ONE = "/<int:entry_id>"

pages.page("/", reading.index, permission=READ)
pages.page(_ONE, reading.show, permission=READ)
pages.page("/fit", reading.fit, permission=READ)
pages.help = "resources#keep-it-right"
pages.page("/keeping", reading.keeping, permission=SIGNED_IN)
pages.page("/new", writing.create, permission=WRITE, methods=_BOTH)
pages.page("/synonyms", writing.synonyms, permission=WRITE, methods=_BOTH)
pages.page(f"{_ONE}/change", writing.change, permission=SIGNED_IN, methods=_BOTH)
pages.page(f"{_ONE}/publish", writing.publish, permission=WRITE, methods=_POST)
pages.page(f"{_ONE}/check", writing.check, permission=SIGNED_IN, methods=_POST)
pages.page(f"{_ONE}/archive", writing.archive, permission=SIGNED_IN, methods=_POST)
pages.help = "resources#be-told"
pages.page("/subscriptions", subscribing.mine, permission=SIGNED_IN, methods=_BOTH)
pages.page("/subscribe", subscribing.subscribe, permission=PUBLIC, methods=_BOTH)
pages.page("/confirm/<token>", subscribing.confirm, permission=PUBLIC, methods=_BOTH)
pages.page("/stop/<token>", subscribing.stop, permission=PUBLIC, methods=_BOTH)
pages.help = "resources#take-it-elsewhere"
pages.page("/feed.xml", opening.feed, permission=READ)
pages.page("/embed", opening.embed, permission=READ)
pages.page("/open-data", opening.open_data, permission=READ)
pages.page("/data.json", opening.data, permission=READ)

# An address is asked seldom, whoever asks; a whole office may share one connection.
RATES = {
    "information.subscribe": Rates(scope="information-mail", per_account="6/hour", per_address="60/hour"),
}


def _address() -> str:
    """Name whom a request is about: the address that it would write to."""
    return request.form.get("email", "")


pages.record_once(lambda state: restrain(cast("Flask", state.app), RATES, _address))
