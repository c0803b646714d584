"""People who are called (P4), minute by minute: floors small enough that who comes when is worked out by hand.

The week starts on Monday at 00:00, minute 0. A late shift is minutes 960 to 1440 of each day (16:00 to 24:00).
"""

import pytest

from flexsim.engine.streams import Stream

from .test_hand_traces import MINUTE, log, minutes, orders, play, rows, stall

SHOP = """
    horizon: 3 d
    products: {part: {operations: {turn: {at: lathe, run: 60 min, skill: turning}}}}
    work_centres: {lathe: {team: crew, units: 4}}
    teams: {crew: {}}
    shifts: {day: {daily: ["08:00-16:00"]}, late: {daily: ["16:00-24:00"]}}
"""


def orders_at(*times):
    return f"demand:\n  n: {{product: part, at: [{', '.join(f'{time} min' for time in times)}]}}\n"


def pool(call, more="", people=2):
    terms = f"team: crew, skills: [turning], people: {people}, shifts: late, call: {{{call}}}"
    return f"pools:\n  temp: {{{terms}{', ' if more else ''}{more}}}\n"


def called(counts):
    """Asked, came, shifts worked and minutes of the minimum beyond presence, by name."""
    return {
        counts.names["workers"][row["worker"]]: (
            row["asked"], row["came"], row["shifts_worked"], row["paid_minimum"] / MINUTE,
        )
        for row in rows(counts, "called")
    }  # fmt: skip


def there(counts):
    """When who of a pool was there, in minutes."""
    kind = counts.names["event_kinds"].index("present")
    found = [row for row in rows(counts, "events") if row["kind"] == kind]
    names = counts.names["workers"]
    return sorted(f"{names[row['worker']]} {row['from'] / MINUTE:g}-{row['to'] / MINUTE:g}" for row in found)


def work(counts):
    return log(counts, "run")


def test_one_is_called_for_each_full_share_of_the_work_that_waits():
    # three hours wait at 12:00, four hours before the shift: one for each two hours is one; the fourth order makes two
    one = play(SHOP, orders_at(0, 0, 0), pool("above: 2 h, notice: 4 h"))
    assert there(one) == ["temp 1 960-1440"]
    assert work(one) == [f"{960 + 60 * n}-{1020 + 60 * n} n{n} turn run lathe/{n} temp 1" for n in range(3)]
    two = play(SHOP, orders_at(0, 0, 0, 719), pool("above: 2 h, notice: 4 h"))
    assert there(two) == ["temp 1 960-1440", "temp 2 960-1440"]
    # an order that comes at the tick of the review is seen by it: it comes before stage (4)
    assert called(play(SHOP, orders_at(0, 0, 0, 720), pool("above: 2 h, notice: 4 h"))) == called(two)
    assert called(play(SHOP, orders_at(0, 0, 0, 721), pool("above: 2 h, notice: 4 h"))) == called(one)


def test_never_more_are_called_than_there_are():
    counts = play(SHOP, orders_at(*[0] * 10), pool("above: 1 h"))
    assert there(counts) == ["temp 1 960-1440", "temp 2 960-1440"]
    # two have done ten in five hours, so that on Tuesday nobody is called
    assert orders(counts)["n9"] == (0, 1260)


def test_a_shift_is_called_for_by_itself():
    # one waits on Monday at 12:00, none on Tuesday, two on Wednesday
    counts = play(SHOP, orders_at(100, 3000, 3000), pool("above: 1 h, notice: 4 h"))
    assert there(counts) == ["temp 1 3840-4320", "temp 1 960-1440", "temp 2 3840-4320"]
    assert called(counts) == {"temp 1": (2, 2, 2, 0), "temp 2": (1, 1, 1, 0)}
    assert {name: int(column[0]) for name, column in counts.tables["pools"].items()} == {
        "pool": 0, "team": 0, "asked": 3, "came": 3, "shifts_worked": 3, "paid_minimum": 0,
        "present": 3 * 480 * MINUTE, "overtime": 0,
    }  # fmt: skip


def test_without_notice_who_comes_is_there_in_the_same_instant():
    counts = play(SHOP, orders_at(960), pool("above: 1 h"))
    assert work(counts) == ["960-1020 n0 turn run lathe/0 temp 1"]
    # it waited for a shift, and not a tick
    assert orders(counts)["n0"] == (960, 1020)


