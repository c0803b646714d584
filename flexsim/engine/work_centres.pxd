from flexsim.engine.floor cimport Unit, WorkCentre
from flexsim.engine.kinds cimport *
