from flexsim.engine.floor cimport Choice
from flexsim.engine.kinds cimport *
