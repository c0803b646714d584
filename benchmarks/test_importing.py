"""A million reports of a shop become a factory: in CPU time below a minute, and in memory of a few reports' texts."""

import json
import resource
import sys

from benchmarks.measuring import cpu_seconds

N_REPORTS = 1_000_000
A_SHIFT = 8
"""Reports of a worker in a row: 30 min each, so 4 h; three workers a day on each of the machines."""

MAP = """\
flexsim_columns: 1
order: order
resource: machine
start: from
end: to
worker: worker
kind: {column: kind, set_up: [S], run: [D]}
formats: {time: h}
"""


def write(path, n):
    """Write n reports of half an hour: orders of four reports, each machine one order after another, days of 12 h."""
    machines = max(n // 20_000, 1)
    with path.open("w") as file:
        file.write("order,machine,from,to,worker,kind\n")
        for number in range(n):
            machine, turn = number % machines, number // machines
            day, slot = divmod(turn, 3 * A_SHIFT)
            begin = day * 24 + 6 + slot / 2
            order = f"{machine} {turn // 4}"
            kind = "S" if turn % 4 == 0 else "D"
            file.write(f"{order},M{machine},{begin},{begin + 0.5},W{machine} {slot // A_SHIFT},{kind}\n")


def test_a_million_reports(figure, size, tmp_path):
    n = size(N_REPORTS)
    write(tmp_path / "log.csv", n)
    (tmp_path / "columns.yaml").write_text(MAP)
    log, columns, out = (str(tmp_path / name) for name in ("log.csv", "columns.yaml", "twin"))
    program = [sys.executable, "-c", "from flexsim.cli import main; main()", "import-log", log]
    seconds, printed = cpu_seconds([*program, "--columns", columns, "--out", out, "--json"])
    report = json.loads(printed)
    assert report["reports"] == n
    assert report["hours_after"] == n / 2
    assert report["operations"] == report["orders"] == -(-n // 4)
    assert all(rule["count"] == 0 for rule in report["cleaning"] if rule["of"] == "reports")
    peak_gb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    kept = "kept" if seconds < 60 else "MISSED"
    figure(f"{n:,} reports imported", f"{seconds:.1f} s of CPU (limit 60 s, {kept}), {peak_gb:.2f} GB")
    assert peak_gb < 2
