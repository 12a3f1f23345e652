"""What the code says about itself, for drawings: who imports whom, which calls a method makes, what Rasa runs."""

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import yaml

from bot.settings import ROOT

Arrows = set[tuple[str, str]]


def imports(packages: Mapping[str, Collection[str]]) -> Arrows:
    """Pairs of packages of which the first imports the second.

    Args:
        packages: by name, the modules that belong to each, such as "bot.web"; what is below a module belongs to the
            package that names it most closely.

    Raises:
        LookupError: if a module of ours belongs to none of them.
    """
    owner = {module: package for package, modules in packages.items() for module in modules}

    def package_of(module: str) -> str | None:
        parts = module.split(".")
        starts = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        return next((owner[start] for start in starts if start in owner), None)

    found: Arrows = set()
    for path in _sources():
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        mine = package_of(module)
        if mine is None:
            raise LookupError(f"{module} belongs to no package of the drawing.")
        for name in _imported(path):
            other = package_of(name)
            if other is not None and other != mine:
                found.add((mine, other))
    return found


def _sources() -> Iterator[Path]:
    aside = {"tests", "scripts", "benchmarks", "build", "models", "var"}
    for folder in sorted(path.parent for path in ROOT.glob("*/__init__.py")):
        if folder.name not in aside:
            yield from sorted(folder.rglob("*.py"))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reduced(arrows: Arrows) -> Arrows:
    """The arrows without those that others imply.

    Raises:
        ValueError: if they run in a circle.
    """
    below = {start: {end for begin, end in arrows if begin == start} for start, _ in arrows}

    def reached(start: str, way: tuple[str, ...] = ()) -> set[str]:
        if start in way:
            raise ValueError(f"These import each other: {', '.join((*way, start))}.")
        return {far for end in below.get(start, ()) for far in (end, *reached(end, (*way, start)))}

    implied = {(start, far) for start, ends in below.items() for end in ends for far in reached(end, (start,))}
    return arrows - implied


def calls(file: str, function: str) -> list[str]:
    """What a method calls on `self`, each once, in the order in which it is done: "self._clean" and the like.

    Args:
        file: path in the project.
        function: name of the method.
    """
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    (found,) = [
        n for n in ast.walk(tree) if isinstance(n, ast.AsyncFunctionDef | ast.FunctionDef) and n.name == function
    ]
    names = [ast.unparse(call.func) for statement in found.body for call in _inside_out(statement)]
    return list(dict.fromkeys(name for name in names if name.startswith("self.")))


def _inside_out(node: ast.AST) -> Iterator[ast.Call]:
    for child in ast.iter_child_nodes(node):
        yield from _inside_out(child)
    if isinstance(node, ast.Call):
        yield node


def pipeline() -> list[str]:
    """Names of what Rasa reads a message with, in order; of our own components without their module."""
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    return [component["name"].rpartition(".")[2] for component in config["pipeline"]]


def processes() -> dict[str, str]:
    """The processes of the service, each with the environment that it runs in ("main" or "rasa")."""
    tree = ast.parse((ROOT / "bot" / "serve.py").read_text(encoding="utf-8"))
    found = {}
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        nodes = list(ast.walk(function))
        lists = {ast.unparse(node.targets[0]): node.value for node in nodes if isinstance(node, ast.Assign)}
        for call in (node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "Command"):
            name, words = call.args[:2]
            words = lists.get(ast.unparse(words), words)
            assert isinstance(name, ast.Constant) and isinstance(words, ast.List)
            python = re.search(r"(\w+)_PYTHON", ast.unparse(words.elts[0]))
            assert python
            found[str(name.value)] = python[1].lower()
    return found
