"""A deployment that names no provider."""

from dataclasses import replace

import pytest

from collegial.config import Oidc


@pytest.fixture
def settings(settings):
    return replace(settings, oidc=Oidc())


@pytest.mark.parametrize("page", ["/sign-in/provider", "/sign-in/provider/back"])
def test_there_is_no_such_page(client, page):
    assert client.get(page).status_code == 404


def test_nothing_is_offered(client, sign_in):
    client.set_cookie("locale", "en")
    assert "Continue with" not in client.get("/sign-in").text

    sign_in("member")
    assert "ProConnect" not in client.get("/account/").text
