"""Hostile: puts code where the job reads values, as pickles that do not go through the SDK's own writers."""

import base64
import builtins
import json
import pickle

import cloudpickle
import jinja2
import yaml
from easypy_runner import host
from pyats import aetest


class Call:
    """Unpickled, it is what a call gives."""

    def __init__(self, function, *args):
        self.how = function, args

    def __reduce__(self):
        return self.how


def code(name):
    return f"__import__('builtins').ran.append({name!r})"


class Restored:
    """Unpickled, it runs a method of a class that comes along."""

    def __getstate__(self):
        return {'code': code('state')}

    def __setstate__(self, state):
        exec(state['code'])


def template():
    source = "{{ cycler.__init__.__globals__['__builtins__']['exec'](code) }}"
    environment = jinja2.Environment()
    made = Call(environment.__class__.from_string, environment, source)
    context = Call(jinja2.runtime.Context, environment, {'code': code('template'), **environment.globals}, None, {})
    return Call(jinja2.environment.TemplateModule, made, context)


def payloads():
    cloudpickle.register_pickle_by_value(__import__('sys').modules[__name__])
    document = f'!!python/object/apply:builtins.exec ["{code("yaml")}"]'
    return {
        'exec': cloudpickle.dumps(Call(exec, code('exec'))),
        'eval': cloudpickle.dumps([1, {'deep': (Call(eval, code('eval')),)}]),
        'state': cloudpickle.dumps(Restored()),
        'yaml': cloudpickle.dumps(Call(yaml.unsafe_load, document)),
        'template': cloudpickle.dumps(template()),
        # Protocol 0, as somebody would write it by hand.
        'old': f"c__builtin__\nexec\n(V{code('old')}\ntR.".encode(),
        'object': f"(c__builtin__\nexec\nV{code('object')}\no.".encode(),
    }


class Plants(aetest.Testcase):
    @aetest.test
    def armed(self):
        """What each of them does where it is unpickled by pickle itself."""
        builtins.ran, said = [], {}
        for name, data in payloads().items():
            try:
                pickle.loads(data)
            except Exception as error:
                said[name] = f'{type(error).__name__}: {error}'
        self.passed(data=[builtins.ran, said])

    @aetest.test
    def plants(self, facts, rows, todo, total, keys):
        for name, data in payloads().items():
            encoded = base64.b64encode(data).decode()
            value = json.dumps({'$pickle': encoded, '$refs': []})
            host.dict_set(facts._id, name, value)
            host.dict_set(facts._id, f'in {name}', json.dumps([{'list': [json.loads(value)]}]))
            host.list_append(rows._id, value)
            host.queue_put(todo._queue, value)
            host.dict_set(keys._id, '$key:' + json.dumps({'$pickle': encoded}), '1')
        host.value_set(total._id, value)

    @aetest.test
    def parameter(self, code_for_tasks):
        """A job's own pickles do run here: it decides over its tasks anyway."""
        self.passed(data=code_for_tasks)