def test_dispatch_sees_who_was_called_without_notice_only_in_the_next_round():
    # Ann is there at 16:00 and starts in the round of the call; the other order is for who comes in the next round
    ann = "workers:\n  Ann: {team: crew, skills: [turning]}\n"
    counts = play(SHOP, orders_at(960, 960), ann, pool("above: 1 h"))
    assert work(counts) == ["960-1020 n0 turn run lathe/0 Ann", "960-1020 n1 turn run lathe/1 temp 1"]
    # the call counted both, so two were called
    assert called(counts) == {"temp 1": (1, 1, 1, 0), "temp 2": (1, 1, 1, 0)}


def at_night(call, *times):
    return play(SHOP.replace('daily: ["16:00-24:00"]', 'daily: ["22:00-04:00"]'), orders_at(*times), pool(call))


def test_a_shift_that_runs_at_the_start_is_called_for_only_without_notice():
    assert there(at_night("above: 1 h", 0)) == ["temp 1 0-240"]
    # with an hour's notice the first shift that can be called for is that of 22:00
    assert there(at_night("above: 1 h, notice: 1 h", 0)) == ["temp 1 1320-1680"]
    # with just the notice that there is, it is called for at time 0; with a minute more it is Tuesday's
    assert there(at_night("above: 1 h, notice: 22 h", 0)) == ["temp 1 1320-1680"]
    assert there(at_night("above: 1 h, notice: 1321 min", 0)) == ["temp 1 2760-3120"]


def draws(day, n):
    """The first draws of a day's calls, of seed 1 and replication 0."""
    lane = Stream(1, 0, "call|temp")
    return [lane.draw(day, k) for k in range(n)]


def test_who_does_not_come_is_asked_again_for_the_next_shift():
    """The k-th asked on a day comes if its draw is below the probability; on Monday's first call nobody does."""
    first, second = draws(0, 2)
    likely = (first + 1e-9) if first < second else (second + 1e-9)
    shares = {"nobody": min(first, second) / 2, "one": likely, "all": 1}
    nobody = play(SHOP, orders_at(0), pool(f"above: 1 h, comes: {shares['nobody']!r}"))
    assert called(nobody)["temp 1"][0] >= 1
    assert not [span for span in there(nobody) if span.endswith("960-1440")]
    assert called(nobody)["temp 2"][0] >= 1  # the first did not come, so the second was asked
    one = play(SHOP, orders_at(0), pool(f"above: 1 h, comes: {shares['one']!r}"))
    who = "temp 1" if first < second else "temp 2"
    assert there(one) == [f"{who} 960-1440"]
    assert called(one)["temp 2"][0] == (0 if who == "temp 1" else 1)  # nobody is asked once all who are wanted come
    assert there(play(SHOP, orders_at(0), pool("above: 1 h, comes: 1"))) == ["temp 1 960-1440"]
    assert called(play(SHOP, orders_at(0), pool("above: 1 h, comes: 0")))["temp 2"] == (3, 0, 0, 0)


def test_the_luck_of_a_call_counts_through_all_shifts_of_its_day():
    """Two short shifts on one day: the second's first call is the day's third."""
    two = SHOP.replace('["16:00-24:00"]', '["08:00-10:00", "16:00-18:00"]')
    share = 0.5
    luck = [u < share for u in draws(0, 4)]
    counts = play(two, orders_at(*[0] * 40), pool(f"above: 1 h, comes: {share}").replace("horizon: 3 d", ""), seed=1)
    monday = [span for span in there(counts) if float(span.split(" ")[2].split("-")[0]) < 1440]
    expected = [f"temp {k % 2 + 1} {'480-600' if k < 2 else '960-1080'}" for k in range(4) if luck[k]]
    assert monday == sorted(expected)


def test_who_is_idle_after_the_minimum_goes_home_and_the_rest_of_a_short_shift_is_paid():
    # one hour of work from 16:00; he may go at 18:00 and does, after that instant's last dispatch
    counts = play(SHOP, orders_at(0), pool("above: 1 h", "minimum: 2 h, goes_when_idle: true"))
    assert there(counts) == ["temp 1 960-1080"]
    # an order that comes at that very tick keeps him; he goes when it is done
    kept = play(SHOP, orders_at(0, 1080), pool("above: 1 h", "minimum: 2 h, goes_when_idle: true"))
    assert there(kept) == ["temp 1 960-1140"]
    # without it he stays to the end; the minimum of a shift is paid even if the shift is shorter
    assert there(play(SHOP, orders_at(0), pool("above: 1 h", "minimum: 2 h"))) == ["temp 1 960-1440"]
    long = play(SHOP, orders_at(0), pool("above: 1 h", "minimum: 10 h"))
    assert called(long)["temp 1"] == (1, 1, 1, 120)


