"""What must hold for the repository as a stranger clones it."""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Written so that this file does not find itself.
FORBIDDEN = {
    "an absolute path of somebody's machine": re.compile(r"(?<![\w.])/(?:work|root|home|Users)/\w"),
    "the host name of a package registry": re.compile(
        r"registry\.npm|npmmirror\.|pypi\.org|pythonhosted\.org|mirrors?\.\w+\.(?:edu|com)|deb\.debian\.org"
    ),
    "a sign of a merge that was not finished": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
}


def _tracked() -> list[Path]:
    """Files that git knows, and new ones that it does not ignore; in an unpacked archive, everything."""
    git = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if git.returncode == 0:
        names = git.stdout.decode().split("\0")
        return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    skipped = {".venv", "node_modules", "data"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not skipped & set(path.parts)]


def _texts() -> Iterator[tuple[Path, str]]:
    for path in _tracked():
        try:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = [
        f"{path}:{text[: match.start()].count(chr(10)) + 1}: {match[0]}"
        for path, text in _texts()
        for match in FORBIDDEN[what].finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text", ["see /" + "home/li/x", "https://" + "pypi." + "org/simple", "<" * 7 + " HEAD"]
)
def test_the_search_for_forbidden_things_finds_them(text: str) -> None:
    assert any(pattern.search(text) for pattern in FORBIDDEN.values())


def test_the_lock_file_names_no_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert all("resolved" not in entry for entry in packages.values())
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())


def test_every_required_library_has_an_exact_version_and_a_reason() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(pyproject)["project"]
    required = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    locked = {
        _normal(line.split("==")[0])
        for line in (ROOT / "constraints.txt").read_text().splitlines()
        if "==" in line
    }
    for requirement in required:
        name = re.split(r"[\[<>=~!]", requirement)[0]
        assert _normal(name) in locked, f"{name} is not in constraints.txt"
        assert re.search(rf'"{re.escape(requirement)}",\s+# \w', pyproject), f"{name} has no reason beside it"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


PACKAGES = sorted(path.parent for path in (ROOT / "onestop").glob("*/__init__.py"))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_every_package_says_in_a_short_readme_what_it_is(package: Path) -> None:
    lines = (package / "README.md").read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"# {package.name}"
    assert len(lines) <= 20


def test_every_package_has_its_place_in_the_import_contract() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    placed = {name.strip() for layer in contract["layers"] for name in layer.split("|")}
    assert {f"onestop.{path.name}" for path in PACKAGES} == placed


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_make_targets_that_the_readmes_promise_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in ("README.md", "README.en.md", "CONTRIBUTING.md"):
        for target in set(re.findall(r"`make (\w+)`", (ROOT / name).read_text(encoding="utf-8"))):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{name}: make {target}"
