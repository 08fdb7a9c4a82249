"""The demonstration deployment: what it shows, as data, and the invented people who fill it.

Everything that comes from the study is quoted from it; everything else is marked as invented.
"""
