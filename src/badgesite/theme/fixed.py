"""Words that are the same on every page, written into the templates while these are compiled."""

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer


class FixedWords(Environment):
    """An environment whose templates hold the texts that need nothing filled in, rather than ask for them."""

    def __init__(self, fixed: Mapping[str, str], **options: Any) -> None:
        """`fixed` are these texts, by key; the options are those of any environment."""
        super().__init__(**options)
        self._fixed = fixed

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        """Return the Python code of a template; Jinja's own place for changing what is compiled."""
        if "t" not in _list_named(source):
            source = _Fixer(self._fixed).visit(source)
        return super()._generate(source, name, filename, defer_init)


def _list_named(source: nodes.Template) -> Iterator[str]:
    """Yield the names that a template itself gives to something."""
    for node in source.find_all((nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)):
        match node:
            case nodes.Name(name=name, ctx="store" | "param") | nodes.Macro(name=name) | nodes.Import(target=name):
                yield name
            case nodes.FromImport(names=names):
                yield from (name if isinstance(name, str) else name[1] for name in names)


class _Fixer(NodeTransformer):
    def __init__(self, fixed: Mapping[str, str]) -> None:
        self._fixed = fixed

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the name is Jinja's
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name="t"), args=[nodes.Const(value=key)], kwargs=[], dyn_args=None, dyn_kwargs=None
            ) if key in self._fixed:
                return nodes.Const(self._fixed[key], lineno=node.lineno)
        return node
