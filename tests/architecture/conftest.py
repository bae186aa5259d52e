from kogge.conftest import *  # noqa: F403 - the same area and people as in the apps' tests
