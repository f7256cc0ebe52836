"""Templates compiled for many pages: with the words that are the same on all of them, and with less on the way."""

import re
from collections.abc import Iterator, Mapping, MutableMapping
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

_find_special = re.compile("[&<>'\"]").search


class QuickTemplates(CodeGenerator):
    """Writes templates that ask less often what is known."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja's
        """Write a call as a call: Jinja would ask each time whether what is called wants to know where it is called.

        Only macros do, to know whether to escape. So calls are left to Jinja where nothing is escaped, and also where
        arguments are not all laid open.
        """
        is_open = not (forward_caller or node.dyn_args or node.dyn_kwargs)
        if not is_open or not _does_escape(frame) or any(iskeyword(each.key) for each in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        """Begin to write out a value; Jinja's own place for changing how."""
        if _does_escape(frame):
            self.write("environment.escape(")
        else:
            super()._output_child_pre(node, frame, finalize)


def _does_escape(frame: Frame) -> bool:
    """Whether it is certain that what is written there is escaped."""
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


def escape_seldom(value: object) -> str:
    """Return what Jinja's `escape` does, and most values as they are: there is nothing to escape in them."""
    kind = type(value)
    if kind is Markup or (kind is str and not _find_special(value)):  # type: ignore[call-overload]  # str is known
        return value  # type: ignore[return-value]
    return escape(value)


class QuickEnvironment(Environment):
    """An environment for many pages, whose globals stay; its templates hold the texts that need nothing filled in."""

    code_generator_class = QuickTemplates
    escape = staticmethod(escape_seldom)

    def __init__(self, fixed: Mapping[str, str], **options: Any) -> None:
        """`fixed` are these texts, by key; the options are those of any environment."""
        super().__init__(**options)
        self._fixed = fixed

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return a template's globals as a dictionary: Jinja's takes long wherever a piece is imported."""
        return {**self.globals, **(d or {})}

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        """Return the Python code of a template; Jinja's own place for changing what is compiled."""
        fixed = {} if "t" in _list_named(source) else self._fixed
        return super()._generate(_Fixer(fixed).visit(source), name, filename, defer_init)


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

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802 - the name is Jinja's
        """Let a block yield all that it writes at once: each piece would pass through every template above it."""
        self.generic_visit(node)
        whole = nodes.Filter(None, "safe", [], [], None, None, lineno=node.lineno)
        node.body = [nodes.FilterBlock(node.body, whole, lineno=node.lineno)]
        return node
