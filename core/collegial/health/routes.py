"""Addresses for monitors; open, save the figures, which ask for a token of their own."""

from collegial.health import views
from collegial.kernel.permissions import PUBLIC
from collegial.web.routing import Pages

pages = Pages("health", __name__)
pages.page("/health/live", views.live, permission=PUBLIC)
pages.page("/health/ready", views.ready, permission=PUBLIC)
pages.page("/metrics", views.metrics, permission=PUBLIC)
