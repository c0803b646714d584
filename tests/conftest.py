"""What all tests share: no example of Hypothesis fails for the time that a shared machine took over it."""

from hypothesis import settings

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")
