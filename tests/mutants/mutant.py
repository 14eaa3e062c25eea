"""Every mutant of a file: one change in one place of a function, or of what a constant of the module is.

What stands in the body of a class beside its functions (the fields of a record) and what a function takes
by default are left as they are.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tests.mutants.changes import others, returned_others

ROOT = Path(__file__).parents[2]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# The parts of a node that say what it is called and what it takes, and nothing of what it does.
NO_PLACE = frozenset({"annotation", "returns", "decorator_list"})
WORDS = 100


@dataclass(frozen=True)
class Mutant:
    """`where` is the function with its class, or the constant; `change` shows the old and the new text."""

    file: str
    where: str
    line: int
    change: str
    place: tuple[ast.AST, str, int | None]
    by: ast.AST
    statement: ast.stmt
    number: int = 1

    @property
    def key(self) -> str:
        """Which it is, whatever lines are added above it."""
        numbered = f" ({self.number})" if self.number > 1 else ""
        return f"{self.file} | {self.where} | {self.change}{numbered}"

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.where}: {self.change}"

    @property
    def is_of_function(self) -> bool:
        return isinstance(self.statement, (*FUNCTIONS, ast.ClassDef))

    def make(self) -> ast.Module:
        """The tree of the file with the change. Others of the file cannot be made after it."""
        node, field, index = self.place
        ast.copy_location(self.by, self.statement)
        if index is None:
            setattr(node, field, self.by)
        else:
            getattr(node, field)[index] = self.by
        return ast.fix_missing_locations(tree_of(self.file))


@cache
def tree_of(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text("utf-8"))


def mutants_of(file: str) -> list[Mutant]:
    """All of them, in the order of the file. The same change in a second place of a function is numbered."""
    seen: Counter[str] = Counter()
    found = []
    for statement in tree_of(file).body:
        for where, part in _parts(statement):
            for mutant in _mutants(file, where, part, statement):
                seen[mutant.key] += 1
                number = seen[mutant.key]
                found.append(replace(mutant, number=number) if number > 1 else mutant)
    return found


def _parts(statement: ast.stmt, inside: str = "") -> Iterator[tuple[str, ast.AST]]:
    """The functions of a statement with their names, or the constant that it sets."""
    if isinstance(statement, FUNCTIONS):
        yield f"{inside}{statement.name}", statement
    elif isinstance(statement, ast.ClassDef):
        for each in statement.body:
            if isinstance(each, (*FUNCTIONS, ast.ClassDef)):
                yield from _parts(each, f"{inside}{statement.name}.")
    elif isinstance(statement, ast.Assign | ast.AnnAssign) and not inside and statement.value is not None:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        if isinstance(target, ast.Name | ast.Tuple) and ast.unparse(target) != "__all__":
            yield ast.unparse(target), statement


def _mutants(file: str, where: str, part: ast.AST, statement: ast.stmt) -> Iterator[Mutant]:
    is_bool = isinstance(part, FUNCTIONS) and part.returns is not None and ast.unparse(part.returns) == "bool"
    for parent, field, index, node in _places(part):
        instead = returned_others(node, is_bool) if isinstance(node, ast.Return) else others(node)
        for other in instead:
            line = getattr(node, "lineno", getattr(parent, "lineno", statement.lineno))
            yield Mutant(file, where, line, _change(node, other), (parent, field, index), other, statement)


def _places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Each node under this one, with where it is."""
    for field, value in ast.iter_fields(node):
        if field in NO_PLACE or isinstance(value, ast.arguments):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(child, ast.AST) and not _is_words(child):
                yield node, field, index, child
                yield from _places(child)


def _is_words(node: ast.AST) -> bool:
    """A docstring."""
    said = node.value if isinstance(node, ast.Expr) else None
    return isinstance(said, ast.Constant) and isinstance(said.value, str)


def _change(node: ast.AST, other: ast.AST) -> str:
    """Both as text, from where they differ on."""
    before, after = (" ".join(ast.unparse(each).replace("\\n", " ").split()) for each in (node, other))
    same = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    begin = max(same - WORDS // 4, 0) if max(len(before), len(after)) > WORDS else 0
    return " -> ".join(("…" if begin else "") + text[begin : begin + WORDS] for text in (before, after))
