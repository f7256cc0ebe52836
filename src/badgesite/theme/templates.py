"""What is wrong in the templates of a site's own theme, found without filling them, with the file and the line."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from badgesite.errors import Problem, suggest
from badgesite.theme.find import Theme
from badgesite.theme.strings import Forms, Strings
from badgesite.theme.words import find_places

_Naming = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
Part = TypeVar("Part", bound=nodes.Node)


class Tree:
    """A template as it was read; its parts are walked through once, however often some of them are looked for."""

    def __init__(self, root: nodes.Template) -> None:
        self.root = root
        self._parts = tuple(root.find_all(nodes.Node))

    def find_all(self, kind: type[Part] | tuple[type[Part], ...]) -> Iterator[Part]:
        """Yield the parts of a kind, in their order."""
        return (part for part in self._parts if isinstance(part, kind))


class Source(NamedTuple):
    """A template that was read: its path below `templates/`, its file, whether it is the site's own, its parts."""

    path: str
    file: Path
    is_own: bool
    tree: Tree


class Reading(NamedTuple):
    """The templates of a theme that could be read, and what is wrong with the others."""

    sources: tuple[Source, ...]
    faults: tuple[Problem, ...]

    def reads(self, key: str) -> bool:
        """Whether a template may read the text of that key."""
        keys = [_keys_of(call) for source in self.sources for call in _list_calls(source.tree)]
        return any(key in exact or key.startswith(begun) for exact, begun in keys)


def read_templates(theme: Theme, environment: Environment) -> Reading:
    """Return the templates by the paths that others name them by."""
    files: dict[str, Path] = {}
    for folder in reversed(theme.folders):
        top = folder / "templates"
        own = {file.relative_to(top).as_posix(): file for file in top.rglob("*") if file.is_file()}
        files |= own
        files |= {f"{folder.name}/{path}": file for path, file in own.items() if folder not in theme.own_folders[:1]}
    sources, faults = [], []
    trees: dict[Path, Tree] = {}  # most files have two paths
    for path, file in sorted(files.items()):
        is_own = any(file.is_relative_to(folder) for folder in theme.own_folders)
        try:
            if file not in trees:
                trees[file] = Tree(environment.parse(file.read_bytes().decode(), path, str(file)))
        except UnicodeDecodeError:
            faults.append(Problem(str(file), 1, 1, "this file is not UTF-8", "save it as UTF-8"))
        except TemplateSyntaxError as error:
            faults.append(_at(file, error.lineno, error.message or "this cannot be read", "correct the template"))
        else:
            sources.append(Source(path, file, is_own, trees[file]))
    return Reading(tuple(sources), tuple(faults))


def find_template_faults(
    theme: Theme,
    reading: Reading,
    environment: Environment,
    strings: Strings | None,
    names: Mapping[str, Collection[str]],
) -> Iterator[Problem]:
    """Yield what is wrong in the theme's own templates.

    `names` holds, for each template that makes an output, what it can read; without words none are looked for.
    """
    yield from reading.faults
    by_path = {source.path: source for source in reading.sources}
    for path in sorted(names):
        if theme.find(f"templates/{path}") is None:
            what, remedy = f"the theme {theme.name} has no template {path}", "write it, or add `extends: default`"
            yield Problem(str(theme.folders[0] / "theme.yaml"), 1, 1, what, remedy)
    pages = frozenset(names.get("programme.html", ()))
    unprefixed = {path for path in by_path if path.split("/")[0] not in {folder.name for folder in theme.folders}}
    for source in reading.sources:
        if source.is_own or source.path in unprefixed:
            yield from _check_pieces(source, by_path)
        if source.is_own:
            yield from _check_used(source, by_path, names)
            yield from _check_words(source, strings) if strings else ()
            calls = list(_check_calls(source, environment))
            known = {*names.get(source.path, pages), *_list_set(source, by_path)}
            yield from calls or _check_names(source, environment, known)


def _check_calls(source: Source, environment: Environment) -> Iterator[Problem]:
    """Yield a problem for each filter and test that there is not."""
    kinds: tuple[tuple[type[nodes.Filter] | type[nodes.Test], str, Collection[str]], ...] = (
        (nodes.Filter, "filter", environment.filters),
        (nodes.Test, "test", environment.tests),
    )
    for kind, called, known in kinds:
        for node in source.tree.find_all(kind):
            if node.name not in known:
                own = "see https://jinja.palletsprojects.com/templates/ for those there are"
                yield _at(
                    source.file, node.lineno, f"there is no {called} “{node.name}”", suggest(node.name, known, own)
                )


