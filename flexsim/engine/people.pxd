from flexsim.engine.floor cimport Worker
from flexsim.engine.kinds cimport *
