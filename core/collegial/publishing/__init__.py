"""The public site: its texts, the calendar, what was published and decided, feeds and open data.

Owns the versions of the site's texts. What it shows comes from the features and modules, by the hook `public_sources`.
"""
