"""Make the virtual environments hold exactly what the lock files name, and the ``warehouse`` command.

Run through ``scripts/bootstrap.sh``, with the standard library alone: nothing is installed yet.

``run``       what the nightly load needs       (requirements/run.txt, .venv)
``dev``       that and what the tests need      (requirements/dev.txt, .venv)
``superset``  Superset, which needs its own     (requirements/superset.txt, .venv-superset)
``lock``      compile requirements/*.in again; further arguments go to uv (``--upgrade``)

Packages are installed by uv, pinned and with hashes, from wherever pip is configured to look; by pip where uv fails.
An environment that is current is left alone, and one that holds the dev packages keeps them.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_OF = {"run": VENV, "dev": VENV, "superset": ROOT / ".venv-superset"}
REQUIREMENTS = ROOT / "requirements"

COMMAND = """\
#!/bin/sh
'''exec' "$(dirname -- "$(realpath -- "$0")")/python" "$0" "$@"
' '''
import sys

from {module} import {function}

sys.exit({function}())
"""
"""A console script that also works where the path of the interpreter holds spaces or is long."""

PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "keyring-provider": "UV_KEYRING_PROVIDER",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
}
"""uv does not read pip's configuration: the options that say where packages come from, and uv's variables for them."""

COMMA_SEPARATED = {"find-links"}


class BootstrapError(Exception):
    """The environment could not be made; the message says what to do."""


def main(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] not in {*VENV_OF, "lock"}:
        print(__doc__)
        return 2
    try:
        with one_at_a_time():
            if arguments[0] == "lock":
                create_environment(VENV)
                lock(arguments[1:])
            else:
                install(arguments[0])
    except BootstrapError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """A second bootstrap of the same checkout waits for the first."""
    with (ROOT / "pyproject.toml").open() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Show what is being done and how long it took."""
    print(f"  {name:<44}", end="", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - started:6.1f} s", flush=True)


def install(wanted: str) -> None:
    """Bring the environment to a lock file's packages; does nothing where it is current."""
    venv = VENV_OF[wanted]
    stamp = read_stamp(venv)
    packages = "dev" if stamp.get("packages") == "dev" else wanted
    current = {"packages": packages, "lock": lock_hash(packages), "root": str(ROOT)}
    if stamp != current:
        if stamp and stamp.get("root") != str(ROOT):
            shutil.rmtree(venv)
        create_environment(venv)
        uv = install_uv(venv)
        stamp_of(venv).unlink(missing_ok=True)
        with phase(f"packages of requirements/{packages}.txt"):
            sync(REQUIREMENTS / f"{packages}.txt", uv, venv)
        stamp_of(venv).write_text(json.dumps(current, indent=2) + "\n", encoding="utf-8")
    if venv == VENV:
        expose_project()


def python_of(venv: Path) -> Path:
    return venv / "bin" / "python"


def stamp_of(venv: Path) -> Path:
    return venv / "installed.json"


