"""What comes of a call, in a form that can be reported."""


def of(call, *args, **kwargs):
    """What it returns; of an error its kind, the text, and the names of what it is caught as."""
    try:
        return call(*args, **kwargs)
    except Exception as error:
        caught_as = [kind.__name__ for kind in type(error).__mro__[1:] if kind not in (Exception, BaseException, object)]
        return {'error': type(error).__name__, 'text': str(error), 'as': caught_as}
