"""The actors who agreed to be shown to everyone, as a list and on a map of the territory.

Owns each agreement: since when, how it was given, when it was taken back, where the actor stands on the map.
"""
