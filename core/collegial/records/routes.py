"""Files of records."""

from collegial.kernel.permissions import PUBLIC
from collegial.records import views
from collegial.records.permissions import READ
from collegial.web.routing import Pages

pages = Pages("records", __name__, url_prefix="/records", template_folder="templates", help="recount")
pages.page("/assembly/<int:assembly_id>.json", views.record, permission=READ)
pages.page("/collegial-verify.py", views.verifier, permission=PUBLIC)
