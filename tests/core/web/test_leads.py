"""The sentence below a page's title is said in the reader's language, also where a service made it."""

import re

LEAD = re.compile(r'<p class="lead">(.+?)</p>', re.DOTALL)


def test_what_waits_is_told_in_each_language(client, sign_in):
    sign_in("staff")
    said = {one: LEAD.search(client.get(f"/?lang={one}").text)[1] for one in ("en", "fr", "br")}

    assert len(set(said.values())) == len(said), said
