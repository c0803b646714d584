from flexsim.engine.floor cimport Choice, Team
