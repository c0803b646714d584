from flexsim.engine.floor cimport *
from flexsim.engine.kinds cimport *
