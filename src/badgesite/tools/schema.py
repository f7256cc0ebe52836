"""`badgesite schema`: JSON Schemas of the YAML files, and the settings by which editors complete and check them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from badgesite.build.disk import replace_file, telling_refusals
from badgesite.errors import UsageError
from badgesite.model import Badge, Customer, Group, Milestone, Record, Series, Site

FOLDER = "schemas"
SETTINGS = ".vscode/settings.json"
_EXTENSIONS = ".vscode/extensions.json"
_MODELS: Mapping[str, tuple[type[Record], ...]] = {
    "site": (Site,),
    "badges": (Badge,),
    "milestones": (Milestone, Series),
    "groups": (Group,),
    "customers": (Customer,),
}
_TEXT = ["string", "number", "boolean"]
"""badgesite reads every value as text, so a customer may be called 012; an editor takes that for a number."""


def make_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of the files in a folder of `content/`, or of `site`."""
    models = _MODELS[kind]
    references, rest = models_json_schema([(model, "validation") for model in models])
    definitions = {name: _loosen(each) for name, each in rest["$defs"].items()}
    one = [references[model, "validation"] for model in models]
    record = one[0] if len(one) == 1 else {"anyOf": one}
    if kind != "site":
        for model in models:
            definitions[model.__name__]["required"].remove("id")
        several = {"type": "array", "items": {"allOf": [record, {"required": ["id"]}]}}
        record = {"anyOf": [record, several]}
    title = "site.yaml" if kind == "site" else f"A file of {kind}/"
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, **record, "$defs": definitions}


def write_schemas(site: Path) -> tuple[Path, ...]:
    """Write the schemas and the settings of VS Code into a site's folder, and return the files.

    Settings that are there are kept. Raises UsageError where they cannot be read, ProblemsFound if the disk refuses.
    """
    settings = _join_settings(site / SETTINGS, {"yaml.schemas": _map_files()})
    extensions = _join_settings(site / _EXTENSIONS, {"recommendations": ["redhat.vscode-yaml"]})
    texts = {f"{FOLDER}/{kind}.json": make_schema(kind) for kind in _MODELS}
    files = {**texts, SETTINGS: settings, _EXTENSIONS: extensions}
    with telling_refusals(site):
        for path, value in files.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            replace_file(site / path, [json.dumps(value, ensure_ascii=False, indent=2).encode(), b"\n"])
    return tuple(site / path for path in files)


def name_schema(site: Path, kind: str) -> str:
    """Return the first line by which any editor finds the schema of a file; nothing if the site has no schemas."""
    if not (site / FOLDER / f"{kind}.json").is_file():
        return ""
    way_up = "../" if kind == "site" else "../../"
    return f"# yaml-language-server: $schema={way_up}{FOLDER}/{kind}.json\n"


def _map_files() -> dict[str, str]:
    return {
        f"./{FOLDER}/{kind}.json": "content/site.yaml" if kind == "site" else f"content/{kind}/**/*.yaml"
        for kind in _MODELS
    }


def _join_settings(file: Path, more: Mapping[str, Any]) -> dict[str, Any]:
    if not file.exists():
        return dict(more)
    try:
        settings = json.loads(file.read_bytes())
        if not isinstance(settings, dict):
            raise ValueError("it is no object")
    except ValueError as error:
        raise UsageError(f"{file} cannot be read ({error}); add to it by hand: {json.dumps(more)[1:-1]}") from error
    for key, value in more.items():
        old = settings.get(key, type(value)())
        settings[key] = {**old, **value} if isinstance(value, dict) else list(dict.fromkeys([*old, *value]))
    return settings


def _loosen(schema: Any) -> Any:
    """Return a schema of what may be written, where pydantic tells what it becomes."""
    if isinstance(schema, list):
        return [_loosen(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _loosen(value) for key, value in schema.items() if key not in ("title", "default")}
    if "properties" in schema:
        required = schema.get("required", [])
        plain["properties"] = {
            name: _loosen(each) if name in required else _allow_nothing(_loosen(each))
            for name, each in schema["properties"].items()
        }
    if plain.get("type") == "string" and "enum" not in plain:
        plain["type"] = _TEXT
    return plain


def _allow_nothing(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow an empty value, which means that nothing was given."""
    if {"type": "null"} in schema.get("anyOf", []):
        return schema
    about = {key: schema[key] for key in ("description",) if key in schema}
    rest = {key: value for key, value in schema.items() if key not in about}
    return {**about, "anyOf": [rest, {"type": "null"}]}
