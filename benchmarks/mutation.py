"""``python -m benchmarks.mutation``: how many small faults in the rules their tests notice, by mutmut.

The targets stand in mutation.toml. Each is worked on in a copy below ``build/mutation``; started again, it goes on
where it stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

from mutmut.stats import status_by_exit_code

_ROOT = Path(__file__).parents[1]
_WORK = _ROOT / "build" / "mutation"
_COPIED = ("bot", "tests", "benchmarks", "schedules", "docs", "config.yaml", "README.md", "CHANGELOG.md")
#: PostgreSQL repeats what SQLite has shown; a server does not survive the fork for each mutant.
_PYTEST = ("-p", "no:xdist", "-p", "no:cacheprovider", "-m", "not postgres")
#: mutmut's codes.
_SURVIVED, _KILLED, _SKIPPED, _TIMEOUT = 0, 1, 34, 36
#: Seconds after which a mutant hangs.
_LONGEST = 600
_NOTICED = {"killed", "timeout", "segfault"}
_MISSED = {"survived", "no tests", "suspicious"}


def main() -> None:
    """The command line."""
    targets = tomllib.loads((_ROOT / "benchmarks" / "mutation.toml").read_text(encoding="utf-8"))
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=__doc__)
    parser.add_argument("target", nargs="*", help=f"of {', '.join(targets)}; all by default")
    parser.add_argument("--sample", type=int, help="so many mutants of each target, the same ones in every run")
    parser.add_argument("--fresh", action="store_true", help="forget earlier results")
    args = parser.parse_args()
    for name in args.target or targets:
        _report(name, _measure(name, targets[name], args.sample, args.fresh))


def _measure(name: str, target: dict[str, Any], sample: int | None, fresh: bool) -> dict[str, str]:
    """Mutant → what became of it."""
    folder = _WORK / name
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    _copy(folder, target)
    if sample is not None:
        # With a name that nothing has, it makes the mutants and stops.
        _mutmut(folder, "run", "nothing")
        _keep(folder, sample)
    if _mutmut(folder, "run", quiet=False):
        sys.exit(f"{name}: mutmut could not run; see above")
    for path in _metas(folder):
        _look_again(folder, path, target["tests"])
    return {mutant: status_by_exit_code[code] for path in _metas(folder) for mutant, code in _read(path).items()}


def _look_again(folder: Path, path: Path, tests: list[str]) -> None:
    """Try what nobody noticed in a process of its own: mutmut forks when the modules are loaded, so what makes their
    patterns and tables has run by then.
    """
    meta = json.loads(path.read_text(encoding="utf-8"))
    codes, again = meta["exit_code_by_key"], meta.setdefault("looked_at_again", [])
    for mutant in [m for m, code in codes.items() if code == _SURVIVED and m not in again]:
        again.append(mutant)
        codes[mutant] = _alone(folder / "mutants", mutant, tests)
        path.write_text(json.dumps(meta), encoding="utf-8")


def _alone(folder: Path, mutant: str, tests: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", "-x", *_PYTEST, *tests]
    environment = {**os.environ, "MUTANT_UNDER_TEST": mutant}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, timeout=_LONGEST, check=False, **quiet)
    except subprocess.TimeoutExpired:
        return _TIMEOUT
    return _KILLED if done.returncode else _SURVIVED


def _copy(folder: Path, target: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for part in _COPIED:
        source, copy = _ROOT / part, folder / part
        if source.is_dir():
            shutil.copytree(source, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy)
    settings = {
        "source_paths": ["bot/"],
        "only_mutate": target["files"],
        "pytest_add_cli_args_test_selection": target["tests"],
        "pytest_add_cli_args": list(_PYTEST),
        "also_copy": list(_COPIED[1:]),
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    # How a line of the log is worded is no rule.
    own = ["track_dependencies = false", "use_git_change_detection = false", "do_not_mutate_patterns = ['_log\\.']"]
    project = (_ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text("\n".join([project, "[tool.mutmut]", *lines, *own, ""]), encoding="utf-8")


def _mutmut(folder: Path, *words: str, quiet: bool = True) -> int:
    out = subprocess.DEVNULL if quiet else None
    command = [sys.executable, "-m", "mutmut", *words]
    return subprocess.run(command, cwd=folder, stdout=out, stderr=out, check=False).returncode


def _metas(folder: Path) -> list[Path]:
    return sorted((folder / "mutants" / "bot").rglob("*.meta"))


def _read(path: Path) -> dict[str, int | None]:
    found: dict[str, int | None] = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def _keep(folder: Path, count: int) -> None:
    """Mark all but ``count`` mutants as not to be tried; drawn by their names, so that a change redraws only a few."""
    known = (mutant for path in _metas(folder) for mutant in _read(path))
    kept = set(sorted(known, key=lambda mutant: sha256(mutant.encode()).digest())[:count])
    for path in _metas(folder):
        meta = json.loads(path.read_text(encoding="utf-8"))
        for mutant, code in meta["exit_code_by_key"].items():
            if (mutant in kept) == (code == _SKIPPED):
                meta["exit_code_by_key"][mutant] = None if mutant in kept else _SKIPPED
        path.write_text(json.dumps(meta), encoding="utf-8")


def _report(name: str, results: dict[str, str]) -> None:
    print(f"\n{name}: what was missed (mutmut show NAME in build/mutation/{name} prints the change)")
    files = Counter(), Counter()
    for mutant, status in sorted(results.items()):
        module = mutant.split(".x")[0]
        files[0][module] += status in _NOTICED | _MISSED
        files[1][module] += status in _NOTICED
        if status in _MISSED:
            print(f"  {mutant}: {status}")
    for module, tried in sorted(files[0].items()):
        print(f"{module:45} {files[1][module]:5} of {tried:5} noticed")
    noticed, tried = sum(files[1].values()), sum(files[0].values())
    print(f"{name}: {noticed} of {tried} noticed, {100 * noticed / max(tried, 1):.1f} %, of {len(results)} mutants")


if __name__ == "__main__":
    main()