def _check_names(source: Source, environment: Environment, known: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each name that nothing gives, at the first line that reads it."""
    try:
        unknown = meta.find_undeclared_variables(source.tree.root) - set(known) - environment.globals.keys()
        environment.compile(source.tree.root, source.path, str(source.file))
    except TemplateSyntaxError as error:
        yield _at(source.file, error.lineno, error.message or "this cannot be read", "correct the template")
        return
    first: dict[str, int] = {}
    for node in source.tree.find_all(nodes.Name):
        if node.ctx == "load" and node.name in unknown - _asked_for(source.tree):
            first.setdefault(node.name, node.lineno)
    given = {*known, *environment.globals}
    for name, line in first.items():
        remedy = suggest(name, given, f"a template can read: {', '.join(sorted(given))}")
        yield _at(source.file, line, f"there is nothing called “{name}”", remedy)


def _list_set(source: Source, by_path: Mapping[str, Source]) -> set[str]:
    """Return the names that a template, or one that it extends, sets itself: its blocks can read them."""
    found: set[str] = set()
    seen: set[str] = set()
    queue = [source]
    while queue:
        each = queue.pop()
        seen.add(each.path)
        found |= _list_exports(each.tree) | {node.target for node in each.tree.find_all(nodes.Import)}
        for taken in each.tree.find_all(nodes.FromImport):
            found |= {name if isinstance(name, str) else name[1] for name in taken.names}
        above = {path for node in each.tree.find_all(nodes.Extends) for path in _paths_of(node)}
        queue += [by_path[path] for path in above - seen if path in by_path]
    return found


def _asked_for(tree: Tree) -> set[str]:
    """Return the names of which the template itself asks whether they are there."""
    guards = [test.node for test in tree.find_all(nodes.Test) if test.name in ("defined", "undefined")]
    guards += [each.node for each in tree.find_all(nodes.Filter) if each.name in ("default", "d") and each.node]
    return {node.name for node in guards if isinstance(node, nodes.Name)}


def _check_pieces(source: Source, by_path: Mapping[str, Source]) -> Iterator[Problem]:
    """Yield a problem for each template that is named and not there, and each macro that is called and not there."""
    for node in source.tree.find_all(_Naming):
        for path in _paths_of(node):
            if path == source.path and isinstance(node, nodes.Extends):
                remedy = f"extend that of the theme below, such as “default/{path}”"
                yield _at(source.file, node.lineno, "this template extends itself", remedy)
            if path not in by_path and source.is_own and not getattr(node, "ignore_missing", False):
                remedy = suggest(path, by_path, "write it into templates/ of the theme")
                yield _at(source.file, node.lineno, f"there is no template {path}", remedy)
    for target, name, line in _list_macros(source.tree):
        if target in by_path and name not in (there := _list_exports(by_path[target].tree)):
            if source.is_own:
                yield _at(
                    source.file, line, f"{target} has no macro “{name}”", suggest(name, there, "write it there")
                )
            elif by_path[target].is_own:
                what = f"this file lacks the macro “{name}”, which {source.path} uses"
                yield _at(by_path[target].file, 1, what, suggest(name, there, "add it"))


def _paths_of(node: nodes.Node) -> Iterator[str]:
    template: nodes.Node = node.template  # type: ignore[attr-defined]  # all four kinds have one
    if isinstance(template, nodes.Const) and isinstance(template.value, str):
        yield template.value


def _list_macros(tree: Tree) -> Iterator[tuple[str, str, int]]:
    """Yield the macros that a template takes from others: the other's path, the name, the line."""
    targets = {node.target: path for node in tree.find_all(nodes.Import) for path in _paths_of(node)}
    for read in tree.find_all(nodes.Getattr):
        if isinstance(read.node, nodes.Name) and read.node.name in targets:
            yield targets[read.node.name], read.attr, read.lineno
    for taken in tree.find_all(nodes.FromImport):
        for path in _paths_of(taken):
            yield from ((path, name if isinstance(name, str) else name[0], taken.lineno) for name in taken.names)


def _list_exports(tree: Tree) -> set[str]:
    macros = {node.name for node in tree.find_all(nodes.Macro)}
    return macros | {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}


def _check_used(source: Source, by_path: Mapping[str, Source], names: Mapping[str, object]) -> Iterator[Problem]:
    """Yield a warning if no output is made with the template and no other one names it."""
    named = {path for each in by_path.values() for node in each.tree.find_all(_Naming) for path in _paths_of(node)}
    dynamic = any(not [*_paths_of(node)] for each in by_path.values() for node in each.tree.find_all(_Naming))
    if source.path not in names and source.path not in named and not dynamic:
        remedy = suggest(source.path, names.keys(), "remove it, or include it in another")
        what = f"nothing uses the template {source.path}"
        yield Problem(str(source.file), 1, 1, what, remedy, is_warning=True)


def _check_words(source: Source, strings: Strings) -> Iterator[Problem]:
    """Yield a problem for each text that is asked for and not there, or whose places are not filled."""
    for call in _list_calls(source.tree):
        exact, _ = _keys_of(call)
        for key in sorted(exact):
            if key not in strings.texts:
                remedy = suggest(key, strings.texts.keys(), "add it to strings/en.yaml of the theme")
                yield _at(source.file, call.lineno, f"there is no text “{key}”", remedy)
                continue
            text = strings.texts[key]
            needed = find_places(text) | ({"n"} if isinstance(text, Forms) else set())
            lacking = sorted(needed - {each.key for each in call.kwargs})
            if lacking and call.dyn_kwargs is None:
                what, remedy = f"“{key}” needs {' and '.join(lacking)}", f"give it here, as {lacking[0]}=…"
                yield _at(source.file, call.lineno, what, remedy)


def _list_calls(tree: Tree) -> Iterator[nodes.Call]:
    """Yield the places where a template asks for words."""
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t" and call.args:
            yield call


def _keys_of(call: nodes.Call) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the keys that a call may ask for, and how others begin that only filling the template tells."""
    key = call.args[0]
    if isinstance(key, nodes.Const):
        return frozenset({str(key.value)}), ()
    if isinstance(key, nodes.CondExpr):
        branches = [each.value for each in (key.expr1, key.expr2) if isinstance(each, nodes.Const)]
        return frozenset(map(str, branches)), ("",) if len(branches) < 2 else ()
    first = key.nodes[0] if isinstance(key, nodes.Concat) else key.left if isinstance(key, nodes.Add) else None
    return frozenset(), (str(first.value) if isinstance(first, nodes.Const) else "",)


def _at(file: Path, line: int, what: str, remedy: str) -> Problem:
    return Problem(str(file), line, 1, what, remedy)
