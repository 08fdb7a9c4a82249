"""The version of the plugin API, by semantic versioning."""

API_VERSION = "1.6.0"
