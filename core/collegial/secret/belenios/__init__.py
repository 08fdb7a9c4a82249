"""The Belenios protocol, version 2.0, as published: group BELENIOS-2048, homomorphic questions, nothing beyond it.

Pure: no database, no web. Each module follows one part of section 4 of the specification. Whatever is read is
refused unless it is the one canonical writing of itself, so that a hash always seals the same bytes for everybody.
"""
