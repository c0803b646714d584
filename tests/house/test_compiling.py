"""What is done to the C that Cython writes: seldom is foretold, what lasts is borrowed, an unknown form stops the build."""

import re

import pytest

from compiling import rewriting
from compiling.merging import MERGED, PORTS

UNIT = f"struct __pyx_obj_{rewriting.CORE}Unit *"
ORDER = f"struct __pyx_obj_{rewriting.CORE}Order *"


def function(*lines):
    return "\n".join([f"static int __pyx_f_{rewriting.CORE}4Shop_look({UNIT}__pyx_v_self) {{", *lines, "}", ""])


def named(kind, last="  __Pyx_XDECREF((PyObject *)__pyx_v_found);"):
    """A local name, set from an attribute and given back at the end, as Cython writes it."""
    return function(
        f"  {kind}__pyx_v_found = NULL;",
        "  __pyx_t_1 = ((PyObject *)__pyx_v_self->task);",
        "  __Pyx_INCREF(__pyx_t_1);",
        f"  __Pyx_XDECREF_SET(__pyx_v_found, (({kind})__pyx_t_1));",
        "  __pyx_t_1 = 0;",
        last,
    )


def test_a_name_for_what_lasts_is_not_counted():
    found = rewriting.borrowing(named(UNIT))
    assert "__pyx_v_found = (void *)((PyObject *)__pyx_v_self->task);" in found
    assert "REF" not in found


def test_a_name_for_what_comes_and_goes_is_counted():
    assert rewriting.borrowing(named(ORDER)) == named(ORDER)


def test_what_a_function_makes_itself_is_counted():
    makes = named(UNIT).replace("->task", f"->__pyx_ptype_{rewriting.CORE}Unit")
    assert rewriting.borrowing(makes) == makes


def test_what_a_call_has_given_is_given_back_at_once():
    calls = function(
        f"  {UNIT}__pyx_v_found = NULL;",
        "  __pyx_t_1 = ((PyObject *)__pyx_f_best(__pyx_v_self)); if (unlikely(!__pyx_t_1)) goto __pyx_L1_error;",
        "  __Pyx_GOTREF(__pyx_t_1);",
        f"  __pyx_v_found = (({UNIT})__pyx_t_1);",
        "  __pyx_t_1 = 0;",
        "  __Pyx_XDECREF((PyObject *)__pyx_v_found);",
    )
    found = rewriting.borrowing(calls)
    assert f"__pyx_v_found = (void *)(({UNIT})__pyx_t_1); Py_DECREF(__pyx_v_found);" in found
    assert "XDECREF" not in found


def test_a_form_of_giving_back_that_is_not_known_stops_the_build():
    with pytest.raises(SystemExit, match="given back in a form not known"):
        rewriting.borrowing(named(UNIT, last="  __Pyx_CLEAR_SOMEHOW(__pyx_v_found);"))


@pytest.mark.parametrize(("kind", "counted"), [(UNIT, False), (ORDER, True)])
def test_an_argument_that_lasts_is_passed_as_it_is(kind, counted):
    found = rewriting.borrowing(
        function(
            "  __pyx_t_1 = ((PyObject *)__pyx_v_self->task);",
            "  __Pyx_INCREF(__pyx_t_1);",
            f"  __pyx_t_2 = __pyx_f_stop(__pyx_v_self, (({kind})__pyx_t_1)); if (unlikely(__pyx_t_2 == -1)) goto E;",
            "  __Pyx_DECREF(__pyx_t_1); __pyx_t_1 = 0;",
        )
    )
    assert ("__pyx_t_1" in found) == counted
    assert ("__Pyx_INCREF" in found) == counted


@pytest.mark.parametrize(
    ("written", "foretold"),
    [
        ("if (__pyx_t_1) {\n  x", "if (unlikely(__pyx_t_1)) {\n  x"),
        ("if (!__pyx_t_1) {\n} else {\n  y\n}\nif (__pyx_t_2) {\n  x", "if (likely(!__pyx_t_1)) {\n} else {\n  y\n}\nif (unlikely(__pyx_t_2)) {\n  x"),
        ("if (__pyx_t_1) {\n} else {\n  y\n}\nif (__pyx_t_2) {\n  x", "if (__pyx_t_1) {\n} else {\n  y\n}\nif (unlikely(__pyx_t_2)) {\n  x"),
    ],
    ids=["one", "or", "and"],
)  # fmt: skip
def test_a_condition_that_seldom_holds_is_foretold(tmp_path, written, foretold):
    comment = '/* "m.py":7\n *     a\n *     if b:  # seldom             # <<<<<<<<<<<<<<\n *         c\n*/\n'
    path = tmp_path / "core.c"
    path.write_text(f'{comment}{written}\n  /* "m.py":8\n')
    for _ in range(2):  # done again, it changes nothing
        rewriting.foretell(path)
        assert path.read_text() == f'{comment}{foretold}\n  /* "m.py":8\n'


def test_what_is_to_be_inlined_must_be_there(tmp_path):
    path = tmp_path / "core.c"
    path.write_text("static int nothing(void) { return 0; }\n")
    with pytest.raises(SystemExit, match="to be inlined"):
        rewriting.inline(path)


def test_no_merged_name_is_two_things():
    assert len(set(MERGED)) == len(MERGED)
    assert not set(PORTS) & set(PORTS.values())
    assert set(PORTS.values()) <= set(rewriting.LASTING)
    assert not {"Order", "Lot"} & set(rewriting.LASTING), "they come and go within a run"
    assert all(re.fullmatch(r"[a-z_ ]+", names) for names in rewriting.INLINED.values())
