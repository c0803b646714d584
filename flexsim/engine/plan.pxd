from flexsim.engine.nouns cimport Team
