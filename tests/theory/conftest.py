"""What all tests of theory share."""


def pytest_configure(config):
    config.addinivalue_line("markers", "verify: every known answer of every model, in minutes (`make verify`)")
