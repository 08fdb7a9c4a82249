"""The version of the plugin API, by semantic versioning."""

API_VERSION = "1.3.0"
