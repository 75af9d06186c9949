"""Pages for those who work with the data: every view asks `accounts.access` first."""
