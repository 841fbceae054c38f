"""What scripts use of unicon without a connection: its errors and its dialogs.

Connections to devices are the host's.
"""
