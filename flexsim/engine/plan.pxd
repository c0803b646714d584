from flexsim.engine.distributions cimport Distribution
from flexsim.engine.floor cimport *
from flexsim.engine.kinds cimport *
from flexsim.engine.rules cimport DispatchRule, UserRule
from flexsim.engine.streams cimport Stream
