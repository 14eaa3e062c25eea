"""Which other node could stand in the place of one: the mistakes that are made in rules, by kind of node."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import copy
from typing import Any

from tests.mutants.sql import is_sql, sql_others

COMPARED: dict[type, type] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
JOINED: dict[type, type] = {
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
SWAPPED = {"any": "all", "all": "any", "min": "max", "max": "min", "add": "discard", "discard": "add"}
# Whose keywords are conditions, and the calls that only narrow what they are called on.
NARROWING = frozenset({"filter", "exclude", "in_force"})
CONDITIONS = frozenset({*NARROWING, "get", "Q"})
LEFT_OUT = (ast.Expr, ast.Raise, ast.AugAssign, ast.Continue, ast.Break)


def others(node: ast.AST) -> Iterator[ast.AST]:
    """What could stand there by mistake; each is new, and the node itself stays as it is."""
    for kind, of_kind in OTHERS.items():
        if isinstance(node, kind):
            yield from of_kind(node)


def returned_others(node: ast.Return, is_bool: bool) -> Iterator[ast.AST]:
    for value in (True, False) if is_bool else (None,):
        if node.value is not None and ast.unparse(node.value) != str(value):
            yield ast.Return(ast.Constant(value))


def _with(node: ast.AST, **fields: Any) -> ast.AST:
    made = copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def _without(of: list[Any], index: int) -> list[Any]:
    return [*of[:index], *of[index + 1 :]]


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    for index, op in enumerate(node.ops):
        yield _with(node, ops=[*node.ops[:index], COMPARED[type(op)](), *node.ops[index + 1 :]])


def _bool_op(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield _with(node, op=JOINED[type(node.op)]())
    for index in range(len(node.values)):
        yield _with(node, values=_without(node.values, index))


def _binary(node: ast.BinOp | ast.AugAssign) -> Iterator[ast.AST]:
    if type(node.op) in JOINED:
        yield _with(node, op=JOINED[type(node.op)]())


def _unary(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


def _tested(node: ast.If | ast.IfExp) -> Iterator[ast.AST]:
    for value in (True, False):
        yield _with(node, test=ast.Constant(value))


def _looped(node: ast.While) -> Iterator[ast.AST]:
    yield _with(node, test=ast.Constant(False))


def _each(node: ast.For) -> Iterator[ast.AST]:
    yield _with(node, iter=ast.Tuple([], ast.Load()))


def _comprehension(node: ast.comprehension) -> Iterator[ast.AST]:
    for index in range(len(node.ifs)):
        yield _with(node, ifs=_without(node.ifs, index))


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield from (ast.Constant(node.value + by) for by in (1, -1))
    elif isinstance(node.value, str) and is_sql(node.value):
        yield from map(ast.Constant, sql_others(node.value))


def _dict(node: ast.Dict) -> Iterator[ast.AST]:
    for index in range(len(node.keys)):
        yield _with(node, keys=_without(node.keys, index), values=_without(node.values, index))


def _call(node: ast.Call) -> Iterator[ast.AST]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in CONDITIONS:
        for index in range(len(node.keywords)):
            yield _with(node, keywords=_without(node.keywords, index))
    if name in NARROWING and isinstance(node.func, ast.Attribute):
        yield node.func.value
    if name in SWAPPED:
        key = "attr" if isinstance(node.func, ast.Attribute) else "id"
        yield _with(node, func=_with(node.func, **{key: SWAPPED[name]}))


def _left_out(node: ast.AST) -> Iterator[ast.AST]:
    yield ast.Pass()


def _assigned(node: ast.Assign) -> Iterator[ast.AST]:
    if not any(isinstance(target, ast.Name | ast.Tuple) for target in node.targets):
        yield ast.Pass()


OTHERS: dict[Any, Callable[[Any], Iterator[ast.AST]]] = {
    ast.Compare: _compare,
    ast.BoolOp: _bool_op,
    (ast.BinOp, ast.AugAssign): _binary,
    ast.UnaryOp: _unary,
    (ast.If, ast.IfExp): _tested,
    ast.While: _looped,
    ast.For: _each,
    ast.comprehension: _comprehension,
    ast.Constant: _constant,
    ast.Dict: _dict,
    ast.Call: _call,
    LEFT_OUT: _left_out,
    ast.Assign: _assigned,
}