def test_who_has_gone_does_not_come_back_and_is_called_for_the_next_shift():
    counts = play(SHOP, orders_at(0, 1100), pool("above: 1 h", "minimum: 2 h, goes_when_idle: true"))
    assert there(counts) == ["temp 1 2400-2520", "temp 1 960-1080"]
    assert orders(counts)["n1"] == (1100, 2460)


def test_the_minimum_runs_on_through_a_break_and_nobody_goes_on_one():
    # 16:00-17:00, break, 17:30-24:00; two hours after coming are over at 18:00, of which half an hour is not paid
    broken = SHOP.replace('["16:00-24:00"]', '["16:00-17:00", "17:30-24:00"]')
    two = play(broken, orders_at(0), pool("above: 1 h", "minimum: 2 h, goes_when_idle: true"))
    assert there(two) == ["temp 1 1050-1080", "temp 1 960-1020"]
    assert called(two)["temp 1"] == (1, 1, 1, 30)
    # an hour and a quarter are over in the break: he is looked at when it ends
    short = play(broken, orders_at(0), pool("above: 1 h", "minimum: 75 min, goes_when_idle: true"))
    assert there(short) == ["temp 1 960-1020"]
    assert called(short)["temp 1"] == (1, 1, 1, 15)


def test_overtime_counts_towards_the_minimum():
    # six orders of an hour and a half: the sixth is begun at 23:30 and finished at 01:00
    counts = play(
        SHOP.replace("60 min", "90 min"), orders_at(*[0] * 6), pool("above: 9 h", "on_shift_end: finish, minimum: 10 h")
    )
    assert there(counts) == ["temp 1 1440-1500", "temp 1 960-1440"]
    assert minutes(counts, "workers", "temp 1", "overtime") == 60
    assert called(counts)["temp 1"] == (1, 1, 1, 60)
    capped = play(
        SHOP.replace("60 min", "90 min"), orders_at(*[0] * 6),
        pool("above: 9 h", "on_shift_end: finish, overtime_cap: 20 min"),
    )  # fmt: skip
    assert minutes(capped, "workers", "temp 1", "overtime") == 20


def test_who_is_in_overtime_is_not_asked():
    # shifts of an hour at 08:00 and 16:00, work of ten hours: at the second shift's call he is still at work, on Monday
    # and on Tuesday; on Wednesday nothing waits any more
    long = SHOP.replace('["16:00-24:00"]', '["08:00-09:00", "16:00-17:00"]').replace("60 min", "600 min")
    counts = play(long, orders_at(0, 0, 700), pool("above: 10 h", "on_shift_end: finish", people=1))
    assert called(counts)["temp 1"] == (3, 3, 3, 0)
    assert there(counts) == [
        "temp 1 1920-1980", "temp 1 1980-2520", "temp 1 3360-3420", "temp 1 3420-3960", "temp 1 480-540", "temp 1 540-1080",
    ]  # fmt: skip


def test_work_counts_that_waits_for_their_skill_in_a_line_of_their_team():
    mixed = """
    horizon: 2 d
    products:
      part: {operations: {turn: {at: lathe, set_up: 30 min, run: 60 min, skill: turning}}}
      plate: {operations: {cut: {at: saw, run: 60 min, skill: sawing}}}
      pin: {operations: {press: {at: press, run: 60 min}}}
      lid: {operations: {turn: {at: other, run: 60 min, skill: turning}}}
    demand:
      part: {product: part, at: [0 min], quantity: 2}
      plate: {product: plate, at: [0 min, 0 min]}
      pin: {product: pin, at: [0 min, 0 min, 0 min]}
      lid: {product: lid, at: [0 min, 0 min, 0 min]}
    work_centres: {lathe: {team: crew}, saw: {team: crew}, press: {team: crew}, other: {team: others}}
    teams: {crew: {}, others: {}}
    workers: {Sam: {team: crew, skills: [sawing], shifts: day}, Otto: {team: others, skills: [turning], shifts: day}}
    shifts: {day: {tue: ["08:00-16:00"]}, late: {daily: ["16:00-24:00"]}}
    """
    # 30 min of set-up and twice 60 min: 150 min of the crew's turning wait, and nothing else counts
    assert called(play(mixed, pool("above: 150 min")))["temp 1"][1] == 1
    assert called(play(mixed, pool("above: 151 min")))["temp 1"][1] == 0
    assert called(play(mixed, pool("above: 75 min")))["temp 2"][1] == 1


