"""Every name and type of the settings is checked; colours are checked by their contrast."""

import pytest

from collegial.config import ConfigError, parse_settings
from collegial.config_checks import value_faults
from collegial.kernel.colours import (
    READABLE,
    accent_contrast,
    contrast,
    dark_shades,
    light_shades,
    readable_one,
)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"publik_url": "x"}, "There is no setting publik_url. Did you mean public_url?"),
        ({"pays": {"acent": "sea"}}, "There is no setting pays.acent. Did you mean pays.accent?"),
        ({"mail": {"port": "25"}}, "The setting mail.port must be a whole number."),
        ({"mail": {"port": True}}, "The setting mail.port must be a whole number."),
        ({"demo": "yes"}, "The setting demo must be true or false."),
        ({"pays": {"languages": "fr"}}, "The setting pays.languages must be a list of texts."),
        ({"pays": {"languages": ["fr", 1]}}, "The setting pays.languages must be a list of texts."),
    ],
)
def test_names_and_types_are_told_with_what_was_meant(tmp_path, document, said):
    with pytest.raises(ConfigError) as raised:
        parse_settings(document, folder=tmp_path)

    assert tuple(map(str, raised.value.faults)) == (said,)


@pytest.mark.parametrize(
    ("pays", "said"),
    [
        ({"accent": "#f5b700"}, "its contrast is 1.6, at least 4.5 is needed. #876500 would do"),
        ({"accent": "pink"}, "or a colour such as #135a75"),
        ({"zone": "Europe/Pariss"}, "Did you mean Europe/Paris?"),
        ({"languages": ["fr", "de"]}, "“de” is none of them"),
        ({"contact_email": "nobody"}, "must be an e-mail address"),
        ({"logo_url": "https://elsewhere.example/l.svg"}, "of this site only"),
        ({"logo": "logo.gif"}, "that ends in"),
        ({"logo": "logo.svg"}, "which is not in the folder"),
    ],
)
def test_values_that_cannot_be_used_are_told(tmp_path, pays, said):
    settings = parse_settings({"pays": pays}, folder=tmp_path)

    assert any(said in str(one) for one in value_faults(settings)), list(value_faults(settings))


@pytest.mark.parametrize(
    "address",
    ["http://localhost:abc", "http://[::1", "http://localhost:99999", "pole.example.org", "http://a/b"],
)
def test_an_address_that_nobody_can_open_is_told(tmp_path, address):
    settings = parse_settings({"public_url": address}, folder=tmp_path)

    assert any("public_url must be an address" in str(one) for one in value_faults(settings))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("collegial.db", "cannot be read"),
        ("mysql://host/pays", "must begin with one of: sqlite, postgresql+psycopg"),
        ("postgresql://host/pays", "must begin with one of"),
    ],
)
def test_databases_that_cannot_be_used_are_told(tmp_path, url, said):
    settings = parse_settings({"database_url": url}, folder=tmp_path)

    assert any(said in str(one) for one in value_faults(settings)), list(value_faults(settings))


def test_all_shades_of_a_colour_can_be_read():
    assert round(contrast("#000000", "#ffffff"), 1) == 21
    for colour in ("#135a75", "#f5b700", "#ff0000", "#101010"):
        chosen = readable_one(colour)
        assert accent_contrast(chosen) >= READABLE
        light, dark = light_shades(chosen), dark_shades(chosen)
        for one, other in (
            (light.accent, light.on_accent), (light.strong, light.tint),
            (dark.accent, dark.on_accent), (dark.accent, dark.tint), (dark.strong, dark.tint),
        ):  # fmt: skip
            assert contrast(one, other) >= READABLE, (chosen, one, other)
