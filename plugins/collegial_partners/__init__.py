"""Partners of the pole: protocols, referrals of project holders, annual reviews, exchange with other deployments."""
