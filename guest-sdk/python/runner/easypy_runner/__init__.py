"""The runner: what stands between the host and a user's file. Private: nothing here is for users."""
