"""Puts the shipped schedules into what is built; everything else about the package stands in pyproject.toml."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithSchedules(build_py):
    """Copies ``schedules/`` to ``bot/shipped``, where an installed program looks; side files of phones stay behind."""

    def run(self) -> None:
        """The modules, then the schedules; an editable installation reads the checkout's own folder."""
        super().run()
        if self.editable_mode:
            return
        target = Path(self.build_lib) / "bot" / "shipped"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree("schedules", target, ignore=shutil.ignore_patterns("*.local.yaml", ".*"))


setup(cmdclass={"build_py": BuildWithSchedules})
