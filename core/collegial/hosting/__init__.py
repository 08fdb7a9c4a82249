"""The plugin host: finds plugins, checks them, switches them on and off, migrates their tables.

The only place that touches pluggy's manager.
"""
