"""YAML files that remember on which line each field stands."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from knowledge.faults import Fault, KnowledgeError

Loc = Sequence[str | int]


class YamlSource:
    """One YAML file: its data, and the line of every field in it.

    Args:
        path: the file.
        root: the folder that names in faults are relative to.

    Raises:
        KnowledgeError: if the file is missing, is not UTF-8 or is not YAML, or says a key twice.
    """

    def __init__(self, path: Path, root: Path) -> None:
        self.name = path.relative_to(root).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            self._node = yaml.compose(text, Loader=yaml.CSafeLoader)
            self.data: Any = yaml.load(text, Loader=yaml.CSafeLoader)
        except FileNotFoundError:
            raise self._broken(1, "the file is missing") from None
        except UnicodeDecodeError:
            raise self._broken(1, "the file is not UTF-8 text") from None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._broken(mark.line + 1 if mark else 1, f"not valid YAML ({error.problem})") from None
        except yaml.YAMLError as error:
            raise self._broken(1, f"not valid YAML ({error})") from None
        self._refuse_double_keys(self._node)

    def line(self, loc: Loc = ()) -> int:
        """Line (from 1) of the field that `loc` leads to, or of its nearest ancestor in the file."""
        node, line = self._node, 1
        for step in loc:
            if isinstance(node, yaml.MappingNode):
                found = next(((k, v) for k, v in node.value if k.value == str(step)), None)
                if found is None:
                    break
                key, node = found
                line = key.start_mark.line + 1
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                if step >= len(node.value):
                    break
                node = node.value[step]
                line = node.start_mark.line + 1
            else:
                break
        return line

    def fault(self, loc: Loc, message: str) -> Fault:
        """A fault at the field that `loc` leads to; list entries are named by their id where they have one."""
        return Fault(self.name, self.line(loc), self._field(loc), message)

    def _field(self, loc: Loc) -> str:
        parts, data = [], self.data
        for step in loc:
            try:
                data = data[step]
            except (KeyError, IndexError, TypeError):
                data = None
            name = data.get("id") or data.get("intent") if isinstance(data, dict) else None
            parts.append(str(name if name and isinstance(step, int) else step))
        return ".".join(parts)

    def _broken(self, line: int, message: str) -> KnowledgeError:
        return KnowledgeError([Fault(self.name, line, "", message)])

    def _refuse_double_keys(self, node: yaml.Node | None) -> None:
        # YAML keeps the last of two equal keys in silence: an item's steps would vanish unseen.
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    raise self._broken(key.start_mark.line + 1, f"the key '{key.value}' stands here twice")
                seen.add(key.value)
                self._refuse_double_keys(value)
        elif isinstance(node, yaml.SequenceNode):
            for child in node.value:
                self._refuse_double_keys(child)
