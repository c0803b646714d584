from flexsim.engine.floor cimport KeyOption, Node, Operation, Order, Route, Source, matches
