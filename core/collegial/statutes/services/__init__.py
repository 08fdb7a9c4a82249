"""Acts on the statutes: write drafts, settle them, record versions."""

from collegial.statutes.services.recording import check_statutes, digest_of, record_statutes

__all__ = ["check_statutes", "digest_of", "record_statutes"]
