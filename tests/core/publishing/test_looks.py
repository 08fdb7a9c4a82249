"""The look of the Pays: a colour that can be read, a logo told by its content, both in the database."""

import re
import struct
from io import BytesIO
from zlib import compress, crc32

import pytest

from collegial.kernel.errors import Invalid
from collegial.publishing.rules.looks import check_accent, check_logo


def png(width=64, height=64, more=b""):
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"") + more


@pytest.mark.parametrize(
    ("accent", "code"), [("red", "look.no_colour"), ("#ffdd00", "look.unreadable"), ("#12", "look.no_colour")]
)
def test_a_colour_that_cannot_be_read_is_refused(accent, code):
    with pytest.raises(Invalid) as refused:
        check_accent(accent)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "look.no_png"),
        (png(16, 64), "look.wrong_size"),
        (png(more=b"x" * 100_000), "look.too_heavy"),
        (png()[:60], "look.broken"),
    ],
)
def test_a_logo_is_told_by_its_content(content, code):
    with pytest.raises(Invalid) as refused:
        check_logo(content)
    assert refused.value.code == code


def test_an_administrator_looks_at_a_colour_and_sets_it_with_a_logo(client, sign_in):
    sign_in("staff")
    assert client.get("/site/look").status_code == 403
    sign_in("administrator")

    tried = client.post("/site/look", data={"accent": "own", "own": "#135a75", "act": "preview"}).text
    assert "/accent.css?tried=%23135a75" in tried
    assert "#135a75" in client.get("/accent.css?tried=%23135a75").text
    assert client.get("/accent.css?tried=%23ffff00").status_code == 404
    assert "accent-own" not in client.get("/").text.split("<body")[0]

    wrong = client.post("/site/look", data={"accent": "own", "own": "#ffdd00", "act": "set"})
    assert wrong.status_code == 422
    assert "#ffdd00" in wrong.text

    sent = {"accent": "own", "own": "#135a75", "act": "set", "logo": (BytesIO(png()), "x.exe")}
    assert client.post("/site/look", data=sent).status_code == 302

    page = client.get("/").text
    assert 'class="accent-own"' in page
    address = page.split('src="/site/logo/')[1].split('"')[0]
    picture = client.get(f"/site/logo/{address}")
    assert picture.data == png()
    assert "immutable" in picture.headers["Cache-Control"]
    assert picture.headers["Content-Type"] == "image/png"
    assert client.get("/site/logo/0123456789abcdef.png").status_code == 404
    assert "#135a75" in client.get("/icon").text or client.get("/icon").status_code == 302

    client.post("/site/look", data={"accent": "", "without_logo": "y", "act": "set"})
    assert "/site/logo/" not in client.get("/").text


def test_a_preview_shows_the_logo_and_keeps_it_for_the_save(client, sign_in):
    client.set_cookie("locale", "en")
    sign_in("administrator")
    logo = (BytesIO(png()), "logo.png")

    tried = client.post("/site/look", data={"accent": "", "logo": logo, "act": "preview"}).text
    assert tried.count('<img src="data:image/png;base64,') == 2
    assert "/site/logo/" not in client.get("/").text

    kept = re.search(r'name="kept_logo"[^>]* value="([^"]+)"', tried)[1]
    sent = {"accent": "own", "own": "#ffdd00", "kept_logo": kept}
    assert kept in client.post("/site/look", data={**sent, "act": "set"}).text  # its colour is refused
    assert client.post("/site/look", data={"accent": "", "kept_logo": kept, "act": "set"}).status_code == 302
    address = client.get("/").text.split('src="/site/logo/')[1].split('"')[0]
    assert client.get(f"/site/logo/{address}").data == png()


def test_a_wrong_colour_hides_no_wrong_logo(client, sign_in):
    client.set_cookie("locale", "en")
    sign_in("administrator")
    sent = {"accent": "own", "own": "blue", "logo": (BytesIO(b"no picture"), "logo.png"), "act": "set"}

    refused = client.post("/site/look", data=sent)

    assert refused.status_code == 422
    assert "Choose a picture in the PNG format." in refused.text
    assert "Write a colour as # and six digits" in refused.text


@pytest.mark.parametrize("kept", ["é", "bm8gcGljdHVyZQ=="])
def test_what_a_page_keeps_is_looked_at_like_a_file(client, sign_in, kept):
    client.set_cookie("locale", "en")
    sign_in("administrator")

    refused = client.post("/site/look", data={"accent": "", "kept_logo": kept, "act": "set"})

    assert refused.status_code == 422
    assert "Choose a picture in the PNG format." in refused.text


def test_nothing_chosen_sets_no_look(client, sign_in):
    client.set_cookie("locale", "en")
    sign_in("administrator")

    page = client.post("/site/look", data={"accent": "", "act": "set"}, follow_redirects=True).text

    assert "Nothing was chosen: the look is as it was." in page
    assert "The look is set" not in page


def test_the_contrast_of_a_refused_colour_has_the_comma_of_its_reader(client, sign_in):
    sign_in("administrator")
    client.set_cookie("locale", "fr")

    refused = client.post("/site/look", data={"accent": "own", "own": "#ffdd00", "act": "set"}).text

    assert "son contraste est de 1,2, il faut 4,5." in refused
