"""Making a mutant in a process that has imported everything: what has the old code gets the new.

A function is changed wherever it is held, since the object stays and its code is exchanged. A constant of a
module is set anew with the constants that are counted from it, in every module that took it by its name.
"""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Iterable, Iterator
from functools import _lru_cache_wrapper
from types import CodeType, FunctionType
from typing import Any

from tests.mutants.mutant import ROOT, Mutant


class CannotBeMade(Exception):
    """Nothing holds the function, or its names within a closure are others."""


def make(mutant: Mutant) -> None:
    """Raises CannotBeMade, and what a constant raises that cannot be counted any more."""
    tree = mutant.make()
    if mutant.is_of_function:
        _function_anew(mutant, tree)
    else:
        _constants_anew(mutant, tree)
    for kept in held(_lru_cache_wrapper):
        kept.cache_clear()


def held(kind: type) -> Iterator[Any]:
    return (each for each in gc.get_objects() if type(each) is kind)


def _function_anew(mutant: Mutant, tree: ast.Module) -> None:
    path = str(ROOT / mutant.file)
    codes = [each for each in _codes(compile(tree, path, "exec")) if each.co_qualname == mutant.where]
    functions = [each for each in held(FunctionType) if _is_of(each.__code__, path, mutant.where)]
    if not codes or not functions:
        raise CannotBeMade(mutant)
    try:
        for each in functions:
            each.__code__ = codes[0]
    except ValueError as error:
        raise CannotBeMade(mutant) from error


def _is_of(code: CodeType, path: str, where: str) -> bool:
    return code.co_filename == path and code.co_qualname == where


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


def _constants_anew(mutant: Mutant, tree: ast.Module) -> None:
    space = vars(sys.modules[mutant.file.removesuffix(".py").replace("/", ".")])
    changed: set[str] = set()
    for statement in tree.body[tree.body.index(mutant.statement) :]:
        if statement is mutant.statement or (
            isinstance(statement, ast.Assign | ast.AnnAssign) and _names(statement) & changed
        ):
            before = dict(space)
            exec(compile(ast.Module([statement], []), mutant.file, "exec"), space)  # noqa: S102
            changed |= {name for name, value in before.items() if space[name] is not value}
            _take(before, space, changed)


def _names(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _take(before: dict[str, Any], after: dict[str, Any], names: Iterable[str]) -> None:
    """Give the new values to whoever imported the old ones, or has them as what is taken by default."""
    for module in list(sys.modules.values()):
        for name in names:
            if vars(module).get(name) is before[name]:
                setattr(module, name, after[name])
    new = {id(before[name]): after[name] for name in names}
    for function in held(FunctionType):
        if function.__kwdefaults__:
            function.__kwdefaults__ = {
                key: new.get(id(value), value) for key, value in function.__kwdefaults__.items()
            }
