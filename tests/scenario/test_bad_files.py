"""Files that are no scenario, or try to be more than one: a short answer, soon, and nothing is run or shown."""

import json
import os
import resource
import socket
import subprocess
import sys
import time

import pytest

from flexsim.scenario import ScenarioError, from_mapping, load, loads
from flexsim.scenario.folders import read_file
from tests.scenario.shops import TEXT, changed, problems_in, problems_of

SECONDS, MEGABYTES = 10, 1_000
"""What the answer to any file may take: processor time and memory."""


def answer(file):
    with pytest.raises(ScenarioError) as caught:
        load(file)
    head, *lines = str(caught.value).splitlines()
    assert head.startswith(f"{file} has ")
    return [line.strip() for line in lines]


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices")
def test_what_is_no_file_is_told_apart(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "nowhere.yaml").symlink_to("nothing.yaml")
    (tmp_path / "round.yaml").symlink_to("round.yaml")
    (tmp_path / "device.yaml").symlink_to("/dev/zero")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "socket.yaml"))
    assert answer(tmp_path / "pipe.yaml") == ["this is a pipe, not a scenario file."]
    assert answer(tmp_path / "folder.yaml") == ["this is a folder, not a scenario file."]
    assert answer(tmp_path / "nowhere.yaml") == ["this is a link to nothing, not a scenario file."]
    assert answer(tmp_path / "round.yaml") == ["this is a link to nothing, not a scenario file."]
    assert answer(tmp_path / "device.yaml") == ["this is a device, not a scenario file."]
    assert answer(tmp_path / "socket.yaml") == ["this is a socket, not a scenario file."]
    listener.close()


@pytest.mark.skipif(os.name != "posix", reason="pipes")
def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "orders.csv")
    with pytest.raises(ValueError, match="no file any more"):
        read_file(tmp_path / "orders.csv", 100)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights of files")
def test_a_file_that_may_not_be_read_is_told(tmp_path):
    """Root may read everything, so it is somebody else who tries."""
    file = tmp_path / "shop.yaml"
    file.write_text(TEXT)
    file.chmod(0)
    folder = tmp_path
    while os.geteuid() == 0 and folder.parent != folder:
        if folder.stat().st_mode & 0o005 != 0o005:
            folder.chmod(folder.stat().st_mode | 0o005)
        folder = folder.parent
    if os.geteuid() == 0:
        os.seteuid(65534)
        try:
            assert answer(file) == ["the file cannot be read: Permission denied."]
        finally:
            os.seteuid(0)
    else:
        assert answer(file) == ["the file cannot be read: Permission denied."]


GARBAGE = {
    "random bytes": lambda: os.urandom(50_000_000),
    "zeros": lambda: bytes(7_900_000),
    "one line": lambda: b"a" * 7_900_000,
    "one key": lambda: b"flexsim: 1\nhorizon: " + b"a" * 7_900_000,
    "one name": lambda: b"flexsim: 1\nproducts: {" + b"a" * 100_000 + b": {operations: {}}}",
    "a million keys": lambda: b"flexsim: 1\n" + b"\n".join(b"k%d: 1" % n for n in range(500_000)),
    "unknown keys": lambda: b"flexsim: 1\n" + b"\n".join(b"k%d: 1" % n for n in range(190_000)),
    "wrong workers": lambda: b"flexsim: 1\nworkers:\n" + b"".join(b" w%d: {tem: x}\n" % n for n in range(60_000)),
    "anchors": lambda: b"\n".join(b"a%d: &a%d 1" % (n, n) for n in range(300_000)),
    "open brackets": lambda: b"[" * 7_900_000,
    "dashes": lambda: b"- " * 3_900_000,
    "question marks": lambda: b"? " * 3_900_000,
    "colons": lambda: b": " * 3_900_000,
    "empty lines": lambda: b"\n" * 7_900_000,
    "tabs": lambda: b"\t" * 7_900_000,
    "an open quote": lambda: b'a: "' + b"x\n" * 3_900_000,
    "digits": lambda: b"flexsim: " + b"9" * 7_000_000,
    "laughs": lambda: (
        b"a0: &a0 [x, x]\n" + b"\n".join(b"a%d: &a%d [*a%d, *a%d]" % (n, n, n - 1, n - 1) for n in range(1, 60))
    ),
}


