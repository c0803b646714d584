from flexsim.engine.configurations cimport matches
from flexsim.engine.nouns cimport KeyOption, Node, Operation, Order, Route, Source
