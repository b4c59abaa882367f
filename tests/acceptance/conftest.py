"""The office of the acceptance tests: on a SQLite file, or where a test asks for it on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.office import Office
from tests.fakes.bot_api_client import FakeTelegram
from tests.fakes.fixtures import fake_telegram, fake_telegram_server
from tests.fakes.postgres import fresh_schema
from tests.integration.conftest import postgres_url

__all__ = ["fake_telegram", "fake_telegram_server", "postgres_url"]


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path, fake_telegram: FakeTelegram) -> Iterator[Office]:
    """An office that has not been started yet. Parametrised with "postgres" it keeps its data there."""
    url = f"sqlite:///{tmp_path / 'dondoc.sqlite3'}"
    if getattr(request, "param", "sqlite") == "postgres":
        url = fresh_schema(request.getfixturevalue("postgres_url"))
    made = Office(tmp_path, fake_telegram, url)
    yield made
    made.close()
