from flexsim.engine.floor cimport Pattern
