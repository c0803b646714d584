from flexsim.engine.kinds cimport *
from flexsim.engine.nouns cimport Worker
