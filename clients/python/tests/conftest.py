"""What the package promises, tried with the wheel installed."""

pytest_plugins = ["pytester"]
