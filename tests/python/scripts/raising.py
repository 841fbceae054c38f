"""What `raises.py` imports because it lies beside it."""


def outer(n):
    return inner(n)  # outer


def inner(n):
    raise ValueError(f'{n} is too much')  # inner
