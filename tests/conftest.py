"""What holds for every test: a machine however slow or busy changes no result."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "dondoc", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
#: ``pytest --hypothesis-profile=explore`` looks further, each time elsewhere.
settings.register_profile("explore", settings.get_profile("dondoc"), derandomize=False)
settings.load_profile("dondoc")
