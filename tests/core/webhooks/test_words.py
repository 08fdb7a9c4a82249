"""Why a telling did not arrive, in the reader's words."""

import pytest

from collegial.webhooks.words import why


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("site.example: gaierror: [Errno -2] Name or service not known", "No machine has this name."),
        ("::1: ConnectionRefusedError: [Errno 111] Connection refused", "It takes no connection."),
        (
            "site.example: BadStatusLine: no answer of a web server",
            "It does not answer as a web server does.",
        ),
        ("site.example: OSError: [Errno 9] nothing known", "site.example: OSError: [Errno 9] nothing known"),
        ("The settings no longer name its host.", "The settings no longer name its host."),
        (None, ""),
    ],
)
def test_the_reason_is_said_and_one_that_is_unknown_as_it_was_kept(kept, said):
    assert str(why(kept)) == said
