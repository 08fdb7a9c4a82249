"""Signing in by an identity provider of the deployment's choice (OpenID Connect)."""
