"""A folder of its own for an office: settings, calendar, agencies, people. Writes new files only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.documents.draft.draft_yaml import agencies_yaml
from bot.documents.reading.source import Where
from bot.documents.understanding.draft import Doubts
from bot.documents.understanding.parties.naming import AgencyBook
from bot.domain.plan.plan import Agency
from bot.errors import DondocError
from bot.messages import beginning as say
from bot.registry.provinces import Province
from bot.registry.shipped import shipped_schedules
from bot.settings import Config, PrivacySettings
from bot.settings_docs import config_yaml, environment_example


class FolderUnusable(DondocError):
    id = "DD.E080"
    hint = say.CHOOSE_ANOTHER_FOLDER


class OtherPlace(DondocError):
    """A name prints another province than the one given."""

    id = "DD.E081"


@dataclass(frozen=True, slots=True)
class Office:
    """Who the folder is for; names as printed on paper."""

    name: str
    locality: Province
    consolidator: str

    def agencies(self) -> dict[str, Agency]:
        """The office and its consolidator by id, just as an import would propose them, so that it finds them again.

        Raises OtherPlace when a name prints another province.
        """
        book = AgencyBook({}, self.locality.id, None, Doubts())
        for name in (self.name, self.consolidator):
            if book.is_elsewhere(name):
                raise OtherPlace(say.elsewhere(name, self.locality.name))
            book.resolve(name, Where())
        return book.new


def missing_files(folder: Path) -> tuple[str, ...]:
    """What ``write_office`` would write, relative to ``folder``."""
    return tuple(name for name in _names() if not (folder / name).exists())


def write_office(folder: Path, office: Callable[[], Office]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Writes the files that are not there yet; returns the names written and the names kept.

    ``office`` is asked only when a file needs it. Raises FolderUnusable and OtherPlace; with OtherPlace nothing is
    written.
    """
    wanted = missing_files(folder)
    texts = _texts(wanted, office)
    try:
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        (folder / "schedules" / "plans").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderUnusable(say.folder_unusable(folder, error)) from None
    return wanted, tuple(name for name in _names() if name not in wanted)


def needs_office(files: tuple[str, ...]) -> bool:
    """Whether one of these files says something about the office."""
    return not _ABOUT_OFFICE.isdisjoint(files)


_ABOUT_OFFICE = frozenset({"config.yaml", "schedules/agencies.yaml", "schedules/people.yaml"})


def _names() -> Iterator[str]:
    yield from ("config.yaml", "schedules/agencies.yaml", "schedules/people.yaml", ".gitignore", ".env.example")
    yield from (f"schedules/calendar/{path.name}" for path in _calendar())


def _calendar() -> list[Path]:
    return sorted((shipped_schedules() / "calendar").glob("*.yaml"))


def _texts(names: tuple[str, ...], office: Callable[[], Office]) -> Mapping[str, str]:
    texts = {".gitignore": say.GITIGNORE, ".env.example": environment_example()}
    texts |= {f"schedules/calendar/{path.name}": path.read_text(encoding="utf-8") for path in _calendar()}
    if needs_office(names):
        texts |= _about(office())
    return {name: texts[name] for name in names}


def _about(office: Office) -> dict[str, str]:
    agencies = office.agencies()
    privacy = PrivacySettings(controller=office.name, contact=say.consolidator_contact(office.consolidator))
    return {
        "config.yaml": config_yaml(Config(privacy=privacy)),
        "schedules/agencies.yaml": say.AGENCIES + agencies_yaml(agencies.values()),
        "schedules/people.yaml": say.PEOPLE.format(agency=list(agencies)[-1]),
    }
