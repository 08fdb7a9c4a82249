import pytest

from collegial_partners import posting
from collegial_partners.rules import is_home, is_reachable, leads_inside


@pytest.mark.parametrize(
    "address", ["https://pole.example.org", "https://pole.example.org:8443/sub", "https://93.184.216.34"]
)
def test_a_site_that_everyone_reaches_can_be_a_peer(address):
    assert is_reachable(address, at_home=False)


@pytest.mark.parametrize(
    "address",
    [
        "http://pole.example.org", "http://localhost.evil.example", "http://127.0.0.1.evil.example",
        "http://localhost:6379", "https://localhost", "https://127.0.0.1:8000", "https://[::1]", "https://10.0.0.7",
        "https://169.254.169.254", "https://metadata.internal", "https://printer.local",
        "https://user:word@pole.example.org",
        "https://pole.example.org/?to=", "https://pole.example.org/#there", "ftp://pole.example.org", "https://",
        "https://[", "",
        "https://pole.example.org /", "https://pole.example.org\\@evil.example",
    ],
)  # fmt: skip
def test_no_machine_beside_this_one_and_no_odd_address(address):
    assert not is_reachable(address, at_home=False)


def test_a_deployment_that_is_tried_speaks_to_its_like_on_the_same_machine():
    assert is_home("http://localhost:8000/")
    assert is_reachable("http://127.0.0.1:8001", at_home=True)
    assert not is_reachable("http://127.0.0.1.evil.example", at_home=True)


def test_a_name_that_leads_inside_is_not_asked(app, monkeypatch):
    monkeypatch.setattr(posting, "public_address", lambda path: f"https://pole.example.org{path}")
    monkeypatch.setattr(posting, "_machines", lambda *_asked: ["93.184.216.34", "10.1.2.3"])
    with pytest.raises(posting.Refused, match="not a public address"):
        posting.bring("https://inside.example", b"{}")


def test_one_inner_machine_among_others_is_enough():
    assert not leads_inside({"93.184.216.34"})
    assert leads_inside({"93.184.216.34", "fe80::1%eth0"})


@pytest.mark.parametrize(
    "address",
    [
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "::127.0.0.1",
        "224.0.0.1",
        "ff02::1",
    ],
)
def test_an_address_that_carries_an_inner_one_leads_inside(address):
    assert leads_inside([address])


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_an_address_that_carries_a_public_one_does_not(address):
    assert not leads_inside([address])
