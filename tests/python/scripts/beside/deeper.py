from . import name


def shout(text):
    return f'{text.upper()} from {name}'
