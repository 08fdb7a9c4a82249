"""Pages of the public site."""

from collegial.hosting.permissions import MANAGE
from collegial.kernel.permissions import PUBLIC
from collegial.publishing.permissions import EDIT
from collegial.publishing.views import calendar, editing, feeds, looks, machines, opening, pictures, versions
from collegial.publishing.views import pages as open_pages
from collegial.web.routing import Pages

_READ = {EDIT: "public-site", PUBLIC: "look-around#what-there-is"}
pages = Pages("publishing", __name__, template_folder="templates", help=_READ)
_TEXT = "/site/texts/<place>/<locale>"

pages.page("/about", open_pages.about, permission=PUBLIC)
pages.page("/published", open_pages.published, permission=PUBLIC)
pages.page("/legal", open_pages.legal, permission=PUBLIC)
pages.help = {EDIT: "public-site#dates-works", PUBLIC: "look-around#what-there-is"}
pages.page("/calendar", calendar.month, permission=PUBLIC)
pages.page("/calendar.ics", calendar.feed_of_dates, permission=PUBLIC)
pages.page("/feed.xml", feeds.feed, permission=PUBLIC)
pages.help = {EDIT: "public-site#open-data-search-engines", PUBLIC: "look-around#search-and-take-away"}
pages.page("/open-data", opening.open_data, permission=PUBLIC)
pages.page("/open-data/<key>.<any(csv, json):file_format>", opening.dataset, permission=PUBLIC)
pages.page("/sitemap.xml", machines.sitemap, permission=PUBLIC)
pages.page("/robots.txt", machines.robots, permission=PUBLIC)
pages.page("/share.png", pictures.share_image, permission=PUBLIC)
pages.page("/icon", pictures.icon, permission=PUBLIC)
pages.page("/icon.png", pictures.touch_icon, permission=PUBLIC)
pages.help = "public-site#the-texts"
pages.page("/site/texts", editing.texts, permission=EDIT)
pages.page(_TEXT, editing.edit, permission=EDIT, methods=["GET", "POST"])
pages.page(f"{_TEXT}/history", editing.history, permission=EDIT)
pages.page(f"{_TEXT}/compare", versions.compare, permission=EDIT)
pages.page(f"{_TEXT}/history/<int:revision>", editing.restore, permission=EDIT, methods=["POST"])
pages.help = "make-it-yours#name-logo-and-colour"
pages.page("/site/look", looks.look, permission=MANAGE, methods=["GET", "POST"])
pages.page("/site/logo/<name>", looks.logo, permission=PUBLIC)
