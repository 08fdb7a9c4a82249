"""Printed documents: one engine that turns a template and data into an accessible PDF.

Owns the fonts, the shared page layout and the promise that the same data always gives the same bytes.
"""
