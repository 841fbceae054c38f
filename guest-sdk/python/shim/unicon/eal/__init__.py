"""`unicon.eal.dialogs`."""
