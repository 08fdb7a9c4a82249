"""Who may sign in, and with which roles: accounts are opened by an invitation, and their roles given and taken."""
