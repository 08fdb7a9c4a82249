"""The page of the documents; each document asks for its own right."""

from collegial.kernel.permissions import PUBLIC
from collegial.printing import views
from collegial.web.routing import Pages

pages = Pages("printing", __name__, url_prefix="/documents")
pages.page("/<key>/<int:subject_id>.pdf", views.document, permission=PUBLIC)
