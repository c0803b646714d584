from flexsim.engine.floor cimport Team
