"""Pages of the public site."""

from collegial.kernel.permissions import PUBLIC
from collegial.publishing.permissions import EDIT
from collegial.publishing.views import calendar, editing
from collegial.publishing.views import pages as open_pages
from collegial.web.routing import Pages

pages = Pages("publishing", __name__, template_folder="templates", help="make-it-yours")
_TEXT = "/site/texts/<place>/<locale>"

pages.page("/about", open_pages.about, permission=PUBLIC)
pages.page("/published", open_pages.published, permission=PUBLIC)
pages.page("/legal", open_pages.legal, permission=PUBLIC)
pages.page("/calendar", calendar.month, permission=PUBLIC)
pages.page("/calendar.ics", calendar.feed_of_dates, permission=PUBLIC)
pages.page("/site/texts", editing.texts, permission=EDIT)
pages.page(_TEXT, editing.edit, permission=EDIT, methods=["GET", "POST"])
pages.page(f"{_TEXT}/history", editing.history, permission=EDIT)
pages.page(f"{_TEXT}/history/<int:revision>", editing.restore, permission=EDIT, methods=["POST"])