def test_an_operation_with_alternatives_counts_once():
    either = SHOP.replace("at: lathe,", "at: [lathe, {mill: {run: 90 min}}],").replace(
        "lathe: {team: crew, units: 4}", "lathe: {team: crew}, mill: {team: crew}"
    )
    assert called(play(either, orders_at(0), pool("above: 60 min")))["temp 2"][1] == 0
    assert called(play(either, orders_at(0), pool("above: 61 min")))["temp 1"][1] == 0


def test_nobody_is_called_on_a_holiday():
    dated = SHOP + '    start: "2026-01-05"\n    holidays: ["2026-01-05"]\n'
    counts = play(dated, orders_at(0), pool("above: 1 h"))
    assert there(counts) == ["temp 1 2400-2880"]
    assert called(counts)["temp 1"] == (1, 1, 1, 0)


def test_somebody_may_be_called_for_several_shifts_ahead():
    # two days' notice: Wednesday's shift is called for on Monday at 16:00, Thursday's on Tuesday, and Friday's at the
    # moment in which Wednesday's begins, when nothing has been started yet
    counts = play(SHOP.replace("3 d", "5 d"), orders_at(0, 0), pool("above: 1 h, notice: 48 h", people=1))
    assert there(counts) == ["temp 1 3840-4320", "temp 1 5280-5760", "temp 1 6720-7200"]
    assert called(counts)["temp 1"] == (3, 3, 3, 0)


def test_pools_are_asked_in_the_order_of_their_names_and_people_in_that_of_their_numbers():
    two = (
        pool("above: 1 h", people=1)
        + "  other: {team: crew, skills: [turning], people: 12, shifts: late, call: {above: 1 h}}\n"
    )
    counts = play(SHOP, orders_at(*[0] * 3), two)
    assert [name for name, row in called(counts).items() if row[1]] == ["other 1", "other 2", "other 3", "temp 1"]


def test_the_books_of_somebody_called_sum_at_any_moment():
    for horizon in ("1000 min", "1079 min", "1080 min", "1441 min"):
        text = SHOP.replace("3 d", horizon)
        counts = play(text, orders_at(0), pool("above: 1 h", "minimum: 2 h, goes_when_idle: true"))
        end = float(horizon.split()[0])
        assert minutes(counts, "workers", "temp 1", "present") == min(end, 1080) - 960
        assert minutes(counts, "workers", "temp 1", "off") == end - (min(end, 1080) - 960)
        assert minutes(counts, "workers", "temp 1", "run") == min(end - 960, 60)


def test_a_shift_at_which_nobody_comes_leaves_work_for_the_next():
    assert orders(play(SHOP, orders_at(0), pool("above: 2 h")))["n0"] == (0, None)
    told = stall("products: {part: {operations: {turn: {at: lathe, run: 60 min, skill: turning}}}}\n", orders_at(0),
                 "work_centres: {lathe: {team: crew}}\nteams: {crew: {}}\nshifts: {late: {daily: ['16:00-24:00']}}\n",
                 pool("above: 2 h"))  # fmt: skip
    assert told.startswith("no work has begun for ten weeks")


@pytest.mark.parametrize("rule", ["at_shift_start", "when_queue_empty"])
def test_whoever_comes_starts_a_shift(rule):
    """A team that binds its people at the start of a shift binds those who are called too (D6)."""
    bound = SHOP.replace("crew: {}", f"crew: {{when: {rule}}}")
    assert work(play(bound, orders_at(0, 0), pool("above: 2 h"))) == [
        "960-1020 n0 turn run lathe/0 temp 1",
        "1020-1080 n1 turn run lathe/1 temp 1",
    ]
