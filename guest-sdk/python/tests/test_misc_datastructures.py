"""Containers and logic, compared with those of real pyATS (SPEC 6, 8)."""

import copy
import pickle
import unittest

import fake_host

fake_host.install()

from pyats.datastructures import (  # noqa: E402
    AttrDict,
    Configuration,
    ListDict,
    MetaClassFactory,
    NestedAttrDict,
    OrderableDict,
    TreeNode,
    WeakList,
    classproperty,
)
from pyats.datastructures.logic import And, Not, Or, logic_str  # noqa: E402


class Logic(unittest.TestCase):
    def test_terms_are_regular_expressions_that_are_searched_for(self):
        self.assertTrue(Or("san.*")("xsanity"))
        self.assertTrue(Or("^a$")("b", "a"))
        self.assertFalse(Or("^a$")("ab"))
        self.assertFalse(Or("A")("a"))

    def test_and_or_not(self):
        self.assertTrue(And("a", "b")("a", "b"))
        self.assertFalse(And("a", "b")("a"))
        self.assertTrue(Or("a", "b")("b", "c"))
        self.assertTrue(Not("a", "b")("c"))
        self.assertFalse(Not("a", "b")("c", "b"))
        self.assertFalse(Not(And("a", "b"))("a", "b"))
        self.assertTrue(And(Or("a"), Not("b"))("a", "c"))

    def test_of_nothing(self):
        self.assertEqual([logic()("a") for logic in (And, Or, Not)], [True, False, True])
        self.assertEqual([logic(".*")() for logic in (And, Or, Not)], [False, False, True])
        self.assertTrue(And(Not("x"))())

    def test_other_items_are_searched_as_text(self):
        self.assertTrue(Or("sanity")(["sanity", "x"]))
        self.assertFalse(Or("^sanity$")(["sanity"]))
        self.assertTrue(Or("1")(1))

    def test_callables_are_asked_about_each_item(self):
        asked = []
        self.assertFalse(Or(lambda item: asked.append(item))("a", "b"))
        self.assertEqual(asked, ["a", "b"])
        self.assertTrue(And("a", lambda item: item == "b")("a", "b"))

    def test_other_terms_are_refused(self):
        with self.assertRaisesRegex(
            TypeError, r"Expression only accepts str and callable. Got: 1 \(<class 'int'>\)"
        ):
            Or(1)

    def test_form_and_equality(self):
        expression = Or("a", And("b", Not("c")))
        self.assertEqual(str(expression), "Or('a', And('b', Not('c')))")
        self.assertEqual(expression, Or("a", And("b", Not("c"))))
        self.assertNotEqual(Or("a"), And("a"))
        self.assertEqual(pickle.loads(pickle.dumps(expression)), expression)

    def test_from_text(self):
        for text in ("Or('a', 'b')", "And('a', Not('b'))", "Or('a(b|c)')", "Or()"):
            self.assertEqual(str(logic_str(text)), text)
        self.assertEqual(logic_str("Or('one','thr.*')\n"), Or("one", "thr.*"))
        self.assertEqual(logic_str("Or%28%27a%20b%27%29"), Or("a b"))

    def test_text_that_is_no_expression_is_refused_and_never_evaluated(self):
        wrong = [
            "Or(a,b)",
            "a",
            "'a'",
            "",
            "nope('a')",
            "__import__('os')",
            "or('a')",
            "Or('a'",
            "Or('(')",
            "Or('a').x",
            "Or(*'ab')",
            "Or(x='a')",
            "Or(1)",
            "Or(" * 500 + ")" * 500,
            None,
        ]
        for text in wrong:
            with self.assertRaisesRegex(ValueError, "Not a properly formatted logic string: "):
                logic_str(text)


class AttrDicts(unittest.TestCase):
    def test_keys_are_attributes(self):
        d = AttrDict(a=1)
        d.b = 2
        d["c"] = 3
        del d.a
        self.assertEqual((dict(d), d.c), ({"b": 2, "c": 3}, 3))
        self.assertEqual(repr(d), "AttrDict({'b': 2, 'c': 3})")
        with self.assertRaises(AttributeError):
            d.nope

    def test_copies_and_pickles_stay_connected(self):
        for make in (copy.copy, copy.deepcopy, lambda d: pickle.loads(pickle.dumps(d))):
            for d in (AttrDict(a=1), NestedAttrDict(a={"b": 1})):
                other = make(d)
                other.new = 5
                self.assertEqual((type(other), other["a"], other["new"]), (type(d), d["a"], 5))
                self.assertNotIn("new", d)

    def test_nested_ones_take_paths(self):
        d = NestedAttrDict({"a": {"b": {"c": 1}}, "l": [{"x": 1}]})
        self.assertEqual((d.a.b.c, d["a.b.c"], d.get("a.x", 5)), (1, 1, 5))
        self.assertIn("a.b", d)
        self.assertNotIn("a.z", d)
        d["q.r.s"] = 3
        self.assertEqual(d.q.r.s, 3)
        self.assertEqual(d.pop("q.r.s"), 3)
        del d["q"]
        self.assertEqual(d.setdefault("k.l", 9), 9)
        self.assertEqual(
            repr(d),
            "NestedAttrDict({'a': NestedAttrDict({'b': NestedAttrDict({'c': 1})}), 'l': [{'x': 1}], 'k': NestedAttrDict({'l': 9})})",
        )

    def test_update_merges(self):
        d = NestedAttrDict({"a": {"b": 1}})
        d.update({"a": {"c": 2}, "x.y": 3}, z=4)
        self.assertEqual(d, {"a": {"b": 1, "c": 2}, "x": {"y": 3}, "z": 4})

    def test_a_value_is_not_a_place_for_more(self):
        d = NestedAttrDict({"a": 1})
        with self.assertRaisesRegex(KeyError, 'target key \\\\?"a\\\\?" is a value'):
            d["a.b"] = 2


