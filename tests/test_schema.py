"""`badgesite schema`: editors take what badgesite takes, refuse what it refuses, and explain every key."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from badgesite.tools.schema import make_schema
from command import run
from rich_site import RICH
from sites import write_site

REPOSITORY = Path(__file__).parent.parent
KINDS = ("site", "badges", "milestones", "groups", "customers")


def read_as_editors_do(text: str) -> list[Any]:
    """Return the documents of a YAML 1.2 text; days stay text there."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.yaml_constructors["tag:yaml.org,2002:timestamp"] = lambda _, node: node.value
    return list(yaml.load_all(io.StringIO(text)))


def complaints(kind: str, text: str) -> list[str]:
    """Return what an editor underlines in a file of a kind."""
    validator = jsonschema.Draft7Validator(make_schema(kind))
    return [error.message for document in read_as_editors_do(text) for error in validator.iter_errors(document)]


def kind_of(path: str) -> str:
    """Return the name of the schema for a file below `content/`."""
    return "site" if path == "content/site.yaml" else path.split("/")[1]


def list_yaml(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each YAML file of a site."""
    for file in sorted((folder / "content").rglob("*.yaml")):
        yield file.relative_to(folder).as_posix(), file.read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one_and_explains_every_key(kind: str) -> None:
    schema = make_schema(kind)
    jsonschema.Draft7Validator.check_schema(schema)
    text = json.dumps(schema)
    for name in re.findall(r'"\$ref": "#/\$defs/(\w+)"', text):
        assert name in schema["$defs"]
    for record in schema["$defs"].values():
        for key, value in record.get("properties", {}).items():
            assert value.get("description"), key


def test_what_badgesite_takes_is_not_underlined(tmp_path: Path) -> None:
    assert run("init", tmp_path / "new").code == 0
    sites = [REPOSITORY, tmp_path / "new", write_site(tmp_path / "rich", RICH)]
    for site in sites:
        for path, text in list_yaml(site):
            assert complaints(kind_of(path), text) == [], path


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("customers", "name: No\nbio:\nawards:\njoined: ~\n"),
        ("customers", "name: 012\ngroup: 2024\nmetrics: {orders: 1.5, done: yes}\n"),
        ("badges", "name: X\ntext: 10\nribbon: 2024\nsecret: true\n"),
        ("badges", "- {id: a, name: A}\n- {id: b, name: B}\n"),
        ("milestones", "badge: b\nwhen: {metric: m, target: 2.5, within: 30 days}\n"),
        (
            "milestones",
            "id: a\nname: A\nmetric: m\nsteps: [{target: 1, badge: b}]\n---\nid: b\nbadge: b\nwhen: {flag: f}\n",
        ),
    ],
)
def test_free_forms_are_not_underlined(kind: str, text: str) -> None:
    assert complaints(kind, text) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("customers", "nme: Ada\n"),
        ("customers", "bio: No name.\n"),
        ("customers", "name: Ada\njoined: 3.4.2024\n"),
        ("customers", "name: Ada\nvisibility: hidden\n"),
        ("customers", "name: Ada\nawards: [{date: 2024-01-01}]\n"),
        ("customers", "- {name: Without an id}\n"),
        ("badges", "name: X\ntear: gold\n"),
        ("badges", "name: X\nsecret: maybe\n"),
        ("milestones", "badge: b\n"),
        ("milestones", "badge: b\nwhen: {metric: m}\n"),
        ("milestones", "name: A\nmetric: m\nsteps: []\n"),
        ("site", "name: N\nurl: https://n.example\nshare: [linkdin]\n"),
    ],
)
def test_what_badgesite_refuses_is_underlined(kind: str, text: str) -> None:
    assert complaints(kind, text)


def test_init_writes_what_editors_need_and_new_follows(tmp_path: Path) -> None:
    run("init", tmp_path)
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text())
    for schema, pattern in settings["yaml.schemas"].items():
        assert (tmp_path / schema).is_file()
        assert list(tmp_path.glob(pattern))
    run("new", "customer", "eve", "--site", tmp_path)
    for path, text in list_yaml(tmp_path):
        (place,) = re.findall(r"\A# yaml-language-server: \$schema=(\S+)\n", text)
        assert ((tmp_path / path).parent / place).resolve() == tmp_path / "schemas" / f"{kind_of(path)}.json"
    assert run("check", "--site", tmp_path).code == 0


def test_without_schemas_new_names_none(tmp_path: Path) -> None:
    write_site(tmp_path, RICH)
    run("new", "group", "more", "--site", tmp_path)
    assert (tmp_path / "content/groups/more.yaml").read_text().startswith("name: More\n")


def test_settings_of_ones_own_stay(tmp_path: Path) -> None:
    write_site(tmp_path, RICH + '-- .vscode/settings.json --\n{"editor.tabSize": 2, "yaml.schemas": {"a": "b"}}\n')
    assert run("schema", "--site", tmp_path).code == 0
    once = (tmp_path / ".vscode/settings.json").read_text()
    settings = json.loads(once)
    assert settings["editor.tabSize"] == 2
    assert settings["yaml.schemas"]["a"] == "b"
    assert settings["yaml.schemas"]["./schemas/site.json"] == "content/site.yaml"
    run("schema", "--site", tmp_path)
    assert (tmp_path / ".vscode/settings.json").read_text() == once


def test_settings_that_are_no_json_are_left_alone(tmp_path: Path) -> None:
    write_site(tmp_path, RICH + '-- .vscode/settings.json --\n{"editor.tabSize": 2, // two\n}\n')
    ran = run("schema", "--site", tmp_path)
    assert ran.code == 2
    assert 'add to it by hand: "yaml.schemas": {"./schemas/site.json"' in ran.err
    assert "// two" in (tmp_path / ".vscode/settings.json").read_text()
    assert not (tmp_path / "schemas").exists()