def read_stamp(venv: Path) -> dict[str, str]:
    """What the environment holds; empty where there is none, or one that no longer works."""
    try:
        stamp: dict[str, str] = json.loads(stamp_of(venv).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if runs(python_of(venv)) else {}


def lock_hash(packages: str) -> str:
    return hashlib.sha256((REQUIREMENTS / f"{packages}.txt").read_bytes()).hexdigest()


def runs(python: Path) -> bool:
    """Whether the interpreter starts and has pip: the base of a virtual environment may have been removed."""
    try:
        started = subprocess.run([python, "-c", "import pip"], capture_output=True, check=False)  # noqa: S603  # ours
    except OSError:
        return False
    return started.returncode == 0


def create_environment(venv: Path) -> None:
    """An empty virtual environment with pip, where there is none that works."""
    if runs(python_of(venv)):
        return
    with phase(f"virtual environment, Python {sys.version.split()[0]}"):
        base = getattr(sys, "_base_executable", sys.executable)
        call([base, "-m", "venv", "--clear", str(venv)], "The virtual environment could not be made.")


def install_uv(venv: Path) -> Path | None:
    """The pinned uv inside the environment; null where it has no wheel for this machine."""
    uv = venv / "bin" / "uv"
    pinned = (REQUIREMENTS / "bootstrap.txt").read_text(encoding="utf-8").split()[0]
    if uv.exists() and capture([uv, "--version"]).split()[1:2] == [pinned.removeprefix("uv==")]:
        return uv
    try:
        with phase(pinned.replace("==", " ")):
            requirements = str(REQUIREMENTS / "bootstrap.txt")
            pip(venv, "install", "--only-binary", ":all:", "--require-hashes", "--requirement", requirements)
    except BootstrapError as error:
        print(error, file=sys.stderr)
        return None
    return uv


def sync(requirements: Path, uv: Path | None, venv: Path) -> None:
    """Exactly the packages of a lock file, by uv; by pip, which is slower, where uv is missing or fails."""
    if uv is not None:
        python = str(python_of(venv))
        command = [str(uv), "pip", "sync", "--quiet", "--require-hashes", "--python", python, str(requirements)]
        configuration = pip_configuration(venv)
        variables = uv_variables(configuration)
        try:
            call([*command, *uv_flags(configuration)], "uv could not install the packages.", variables)
            return
        except BootstrapError as error:
            print(f"\n{error}\n  trying pip, which takes minutes …", file=sys.stderr)
    pip(venv, "install", "--no-deps", "--require-hashes", "--requirement", str(requirements))


def lock(options: Sequence[str]) -> None:
    """Compile the lock files from requirements/*.in; pins that stand are kept unless uv is told to upgrade."""
    uv = install_uv(VENV)
    if uv is None:
        raise BootstrapError("Lock files are compiled by uv, which could not be installed.")
    # dev.in includes run.in; constraining it by run.txt keeps what is tested the same as what runs.
    configuration = pip_configuration(VENV)
    like_run = ("--constraint", "requirements/run.txt")
    for name, constraints in (("bootstrap", ()), ("run", ()), ("dev", like_run), ("superset", ())):
        command = [str(uv), "pip", "compile", "--quiet", "--generate-hashes", "--universal", "--python-version", "3.11"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"]
        command += [*constraints, *options, f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt"]
        with phase(f"requirements/{name}.txt"):
            call([*command, *uv_flags(configuration)], f"{name}.in has no solution.", uv_variables(configuration))


def pip_configuration(venv: Path) -> dict[str, str]:
    """pip's options from its files and the environment, the stronger source winning as it does in pip."""
    options: dict[str, tuple[int, str]] = {}
    strength = {"global": 0, "install": 1, ":env:": 2}
    for line in capture([python_of(venv), "-m", "pip", "config", "list"]).splitlines():
        key, separator, value = line.partition("=")
        section, _, option = key.rpartition(".")
        if separator and section in strength and strength[section] >= options.get(option, (0, ""))[0]:
            options[option] = (strength[section], str(ast.literal_eval(value)))
    return {option: value for option, (_, value) in options.items()}


def uv_environment(configuration: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """uv's variables that say what pip's configuration says; a variable the user has set is left alone.

    Indexes are searched as one, as pip does: the hashes of the lock file decide which file is the right one.
    """
    variables = {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_NO_PROGRESS": "1"}
    for option, value in configuration.items():
        if option in PIP_TO_UV and value.strip():
            separator = "," if option in COMMA_SEPARATED else " "
            variables[PIP_TO_UV[option]] = separator.join(value.split())
    return {name: value for name, value in variables.items() if name not in environment}


def uv_flags(configuration: Mapping[str, str]) -> list[str]:
    return ["--no-index"] if configuration.get("no-index", "").lower() in {"1", "true", "yes", "on"} else []


def uv_variables(configuration: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, **uv_environment(configuration, os.environ)}


def expose_project() -> None:
    """Make the rooms importable and write the console commands pyproject.toml names.

    An editable install would do the same, but needs a build backend that no lock file holds by hash.
    """
    (site_packages,) = VENV.glob("lib/python3.*/site-packages")
    write_if_changed(site_packages / "thi_dua_warehouse.pth", f"{ROOT}\n")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, target in project["scripts"].items():
        module, function = target.split(":")
        script = VENV / "bin" / name
        write_if_changed(script, COMMAND.format(module=module, function=function))
        script.chmod(0o755)


def write_if_changed(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def pip(venv: Path, *arguments: str) -> None:
    command = [str(python_of(venv)), "-m", "pip", "-qq", "--disable-pip-version-check", "--no-input", *arguments]
    call(command, "pip failed.")


def call(command: Sequence[str], failure: str, environment: Mapping[str, str] | None = None) -> None:
    """Run a command quietly; its last lines are shown where it fails."""
    done = subprocess.run(  # noqa: S603  # every command is built in this file
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise BootstrapError(f"{failure}\n{said}")


def capture(command: Sequence[str | Path]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # as above
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