class OtherContainers(unittest.TestCase):
    def test_listdict_flattens_and_reconstructs(self):
        nested = {"a": {"b": 1, "c": [1, {"x": 2}], "d": (1, 2), "e": {3}}, "f": {}, "g": []}
        flat = ListDict(nested)
        self.assertEqual(
            repr(flat[:3]),
            "[DictItem(path=('a', 'b'), value=1), DictItem(path=('a', 'c', list[0]), value=1), "
            "DictItem(path=('a', 'c', list[1], 'x'), value=2)]",
        )
        self.assertEqual(flat.reconstruct(), nested)

    def test_listdict_takes_paths_with_values_only(self):
        flat = ListDict([(("a", "b"), 1)])
        flat.append((("a", "c"), 2))
        flat.insert(0, (("z",), 0))
        self.assertEqual(flat.reconstruct(), {"z": 0, "a": {"b": 1, "c": 2}})
        for wrong in (flat.append, lambda item: flat.insert(0, item), lambda item: flat.extend([item])):
            with self.assertRaisesRegex(ValueError, "ListDict only accepts a tuple of path/obj"):
                wrong({"a": 1})

    def test_orderabledict(self):
        d = OrderableDict([("a", 1), ("b", 2), ("c", 3)])
        d.insert("z", 0, 0)
        d.move("c", 1)
        self.assertEqual(repr(d), "OrderableDict([('z', 0), ('c', 3), ('a', 1), ('b', 2)])")
        self.assertEqual(d.keys(), ["z", "c", "a", "b"])
        self.assertNotEqual(OrderableDict([("a", 1), ("b", 2)]), OrderableDict([("b", 2), ("a", 1)]))
        self.assertEqual(pickle.loads(pickle.dumps(d)), d)
        with self.assertRaises(KeyError):
            d.insert("a", 0, 0)
        with self.assertRaises(KeyError):
            d.move("nope", 0)
        del d["z"]
        self.assertEqual(d.pop("c"), 3)
        d.clear()
        self.assertEqual((len(d), d.keys()), (0, []))

    def test_treenode(self):
        tree = TreeNode("x", [TreeNode("y"), TreeNode("z", [TreeNode("q"), TreeNode("r\ns")])])
        tree.add_child("w")
        self.assertEqual(str(tree), "x\n|-- y\n|-- z\n|   |-- q\n|   `-- r\n|       s\n`-- w")

    def test_weaklist_forgets_what_nothing_else_holds(self):
        class Item:
            pass

        items = [Item(), Item()]
        weak = WeakList(items)
        weak.append(Item())
        self.assertEqual(list(weak), items)
        weak.insert(0, items[1])
        self.assertEqual((weak.index(items[0]), weak.count(items[1]), items[0] in weak), (1, 2, True))
        self.assertIs(weak.pop(0), items[1])
        weak.remove(items[0])
        self.assertEqual(len(weak), 1)
        del items[:]
        self.assertEqual((len(weak), repr(weak)), (0, "WeakList([])"))
        with self.assertRaises(TypeError):
            weak.append(5)

    def test_classproperty(self):
        class Thing:
            @classproperty
            def kind(cls):
                return cls.__name__

        self.assertEqual((Thing.kind, Thing().kind), ("Thing", "Thing"))

    def test_metaclassfactory_makes_the_named_subclass(self):
        class Base(metaclass=MetaClassFactory):
            def __init__(self, value):
                self.value = value

        class Derived(Base):
            pass

        made = Base(1, **{"class": Derived})
        self.assertEqual((type(made), made.value), (Derived, 1))
        self.assertIs(type(Base(1)), Base)
        with self.assertRaises(TypeError):
            Base(1, **{"class": str})

    def test_configuration(self):
        import os
        import tempfile

        with tempfile.TemporaryDirectory() as directory:
            ini, yaml = os.path.join(directory, "c.cfg"), os.path.join(directory, "c.yaml")
            with open(ini, "w") as file:
                file.write("[sec]\nk = v\nd.e = $EASYPY_TEST_VARIABLE\nraw = ${NOT_SET_ANYWHERE}\n")
            with open(yaml, "w") as file:
                file.write("sec:\n  n: 1\n")
            os.environ["EASYPY_TEST_VARIABLE"] = "value"
            self.addCleanup(os.environ.pop, "EASYPY_TEST_VARIABLE")
            config = Configuration()
            self.assertEqual(config.load_cfgs(ini, "/nope"), [ini])
            self.assertEqual(config.load_yamls(yaml, "/nope"), (yaml,))
        self.assertEqual(
            config, {"sec": {"k": "v", "d": {"e": "value"}, "raw": "${NOT_SET_ANYWHERE}", "n": 1}}
        )
        self.assertEqual(config.sec.d.e, "value")


if __name__ == "__main__":
    unittest.main()
