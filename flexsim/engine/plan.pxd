from flexsim.engine.nouns cimport Choice, Team
