"""The way from page to page of a long list."""

import re

from flask import render_template_string

from collegial.kernel.paging import Page

_LIST = '{% import "ui.html" as ui with context %}{{ ui.pager(page) }}'


def test_a_page_of_a_list_leads_to_its_neighbours_and_keeps_what_narrows_it(client):
    page = Page(items=[], number=3, size=50, total=1000)
    with client.application.test_request_context("/notices/?unread=1&page=3"):
        shown = render_template_string(_LIST, page=page)
        ends = render_template_string(_LIST, page=Page(items=[], number=1, size=50, total=60))

    links = [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', shown)]
    assert links == ["/notices/?unread=1&page=2", "/notices/?unread=1&page=4"]
    assert re.search(r'<form class="pager-jump" method="get" action="/notices/"', shown)
    assert [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', ends)] == [
        "/notices/?unread=1&page=2"
    ]
