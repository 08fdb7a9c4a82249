"""Time stamps on signed files (RFC 3161): asked of an authority that the deployment names, verified, kept."""
