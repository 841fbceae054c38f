"""Results: values and behaviour observed of real pyATS (SPEC 1.2, 1.3)."""

import copy
import itertools
import pickle
import unittest

import fake_host

fake_host.install()

from pyats import results  # noqa: E402
from pyats.results import (  # noqa: E402
    Aborted,
    Blocked,
    Errored,
    Failed,
    Passed,
    Passx,
    ResultCounter,
    Skipped,
    TestableId,
    TestResult,
    TestResultContext,
)

ALL = (Failed, Passed, Aborted, Blocked, Skipped, Errored, Passx)
STRONGEST_FIRST = (Aborted, Errored, Failed, Blocked, Passx, Passed, Skipped)


class Results(unittest.TestCase):
    def test_codes_names_and_truth(self):
        self.assertEqual(
            [(int(result), result.code, str(result), repr(result), bool(result)) for result in ALL],
            [
                (0, 0, "failed", "Failed", False),
                (1, 1, "passed", "Passed", True),
                (2, 2, "aborted", "Aborted", False),
                (3, 3, "blocked", "Blocked", False),
                (4, 4, "skipped", "Skipped", False),
                (5, 5, "errored", "Errored", False),
                (8, 8, "passx", "Passx", True),
            ],
        )

    def test_the_stronger_of_two_wins_whatever_their_order(self):
        for first, second in itertools.product(ALL, repeat=2):
            expected = min(first, second, key=STRONGEST_FIRST.index)
            self.assertIs(first + second, expected)

    def test_of_two_equal_ones_the_left_is_kept(self):
        self.assertEqual((Failed.clone("a") + Failed.clone("b")).reason, "a")
        self.assertEqual((Passed + Failed.clone("b")).reason, "b")

    def test_sum(self):
        self.assertIs(sum([Passed, Skipped, Failed, Passx]), Failed)
        self.assertEqual(sum([]), 0)

    def test_only_results_add_up(self):
        for wrong in (1, "passed", None):
            with self.assertRaisesRegex(
                TypeError, f"Cannot add {type(wrong).__name__} to TestResult, only another TestResult"
            ):
                Passed + wrong
            with self.assertRaises(TypeError):
                wrong + Passed

    def test_equality_is_of_results_alone(self):
        self.assertEqual(Passed, Passed.clone("why"))
        self.assertNotEqual(Passed, Passx)
        self.assertNotEqual(Passed, "passed")
        self.assertNotEqual(Passed, 1)
        with self.assertRaises(TypeError):
            hash(Passed)
        with self.assertRaises(TypeError):
            Passed < Failed

    def test_a_clone_has_the_reason_and_data_it_was_given(self):
        clone = Failed.clone(ValueError("no"), data={"a": 1})
        self.assertEqual((clone.reason, clone.data), ("no", {"a": 1}))
        self.assertEqual((clone.clone().reason, clone.clone().data), (None, None))
        self.assertIsNone(Failed.reason)
        self.assertEqual(repr(clone), "Failed")

    def test_from_a_code_and_from_a_name(self):
        self.assertEqual(TestResult(8), Passx)
        self.assertEqual(TestResult.from_str("Errored"), Errored)
        for make, wrong in ((TestResult, 9), (TestResult, "passed"), (TestResult.from_str, "nope")):
            with self.assertRaises(KeyError):
                make(wrong)

    def test_the_seven_stay_themselves_when_pickled(self):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            for result in ALL:
                self.assertIs(pickle.loads(pickle.dumps(result, protocol)), result)
        other = pickle.loads(pickle.dumps(Failed.clone("why", [1])))
        self.assertEqual((other, other.reason, other.data), (Failed, "why", [1]))

    def test_a_copy_is_another_object(self):
        for copied in (copy.copy(Failed), copy.deepcopy(Failed)):
            copied.reason = "changed"
            self.assertEqual(copied, Failed)
            self.assertIsNone(Failed.reason)

    def test_the_names_that_star_gives(self):
        self.assertEqual(
            results.__all__, ["Failed", "Passed", "Aborted", "Blocked", "Skipped", "Errored", "Passx"]
        )


class Counters(unittest.TestCase):
    def test_counts_are_keys_and_attributes(self):
        counter = ResultCounter({"passed": 2, "failed": 1})
        counter["passx"] = 1
        counter.skipped = 4
        self.assertEqual((counter.passed, counter["failed"], counter.passx, counter["skipped"]), (2, 1, 1, 4))
        self.assertEqual(counter.total, 8)
        self.assertEqual(len(counter), 7)
        with self.assertRaises(AttributeError):
            counter.nope

    def test_success_rate(self):
        self.assertEqual(ResultCounter({"passed": 2, "failed": 1}).success_rate, 66.67)
        self.assertEqual(
            ResultCounter({"passed": 1, "passx": 1, "skipped": 1, "errored": 1}).success_rate, 75.0
        )
        self.assertEqual(ResultCounter({"passed": 2}, weight=0.5).success_rate, 50.0)
        self.assertEqual(ResultCounter().success_rate, 0.0)

    def test_other_names_do_not_count(self):
        self.assertEqual(ResultCounter({"nope": 2}).total, 0)

    def test_its_form_has_total_and_rate(self):
        self.assertEqual(
            str(ResultCounter()),
            "{'passed': 0, 'passx': 0, 'failed': 0, 'errored': 0, 'aborted': 0, 'blocked': 0, 'skipped': 0, 'total': 0, "
            "'success_rate': 0.0}",
        )

    def test_a_count_that_is_deleted_is_zero(self):
        counter = ResultCounter({"passed": 2})
        del counter["passed"]
        self.assertEqual(counter["passed"], 0)

    def test_copies_are_independent(self):
        counter = ResultCounter({"passed": 2})
        for other in (counter.copy(), pickle.loads(pickle.dumps(counter))):
            other.update(passed=5)
            self.assertEqual((counter.passed, other.passed), (2, 5))


class Contexts(unittest.TestCase):
    def test_a_context_rolls_up_into_its_parent(self):
        parent = TestResultContext(uid="parent")
        for index, result in enumerate((Passed, Failed, Passx)):
            with TestResultContext(uid=f"child{index}", parent=parent) as child:
                child.result = result
        self.assertEqual(parent.result, Failed)
        self.assertEqual(child.uid.full, "parent.child2")

    def test_without_a_result_it_is_passed(self):
        self.assertEqual(TestResultContext(uid="a").result, Passed)

    def test_an_id_is_a_string_and_survives_pickling(self):
        uid = pickle.loads(pickle.dumps(TestableId("b", TestResultContext(uid="a"))))
        self.assertEqual((uid, uid.full, uid.idlist), ("b", "a.b", ["a", "b"]))


if __name__ == "__main__":
    unittest.main()