@pytest.mark.skipif(os.name != "posix", reason="limits the memory of a process")
@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_answered_within_seconds_and_little_memory(tmp_path, kind):
    file = tmp_path / "garbage.yaml"
    file.write_bytes(GARBAGE[kind]())
    program = (
        "import resource, sys\n"
        f"resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({MEGABYTES} * 10**6,) * 2)\n"
        "from flexsim.scenario import ScenarioError, load\n"
        "try:\n    load(sys.argv[1])\nexcept ScenarioError as why:\n    print(why)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    assert f"{file} has " in done.stdout
    assert len(done.stdout) < 40_000
    assert max(map(len, done.stdout.splitlines())) < 700


def test_a_million_wrong_rows_are_answered_within_seconds(tmp_path):
    (tmp_path / "shop.yaml").write_text(
        TEXT.replace("custom: {product: bike, every: exponential(20 min)}", "custom: {product: bike, orders: o.csv}")
    )
    for content, message in (
        ("order,arrival\n" + "".join(f"{n},{n}\n" for n in range(900_000)), "shop.yaml has more than 10000 problems"),
        (
            "order,arrival\n" + "1,1 min\n" * 5_000_000,
            "line 1000002  demand.custom.orders: the file has more than 1,00",
        ),
        ("order,arrival\n" + "\n" * 50_000_000, "line 1000002  demand.custom.orders: the file has more than 1,000,001"),
        ("a," * 30_000_000, "30,000,001 columns are more than the 1,000 that a file may have."),
        (",".join(f"c{n}" for n in range(5_000)), "5,000 columns are more than the 1,000 that a file may have."),
        ('order,arrival\n"' + "a" * 60_000_000, "this is not CSV: field larger than field limit (131072)."),
    ):
        (tmp_path / "o.csv").write_text(content)
        began = time.process_time()
        with pytest.raises(ScenarioError) as caught:
            load(tmp_path / "shop.yaml")
        assert message in str(caught.value)
        assert time.process_time() - began < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 4e6


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (".inf", ".inf"),
        ("-.INF", "-.INF"),
        (".nan", ".nan"),
        ("1e400", "1e400"),
        ("010", "010"),
        ("1e3", "1e3"),
        ("0x10", "0x10"),
        ("True", "True"),
        ("4", "4"),
        ("~", "~"),
        ("9" * 400, "9" * 77 + "..."),
        ("-" + "9" * 5000, "-" + "9" * 76 + "..."),
    ],
)
def test_a_value_is_shown_as_the_file_has_it(written, shown):
    for line in (f"horizon: {written}", f"  bike: {{options: {{a: {{b: {written}}}}}, operations: {{}}}}"):
        text = f"flexsim: 1\n{'products:' if line[0] == ' ' else 'stock:'}\n{line}\n"
        found = [problem for problem in problems_in(text) if f" = {shown}: " in problem]
        assert found or written == "~" or line[0] == " "
        assert all("Infinity" not in problem and "NaN" not in problem for problem in problems_in(text))


@pytest.mark.parametrize(
    "value", [float("inf"), float("-inf"), float("nan"), 10**400, -(10**400), 1e300, "1e999", "inf"]
)
@pytest.mark.parametrize(
    "path",
    [
        "horizon",
        "products.bike.operations.weld.run",
        "products.bike.operations.weld.yield",
        "products.bike.operations.weld.attention",
        "products.bike.options.frame.city",
        "products.bike.material",
        "work_centres.booth.units",
        "work_centres.robot.rate",
        "workers.Bob.skills.painting.time",
        "demand.custom.quantity",
        "demand.custom.priority",
        "stock.red_bike.lot_size",
    ],
)
def test_numbers_beyond_all_measure_are_refused_everywhere(path, value):
    """JSON, TOML and Python can hold them too."""
    assert problems_of({path: value})
    with pytest.raises(ScenarioError):
        loads(json.dumps(changed({path: value})))


@pytest.mark.parametrize(
    "time",
    [
        "weibull(shape=1e-5, scale=1 h)",
        "weibull(shape=0.01, scale=1 h)",
        "gamma(shape=1e300, scale=1 h)",
        "gamma(shape=1e300, scale=1e9 s)",
    ],
)
def test_a_distribution_whose_mean_nobody_can_wait_for_is_refused(time):
    """Weibull: scale x gamma(1 + 1/shape) = 1 h x 100! for a shape of 0.01."""
    (problem,) = problems_of({"products.bike.operations.paint.run": time})
    assert problem.endswith(f' = "{time}": the mean must not be longer than 1e+10 s, about three centuries.')


