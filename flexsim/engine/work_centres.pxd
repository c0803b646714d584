from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport Unit, WorkCentre
