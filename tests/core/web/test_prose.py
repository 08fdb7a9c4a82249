"""What members write in Markdown."""

from collegial.web.prose import plain_text, render_markdown, without_signs


def test_a_picture_of_another_site_is_a_link_and_one_of_this_site_is_shown():
    theirs = "![Le four](https://elsewhere.example/a.png?who=1&when=2) ![](//elsewhere.example/b)"
    text = f"{theirs} ![Ici](/works/documents/3)"
    html = render_markdown(text)
    assert html.count("<img") == 1
    assert '<img src="/works/documents/3" alt="Ici">' in html
    assert 'href="https://elsewhere.example/a.png?who=1&amp;when=2"' in html
    assert ">Le four</a>" in html
    assert ">//elsewhere.example/b</a>" in html
    assert plain_text(text) == "Le four //elsewhere.example/b"


def test_an_address_that_is_none_is_a_link():
    assert "<img" not in render_markdown("![x](http://[y) ![z](HTTPS:elsewhere.example)")


def test_what_would_run_does_not():
    html = render_markdown("![x](javascript:alert(1)) <script>alert(1)</script> [y](javascript:alert(2))")
    assert "<script" not in html
    assert "<img" not in html
    assert "href=" not in html


def test_a_table_is_not_much_longer_than_what_was_written():
    cells, lines = 60, 60
    ragged = "|a" * cells + "|\n" + "|-" * cells + "|\n" + "|x|\n" * lines

    assert len(render_markdown(ragged)) < 40 * len(ragged), "60 cells on each of 60 lines"
    whole = "|a" * cells + "|\n" + "|-" * cells + "|\n" + ("|x" * cells + "|\n") * 2
    assert render_markdown(whole).count("<td") == 2 * cells


def test_a_comparison_shows_the_cells_of_a_table_not_its_bars():
    table = "Costs.\n\n| Year | Pay |\n| --- | :--- |\n| 1 | 70 % |\n| 2 | 79 % |"
    assert without_signs(table) == "Costs.\n\nYear · Pay\n1 · 70 %\n2 · 79 %"
    assert without_signs("this | that") == "this | that", "a bar that makes no table"
