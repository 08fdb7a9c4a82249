"""No page of its own: the letters and the pieces that the pages of meetings share."""

from collegial.web.routing import Pages

pages = Pages("meetings", __name__, url_prefix="/meetings", template_folder="templates")
