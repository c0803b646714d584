"""The scenario and the study that ``flexsim new`` writes."""

from __future__ import annotations

STARTER = """\
# yaml-language-server: $schema=flexsim.schema.json
# A joinery that builds shelves to order. Change whatever you like, then:
#   flexsim check FILE    says what is wrong, with the line
#   flexsim run FILE      runs it and prints its figures
# Everything with a dimension has its unit: s, min, h, d, wk; EUR, EUR/h. A time may be fixed, or drawn:
# "exponential(2 h)", "triangular(least, usual, most)", "lognormal(20 min, cv=0.3)", "uniform(5 min, 9 min)".
flexsim: 1                  # version of the format
name: {title}
start: 2026-01-05           # a Monday
horizon: 26 wk              # the run stops here
warm_up: 4 wk               # figures are of the time after this: the shop starts empty

products:
  shelf:
    options:                # what customers choose; the shares of every option sum to 1
      wood: {oak: 0.4, pine: 0.6}
      finish: {oil: 0.7, paint: 0.3}
    material: 45 EUR        # for each piece
    operations:
      saw:
        at: panel_saw       # a work centre, below
        set_up: 8 min       # once for each order, or lot
        run: triangular(12 min, 15 min, 25 min)     # for each piece
        skill: sawing       # who works here must have it
        changes:            # what an option changes
          - if: {wood: oak}
            run: triangular(15 min, 19 min, 30 min)
            material: 30 EUR                        # in addition
      finish:
        at: spray_booth
        after: saw          # operations without "after" can begin at once, side by side
        set_up: 5 min
        run: lognormal(20 min, cv=0.3)
        skill: finishing
        depends_on: [finish]    # another finish than before costs the booth's changeover
      assemble:
        at: bench
        after: finish
        run: lognormal(45 min, cv=0.25)
        skill: assembly
        yield: 0.98         # one piece in fifty fails and is made anew

demand:
  customers:
    product: shelf
    every: exponential(3 h) # day and night: 56 orders a week
    due: 7 d                # promised so long after the order

work_centres:
  panel_saw: {team: shop, shifts: day, rate: 4 EUR/h}         # machine rates are for each hour of the calendar
  spray_booth: {team: shop, shifts: day, rate: 3 EUR/h, changeover: {fixed: 15 min}}
  bench: {units: 2, team: shop, shifts: day, rate: 0.50 EUR/h}

teams:
  shop: {where: longest_queue, who: most_proficient}    # people go where most work waits; the best one goes

workers:
  Ada: {team: shop, shifts: day, wage: 32 EUR/h, skills: [sawing, finishing]}
  Bo: {team: shop, shifts: day, wage: 32 EUR/h, skills: {finishing: {time: 0.95}, assembly: {time: 1.1}}}
  Cem: {team: shop, shifts: day, wage: 32 EUR/h, skills: [assembly, sawing]}    # time: 1.1 is 10 % slower

shifts:
  day: {mon-fri: ["08:00-12:00", "12:30-16:30"]}
"""
"""A small shop with one of everything that most shops have. ``{title}`` is the name of the file."""

STUDY_STARTER = """\
# yaml-language-server: $schema=flexsim_study.schema.json
# One question of a joinery that expects a fifth more orders: whom to hire, specialists or all-rounders? Change whatever
# you like, then:
#   flexsim check FILE      says what is wrong, with the line
#   flexsim compare FILE    sizes every side for the same service, and prints who is cheaper by how much, and why
flexsim_study: 1            # version of the format
name: {title}
question: Does it pay to train everybody for everything, if everybody earns more then?
leaves_out: the training itself, absence        # the first line of every output
scenario: {shop}            # of all alternatives; each may name another one that has the same customers
set:                        # what is set in all scenarios, as with flexsim run --set
  demand.customers.every: exponential(2.5 h)

alternatives:               # differences are counted from the first
  specialists:
    decide:                 # what it may choose for itself: the cheapest that serves enough is taken
      workers.Ada.count: {from: 1, to: 3}       # whole numbers of a range; others are listed, such as [5, 10, 20]
      workers.Cem.count: {from: 1, to: 3}
  all_rounders:
    set:                    # what makes it another shop; * stands for every name
      workers.*.skills: [sawing, finishing, assembly]
      workers.*.wage: 33 EUR/h
    decide:
      workers.Cem.count: {from: 0, to: 4}

service: {target: 0.95}     # so much of what is asked for is delivered in time on every side, or it is not compared
seed: 1
replications: {selection: 4, confirmation: 10}  # runs for choosing, and others for the figures

prices:                     # between which values a price may lie: would another side be the cheaper one then?
  products.shelf.material: {low: 40 EUR, high: 55 EUR}

# Circumstances under each of which all sides are sized and compared:
# cases:
#   as it is: {}
#   quick set-ups: {set: {products.shelf.operations.saw.set_up: 3 min}}

# One value that is changed step by step; all sides are sized anew at each:
# sweep: {name: changeover, set: work_centres.spray_booth.changeover.fixed, values: [5 min, 15 min, 30 min]}
"""
"""A small study of the shop above. ``{title}`` is the name of the file, ``{shop}`` that of the scenario beside it."""
