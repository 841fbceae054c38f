from pyats.datastructures.logic import And, Not, Or


def main(runtime):
    for expression in (Or('a'), Or('a', 'b'), And('a', 'b'), Not('a'), Or('a.*'), And('a', Not('b')), Or(And('a', 'b'), 'c'),
                       Not(Or('a', 'b')), And(), Or()):
        said = []
        for values in ((), ('a',), ('b',), ('a', 'b'), ('ab',), ('c',), ('xa',)):
            try:
                said.append(expression(values))
            except Exception as error:
                said.append(f'{type(error).__name__}: {error}')
        print('PROBE', expression, said)
    print('PROBE', Or('a')('a'), Or('a')('b'), Or('a')('ba'), Not('a')('a'))
