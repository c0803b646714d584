from flexsim.engine.nouns cimport Pattern
