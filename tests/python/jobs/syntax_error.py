"""Is no Python."""


def main(runtime):
    names = ['a', 'b'
    return names