def test_what_a_message_repeats_of_a_scenario_is_cut():
    long = "z" * 5_000
    for changes in (
        {f"products.bike.{long}": 1},
        {"products.bike.operations.weld.run": f"3 {long}"},
        {"products.bike.operations.weld.run": f"exponential({'1' * 5000})"},
        {"products.bike.operations.weld.run": f"exponential({long}=3 min)"},
        {"products.bike.operations.weld.run": f"{long}(3 min)"},
        {"products.bike.operations.weld.run": "9" * 5_000},
        {"products.bike.operations.weld.skill": long},
        {"products.bike.operations.weld.at": long},
        {f"products.{long}": {"operations": {}}},
        {"products.bike.options.frame": {long: -1, "b": 2}},
        {"workers.Bob.skills": [long, long]},
        {"demand.custom.product": long},
        {"shifts.day": {long: "08:00-12:00"}},
        {"name": [long]},
    ):
        for problem in problems_of(changes):
            assert len(problem) < 600, problem
            assert "z" * 81 not in problem
            assert "1" * 81 not in problem
            assert "9" * 81 not in problem
    for text in (f"a: !{long} 1", f"a: *{long}", f"? {{{long}: 1}}\n: 2", f'{{"{long}": 1, "{long}": 1}}'):
        for problem in problems_in(text):
            assert len(problem) < 600


def test_a_circle_of_a_thousand_operations_is_told_in_one_line():
    operations = {f"o{n}": {"at": "booth", "run": "1 min", "after": f"o{(n + 1) % 1000}"} for n in range(1000)}
    (problem,) = problems_of({"products.bike.operations": operations})
    assert "these operations wait for each other: o" in problem
    assert problem.endswith("-> ....")
    assert len(problem) < 250


@pytest.mark.parametrize("sign", ["\\e[31m", "\\x9b2J", "\\u202e", "\\x7f", "\\ufeff", "\\ud800", "\\0", "\\n"])
def test_signs_that_a_terminal_obeys_are_shown_as_codes(sign):
    for text in (
        f'flexsim: 1\n"{sign}": 1\n',
        f'flexsim: 1\nhorizon: "{sign}"\n',
        f'flexsim: 1\nproducts: {{"a{sign}": 1}}\n',
        f'{{"flexsim": 1, "horizon": "{sign}", "products": {{"{sign}": {{"operations": {{}}}}}}}}',
    ):
        for problem in problems_in(text):
            assert problem.isprintable()
            problem.encode()


def test_a_title_holds_only_what_can_be_written_down():
    assert problems_of({"name": "half a \ud83d sign"}) == [
        'name = "half a \\ud83d sign": a title holds no control characters.'
    ]
    assert problems_of({"name": "x" * 201})[0].endswith("a title has at most 200 characters.")
    assert from_mapping(changed({"name": "Rädchen 日本 🚲"})).name == "Rädchen 日本 🚲"


def test_keys_that_are_no_texts_are_names_like_others():
    """1, true and null are read as they are written; what is no single value cannot be a key."""
    assert "line 2  1 = 2: unknown key." in problems_in("flexsim: 1\n1: 2\n")[-1]
    assert "line 2  true = 2: unknown key." in problems_in("flexsim: 1\ntrue: 2\n")[-1]
    assert "line 2  null = 2: unknown key." in problems_in("flexsim: 1\nnull: 2\n")[-1]
    assert problems_in("flexsim: 1\n{a: b}: 2\n") == ["line 2  a key is a name, not a list or a mapping."]
    assert "line 2" in problems_in("flexsim: 1\n!!binary aGk=: 2\n")[0]


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system ['touch {}']",
        "!!python/object/new:subprocess.Popen [['touch', '{}']]",
        "!!python/name:os.system",
        "!!python/module:os",
        "!<tag:yaml.org,2002:python/object/apply:os.system> ['touch {}']",
        "!include /etc/passwd",
        "!!set {{a, b}}",
    ],
)
def test_nothing_that_a_file_says_is_run(tmp_path, tag):
    trace = tmp_path / "trace"
    (problem,) = problems_in(f"flexsim: 1\nname: {tag.format(trace)}\n")
    assert problem.startswith('line 2  tags such as "')
    assert not trace.exists()


def test_a_file_called_after_a_device_of_another_system_is_only_a_name(tmp_path):
    (tmp_path / "shop.yaml").write_text(TEXT.replace("every: exponential(20 min)}", 'orders: "C:/orders.csv"}'))
    assert "there is no such file beside the scenario" in answer(tmp_path / "shop.yaml")[0]
