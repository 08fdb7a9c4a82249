"""Pages of the frame."""

from collegial.hosting.permissions import MANAGE
from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.web import views
from collegial.web.routing import Pages

pages = Pages("web", __name__, help={SIGNED_IN: "notices#what-waits-for-you", PUBLIC: "look-around"})
pages.page("/", views.home, permission=PUBLIC)
pages.page("/language", views.set_language, permission=PUBLIC, methods=["POST"])
pages.page("/theme", views.set_theme, permission=PUBLIC, methods=["POST"])
pages.help = "make-it-yours"
pages.page("/styleguide", views.styleguide, permission=MANAGE)
pages.page("/styleguide/mails", views.mail_samples, permission=MANAGE)
pages.page("/styleguide/mails/one", views.mail_sample, permission=MANAGE)
pages.page("/logo", views.logo, permission=PUBLIC)
pages.page("/accent.css", views.accent, permission=PUBLIC)
