"""docker-compose.yml is valid, pinned, healthy and without secrets; its Dockerfile is pinned and unprivileged."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft201909Validator

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
DOCKERFILES = {
    name: (ROOT / name).read_text(encoding="utf-8") for name in ("Dockerfile", "serving/superset/Dockerfile")
}
VARIABLE = re.compile(r"(?<!\$)\$\{(?P<name>\w+)(?P<rule>:[?-][^}]*)?\}")
SECRET = re.compile(r"PASSWORD|SECRET|KEY|TOKEN")


def names(depends_on: list[str] | dict[str, Any]) -> set[str]:
    return set(depends_on)


def runs_once(service: str) -> bool:
    """Whether others wait for the service to end."""
    conditions = [other.get("depends_on", {}).get(service, {}).get("condition") for other in SERVICES.values()]
    return "service_completed_successfully" in conditions


def test_it_is_valid_by_the_compose_specification() -> None:
    schema = json.loads((Path(__file__).parent / "compose_specification" / "compose_spec.json").read_text("utf-8"))
    errors = list(Draft201909Validator(schema).iter_errors(yaml.safe_load(COMPOSE)))
    assert errors == []


def test_the_airflow_services_of_a_production_are_all_there() -> None:
    assert {"api-server", "scheduler", "dag-processor", "triggerer", "migrate", "postgres", "mailpit"} <= set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_tells_its_health_or_ends_before_others_start(service: str) -> None:
    assert "healthcheck" in SERVICES[service] or runs_once(service)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_waits_only_for_services_there_are(service: str) -> None:
    assert names(SERVICES[service].get("depends_on", {})) <= set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_an_image_is_built_here_or_pinned_by_a_tag(service: str) -> None:
    image = SERVICES[service]["image"]
    assert "build" in SERVICES[service] or re.fullmatch(r"[\w/-]+:v?\d+\.\d+[\w.-]*", image)


@pytest.mark.parametrize("service", SERVICES)
def test_a_port_is_open_to_this_machine_alone(service: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[service].get("ports", []))


@pytest.mark.parametrize("service", SERVICES)
def test_a_volume_of_a_service_is_declared_or_there(service: str) -> None:
    declared = yaml.safe_load(COMPOSE)["volumes"]
    assert all(volume.split(":")[0] in declared for volume in SERVICES[service].get("volumes", []))


def test_a_secret_is_a_required_variable_and_stands_nowhere_else() -> None:
    for name, value in [item for service in SERVICES.values() for item in service.get("environment", {}).items()]:
        if SECRET.search(name) and not name.endswith("_FILE"):
            assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), f"{name} must be a required variable"


def test_every_variable_is_explained_in_env_example() -> None:
    explained = (ROOT / ".env.example").read_text(encoding="utf-8")
    for match in VARIABLE.finditer(COMPOSE):
        line = rf"^{'' if (match['rule'] or '').startswith(':?') else '# '}{match['name']}="
        assert re.search(line, explained, re.MULTILINE), match["name"]


def test_only_one_process_may_write_duckdb() -> None:
    executors = {service.get("environment", {}).get("AIRFLOW__CORE__EXECUTOR") for service in SERVICES.values()}
    assert executors == {"LocalExecutor", None}
    assert "replicas" not in COMPOSE


def test_commands_call_scripts_there_are() -> None:
    for script in re.findall(r"scripts/[\w.]+", COMPOSE + "".join(DOCKERFILES.values())):
        assert (ROOT / script).is_file(), script


def test_every_image_is_built_by_a_file_there_is() -> None:
    builds = [service["build"] for service in SERVICES.values() if "build" in service]
    assert {build["dockerfile"] if isinstance(build, dict) else "Dockerfile" for build in builds} == set(DOCKERFILES)


@pytest.mark.parametrize("dockerfile", DOCKERFILES)
def test_what_an_image_copies_is_there_and_not_ignored(dockerfile: str) -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for source in re.findall(r"^COPY --chown=\S+ (\S+) ", DOCKERFILES[dockerfile], re.MULTILINE):
        assert (ROOT / source).exists(), source
        assert source == "." or f"!{source.split('/')[0]}" in ignored, source


@pytest.mark.parametrize("dockerfile", DOCKERFILES)
def test_the_image_is_built_on_a_pinned_base(dockerfile: str) -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILES[dockerfile], re.MULTILINE)
    assert bases
    assert all(re.search(r":\d+\.\d+\.\d+", base) for base in bases)


@pytest.mark.parametrize("dockerfile", DOCKERFILES)
def test_the_image_runs_without_privileges(dockerfile: str) -> None:
    users = re.findall(r"^USER (\S+)", DOCKERFILES[dockerfile], re.MULTILINE)
    assert users
    assert users[-1] not in {"root", "0"}


def test_the_image_holds_only_what_is_named() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    assert patterns[0] == "*"
    assert all((ROOT / pattern[1:]).exists() for pattern in patterns if pattern.startswith("!"))
    assert not {"!.env", "!data", "!.git"} & set(patterns)
