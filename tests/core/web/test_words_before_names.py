"""The word before a name, in French and Breton, and how a language writes what sentences hold: months, losses."""

from datetime import date
from fractions import Fraction

import pytest
from babel import Locale
from flask import render_template_string
from flask_babel import force_locale
from markupsafe import Markup

from collegial.kernel.fractions import percent_in
from collegial.kernel.money import Money, money_in
from collegial.kernel.text import Month, t
from collegial.web.elision import elided
from collegial.web.languages import say
from collegial.web.voices import voice_of_papers

MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ille-et-Vilaine", "d’Ille-et-Vilaine"),
        ("Élise Abgrall", "d’Élise Abgrall"),
        ("Œuvres du Bourg", "d’Œuvres du Bourg"),
        ("Hélène", "d’Hélène"),
        ("Yvon", "d’Yvon"),
        ("Ouest Solidaire", "d’Ouest Solidaire"),
        ("Brest", "de Brest"),
        ("Haute-Bretagne", "de Haute-Bretagne"),
        ("Commune de Bruz", "de la Commune de Bruz"),
        ("Communauté d’Aven", "de la Communauté d’Aven"),
        ("Commune Libre", "de Commune Libre"),
        ("Pôle de l’Aven", "du Pôle de l’Aven"),
        ("Paysan", "de Paysan"),
        ("Café associatif Le Tilleul", "du Café associatif Le Tilleul"),
        ("Crèche parentale", "de la Crèche parentale"),
        ("Atelier vélo La Roue", "de l’Atelier vélo La Roue"),
        ("École Diwan", "de l’École Diwan"),
        ("Ateliers du Bocage", "d’Ateliers du Bocage"),
        ("Maisonneuve", "de Maisonneuve"),
        ("Yann", "de Yann"),
        ("Onze mille", "de Onze mille"),
        ("Le Goff", "de Le Goff"),
        ("80 %", "de 80 %"),
        ("ressourcerie-du-bourg@example.org", "de ressourcerie-du-bourg@example.org"),
        (None, "de None"),
        ("", "de "),
    ],
)
def test_french_elides_before_a_vowel_and_a_silent_h(name, written):
    values = {"name": name}
    assert elided("de %(name)s", values, "fr") % values == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("écrivez à %(name)s", "écrivez à l’Association Ar Vro"),
        ("%(name)s vous écrit", "L’Association Ar Vro vous écrit"),
        ("par <b>%(name)s</b>", "par l’<b>Association Ar Vro</b>"),
        ("%(name)s : à lire", "Association Ar Vro : à lire"),
    ],
)
def test_an_article_that_loses_its_vowel_stands_against_the_name(text, written):
    values = {"name": "Association Ar Vro"}
    assert elided(text, values, "fr") % values == written


def test_an_article_joins_the_word_before_it():
    values = {"body": Markup('<a href="/oust">Pays d’Oust</a>'), "town": "Ville de Bruz"}
    text = "À %(body)s ou à %(town)s, par %(body)s, pour %(town)s ; là %(body)s"

    assert Markup(elided(text, values, "fr")) % values == (
        'Au <a href="/oust">Pays d’Oust</a> ou à la Ville de Bruz, par le <a href="/oust">Pays d’Oust</a>, '
        'pour la Ville de Bruz ; là <a href="/oust">Pays d’Oust</a>'
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("%(body)s vous convoque.", "Le Pôle de l’Aven vous convoque."),
        ("Bonjour. %(body)s vous convoque.", "Bonjour. Le Pôle de l’Aven vous convoque."),
        ("%(body)s : un vote est ouvert", "Pôle de l’Aven : un vote est ouvert"),
        ("Suivi : %(body)s", "Suivi : Pôle de l’Aven"),
    ],
)
def test_a_name_that_opens_a_sentence_has_its_article(text, written):
    values = {"body": "Pôle de l’Aven"}
    assert elided(text, values, "fr") % values == written


def test_only_the_words_of_the_text_change():
    values = {"name": "Jeu de Atout", "other": "Anne", "third": "Odile"}
    text = "De %(other)s à <b>%(name)s</b>, que <b>%(third)s</b> aide %(other)s ; rade %(other)s"

    assert elided(text, values, "fr") % values == (
        "D’Anne à <b>Jeu de Atout</b>, qu’<b>Odile</b> aide Anne ; rade Anne"
    )
    assert elided("a %(other)s of %(third)s", values, "en") == "a %(other)s of %(third)s"


def test_breton_takes_its_longer_word_before_a_vowel():
    values = {"place": "Oriant", "other": "Roazhon"}

    assert elided("e %(place)s, e %(other)s", values, "br") % values == "en Oriant, e Roazhon"
    assert elided("Anna ha %(place)s", values, "br") % values == "Anna hag Oriant"


def test_a_name_within_a_link_is_a_name():
    values = {"name": Markup('<a href="/oust">Aven</a>')}
    assert Markup(elided("de %(name)s", values, "fr")) % values == 'd’<a href="/oust">Aven</a>'


def test_sentences_of_code_and_of_pages_elide(app):
    page = "{{ _('Vote for %(name)s', name=name) }}"
    with app.test_request_context(), force_locale("fr"):
        said = say(t("Vote for %(name)s", name="Anne"))
        shown = render_template_string(
            "{% autoescape true %}" + page + "{% endautoescape %}", name="Anne <b>"
        )
    assert said.endswith("d’Anne"), said
    assert shown.endswith("d’Anne &lt;b&gt;")


@pytest.mark.parametrize(
    ("language", "amount", "share"),
    [
        ("fr", f"{MINUS}1 234,50 €", f"{MINUS}12 %"),
        ("en", f"{MINUS}€1,234.50", f"{MINUS}12%"),
        ("br", f"{MINUS}1 234,50 €", f"{MINUS}12 %"),
    ],
)
def test_a_loss_bears_a_true_minus_sign(app, language, amount, share):
    with app.test_request_context():
        printed = voice_of_papers(language).money(Money(-123_450))
    spaces = str.maketrans("\u202f\xa0", "  ")

    assert printed.translate(spaces) == amount
    assert percent_in(Fraction(-12, 100), Locale(language)).translate(spaces) == share


def test_an_amount_of_whole_euros_may_leave_its_cents_out():
    written = [money_in(Money(cents), Locale("fr"), whole=True) for cents in (-500, 550)]
    assert [one.replace("\xa0", " ") for one in written] == [f"{MINUS}5 €", "5,50 €"]


def test_a_month_is_named_within_a_sentence(app):
    with app.test_request_context(), force_locale("fr"):
        assert say(t("Year %(number)s", number=Month(date(2030, 1, 1)))).endswith("janvier 2030")
