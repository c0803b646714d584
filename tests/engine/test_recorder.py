"""What a run writes down comes back as it was written, however it was kept on the way."""

from hashlib import blake2b

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexsim.engine.recorder import CHUNK_ROWS, FIRST_ROWS, Table
from tests.engine.either import uncompiled

VALUE = st.integers(-(2**63), 2**63 - 1)
COLUMNS = ("order", "unit", "from")


def digest_of(table):
    """Give the digest of a table alone."""
    digest = blake2b()
    table.digest_into(digest)
    return digest.hexdigest()


def rows_of(n_rows):
    """Give rows of a small, a middling and a large number."""
    return [(i % 100, i * 7919 % 30000 - 15000, i * 10**12) for i in range(n_rows)]


def filled(rows, sink="keep", columns=COLUMNS, name="operations"):
    """Give a table of rows."""
    table = Table(name, columns, True, sink)
    for row in rows:
        table.add(*row)
    return table


@given(st.lists(st.tuples(VALUE, VALUE, VALUE), max_size=300))
def test_what_is_written_comes_back(rows):
    table = filled(rows)
    columns = table.columns_of()
    assert tuple(columns) == COLUMNS
    assert list(zip(*[column.tolist() for column in columns.values()], strict=True)) == rows
    assert len(table) == len(rows)


@pytest.mark.parametrize(
    "n_rows", [0, 1, FIRST_ROWS, FIRST_ROWS + 1, CHUNK_ROWS, CHUNK_ROWS + 1, 2 * CHUNK_ROWS, 20_000]
)
def test_chunks_do_not_show(n_rows):
    rows = rows_of(n_rows)
    columns = filled(rows).columns_of()
    for place, column in enumerate(columns.values()):
        assert column.dtype == numpy.int64
        assert column.tolist() == [row[place] for row in rows]


@pytest.mark.parametrize(
    ("low", "high", "kind"),
    [
        (-128, 127, "int8"),
        (-129, 0, "int16"),
        (0, 128, "int16"),
        (-(2**15), 2**15 - 1, "int16"),
        (0, 2**15, "int32"),
        (-(2**31), 2**31 - 1, "int32"),
        (-(2**31) - 1, 0, "int64"),
        (-(2**63), 2**63 - 1, "int64"),
    ],
)
def test_a_full_chunk_is_kept_in_the_smallest_type_that_holds_it(low, high, kind):
    table = filled([(low,), *[(0,)] * (CHUNK_ROWS - 2), (high,), (0,)], columns=("x",))
    [[column]] = table.chunks
    assert column.dtype == kind
    assert (column[0], column[-1]) == (low, high)
    assert table.columns_of()["x"].dtype == numpy.int64


def test_memory_is_bounded_by_narrowing():
    # One byte, two bytes and eight bytes a row, where integers of 64 bits would take 24.
    table = filled(rows_of(5 * CHUNK_ROWS + 1))
    assert sum(column.nbytes for chunk in table.chunks for column in chunk) == 5 * CHUNK_ROWS * (1 + 2 + 8)


def test_a_sink_gets_every_row_once_and_in_order():
    chunks = []
    table = filled(rows_of(20_000), lambda table, columns: chunks.append((table.name, columns)))
    table.flush()
    table.flush()
    assert [len(columns["order"]) for _, columns in chunks] == [CHUNK_ROWS, CHUNK_ROWS, 20_000 - 2 * CHUNK_ROWS]
    assert {name for name, _ in chunks} == {"operations"}
    for column, expected in filled(rows_of(20_000)).columns_of().items():
        assert numpy.array_equal(numpy.concatenate([columns[column] for _, columns in chunks]), expected)
    assert chunks[0][1]["order"].dtype == numpy.int8
    assert len(table) == 20_000
    assert not table.chunks


@pytest.mark.parametrize("n_rows", [0, 5, CHUNK_ROWS, 20_000])
def test_the_digest_is_that_of_the_columns_whatever_the_sink(n_rows):
    kept, forgotten, streamed = (filled(rows_of(n_rows), sink) for sink in ("keep", None, lambda table, columns: None))
    expected = blake2b(repr(("operations", COLUMNS, n_rows)).encode())
    for column in kept.columns_of().values():
        expected.update(blake2b(column.astype("<i8").tobytes()).digest())
    assert digest_of(kept) == digest_of(forgotten) == digest_of(streamed) == expected.hexdigest()
    streamed.flush()
    assert digest_of(streamed) == expected.hexdigest()


def test_taking_the_digest_on_the_way_changes_nothing():
    rows = rows_of(20_000)
    table = filled(rows[:9000])
    assert digest_of(table) == digest_of(table) == digest_of(filled(rows[:9000]))
    for row in rows[9000:]:
        table.add(*row)
    assert digest_of(table) == digest_of(filled(rows))


def test_the_digest_knows_every_value_and_name():
    rows = rows_of(9000)
    changed = [*rows[:5], (rows[5][0], rows[5][1] + 1, rows[5][2]), *rows[6:]]
    digests = {
        digest_of(filled(rows)),
        digest_of(filled(changed)),
        digest_of(filled(rows[::-1])),
        digest_of(filled(rows[:-1])),
        digest_of(filled(rows, name="lots")),
        digest_of(filled(rows, columns=("order", "unit", "to"))),
    }
    assert len(digests) == 6


def test_a_table_that_is_off_stays_empty():
    table = Table("events", COLUMNS, False)
    table.add(1, 2, 3)
    assert len(table) == 0
    assert table.columns_of()["unit"].tolist() == []


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="3 columns, got 2"):
        Table("events", COLUMNS).add(1, 2)


def trace():
    """Give the digest of a table of several chunks."""
    return digest_of(filled(rows_of(20_000)))


def test_a_compiled_and_an_uncompiled_table_have_the_same_digest():
    assert trace() == uncompiled(__name__, "trace")
