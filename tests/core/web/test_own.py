"""A deployment's own templates and texts stand before ours, and what cannot be used is put aside, never shown."""

import os

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from collegial.hooks.contracts import TranslationSource
from collegial.kernel.locator import locate
from collegial.web.languages import MergedDomain
from collegial.web.own.templates import head_of, use_own_templates

HOME = '{% extends "shipped/web/home.html" %}{% block title %}{{ _("Home") }} chez nous{% endblock %}'
TEXTS = r"""
msgid "Home"
msgstr "Maison"

msgid "Hom"
msgstr "Maizon"

#, python-format
msgid "Some modules cannot be used: %(names)s. The page “Modules” says why."
msgstr "Des modules manquent : %(nom)s."
"""


@pytest.fixture
def folder(tmp_path):
    own = tmp_path / "templates"
    for name, source in {
        "web/home.html": HOME,
        "web/failed.html": "{% if %}",
        "web/hom.html": "x",
        "secret/board.html": "x",
        "own/part.html": "x",
    }.items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(source, encoding="utf-8")
    (tmp_path / "translations").mkdir()
    (tmp_path / "translations" / "fr.po").write_text(TEXTS, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.own_app
def test_own_templates_and_texts_stand_before_ours(client, app):
    client.set_cookie("locale", "fr")

    page = client.get("/").text

    assert "Maison chez nous" in page
    assert 'id="main"' in page  # the rest is the shipped page

    templates = app.extensions["collegial.templates"]
    assert templates.used == ["own/part.html", "web/home.html"]
    assert {one.place: one.problem.split(":")[0] for one in templates.aside} == {
        "templates/secret/board.html": "pages of secret votes cannot be replaced",
        "templates/web/failed.html": "line 1",
        "templates/web/hom.html": "there is no template of this name. Did you mean web/home.html?",
    }
    unknown, misfit = app.extensions["collegial.texts"].aside(["fr"])
    assert unknown.problem == "nothing says “Hom”. Did you mean “Home”?"
    assert "asks for a value" in misfit.problem


@pytest.mark.own_app
def test_a_template_that_fails_is_put_aside_and_a_copy_knows_when_its_original_changed(app, client, tmp_path):
    path = tmp_path / "templates" / "layout.html"
    path.parent.mkdir(parents=True)
    path.write_text("{{ nothing.at.all }}", encoding="utf-8")
    app.testing = False
    own = use_own_templates(app, tmp_path)

    assert client.get("/").status_code == 500
    assert client.get("/").status_code == 200
    assert "it failed: 'nothing' is undefined" in own.aside[0].problem

    shipped = own.source("layout.html")
    path.write_text(head_of("0.1.0", shipped) + shipped, encoding="utf-8")
    assert use_own_templates(app, tmp_path).outdated() == []

    path.write_text(head_of("0.1.0", shipped + "older") + shipped, encoding="utf-8")
    assert use_own_templates(app, tmp_path).outdated() == ["layout.html"]


def test_own_texts_are_the_deployments_alone(folder):
    shipped = [TranslationSource(folder=locate("translations"))]

    assert MergedDomain(shipped, folder).catalogue("fr").ugettext("Home") == "Maison"
    assert MergedDomain(shipped).catalogue("fr").ugettext("Home") == "Accueil"


def test_a_catalogue_that_was_compiled_anew_is_read_anew(tmp_path):
    place = tmp_path / "fr" / "LC_MESSAGES" / "messages.mo"
    place.parent.mkdir(parents=True)
    for said in ("Maison", "Accueil"):
        catalogue = Catalog(locale="fr")
        catalogue.add("Home", said)
        with place.open("wb") as target:
            write_mo(target, catalogue)
        os.utime(place, ns=(0, len(said)))
        found = MergedDomain([TranslationSource(folder=tmp_path)]).catalogue("fr")
        assert found.ugettext("Home") == said
