"""Fails while it is loaded."""

SITES = {'paris': 1}
site = SITES['rome']  # at import


def main(runtime):
    pass
