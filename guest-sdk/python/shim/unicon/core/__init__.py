"""`unicon.core.errors`."""
