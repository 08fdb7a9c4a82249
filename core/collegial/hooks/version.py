"""The version of the plugin API, by semantic versioning."""

API_VERSION = "1.5.0"
