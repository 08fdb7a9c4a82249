"""Days with an hour, as pages and mails write them."""

from datetime import UTC, datetime

import pytest
from flask_babel import force_locale

from collegial.web.languages import written_moment


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("fr", "1er\u00a0juin 2026 à\u00a018\u202fh\u202f05"),
        ("en", "1 June 2026, 18:05"),
        ("br", "1\u00a0Mezheven 2026 da\u00a018:05"),
    ],
)
def test_a_moment_is_written_as_it_is_said(app, language, shown):
    with app.test_request_context(), force_locale(language):
        assert written_moment(datetime(2026, 6, 1, 16, 5, tzinfo=UTC)) == shown
