"""Finds signs of danger in a message by rules that are data.

A rule names lists of words that must stand close together in one sentence, and lists that call it off: a denial
beside them, a film, a training. The data, with the examples that each rule must and must not match, is
`safety_rules.yml`; faults in it are named by file and line.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Sequence, Set, Tuple

import yaml

LEVELS = ("none", "concern", "urgent", "emergency")
OTHER_SENSE = "other_sense"  # the list of harmless uses of grave words
DENIAL_REACH = 3  # words before the first hit in which a denial counts
WORD = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)*|[.!?;\n]+")
NEEDED = ("id", "level", "because", "find", "match", "not")  # fields of a rule
MORE = ("ordered", "within", "unless", "deniable")  # that it may have
STEM = 3  # letters by which words with a * are looked up

Span = Tuple[int, int]  # first word, one past the last


class SafetyRulesError(Exception):
    """The file of rules cannot be used; the message names file, line and fault.

    Attributes:
        line: of the file, counted from 1.
        what: the fault.
    """

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"{path}, line {line}: {what}")
        self.line, self.what = line, what


@dataclass(frozen=True)
class Finding:
    """What a rule found, and why that counts, in words. `start` and `end` are offsets in the message."""

    level: str
    rule: str
    because: str
    start: int
    end: int


@dataclass(frozen=True)
class Rule:
    """One rule as written in the file; `find` and `unless` hold names of word lists."""

    id: str
    level: str
    because: str
    find: Tuple[str, ...]
    ordered: bool
    within: int
    unless: Tuple[str, ...]
    deniable: bool
    match: Tuple[str, ...]
    misses: Tuple[str, ...]
    line: int = 1  # of the file, where it begins


@dataclass(frozen=True)
class Word:
    """A word in lower case without apostrophes, and where it stands in the message."""

    text: str
    start: int
    end: int


class WordLists:
    """Finds the phrases of named lists. A phrase is one or more words; a * ends a word of which more may follow."""

    def __init__(self, lists: Dict[str, Sequence[str]]) -> None:
        self._exact: Dict[str, List[Tuple[List[str], str]]] = defaultdict(list)
        self._stems: Dict[str, List[Tuple[List[str], str]]] = defaultdict(list)
        for name, phrases in lists.items():
            for phrase in phrases:
                words = phrase.lower().replace("'", "").split()
                if words[0].endswith("*"):
                    self._stems[words[0][:STEM]].append((words, name))
                else:
                    self._exact[words[0]].append((words, name))

    def find(self, words: Sequence[Word]) -> Dict[str, List[Span]]:
        """Every place of every list in one sentence, in order of their first word."""
        texts = [word.text for word in words]
        found: Dict[str, List[Span]] = defaultdict(list)
        for at, text in enumerate(texts):
            for phrase, name in (*self._exact.get(text, ()), *self._stems.get(text[:STEM], ())):
                if _stands_at(phrase, texts, at):
                    found[name].append((at, at + len(phrase)))
        return found


def _stands_at(phrase: List[str], texts: List[str], at: int) -> bool:
    if at + len(phrase) > len(texts):
        return False
    return all(
        text.startswith(word[:-1]) if word.endswith("*") else text == word
        for word, text in zip(phrase, texts[at : at + len(phrase)], strict=True)
    )


class SafetyRules:
    """The rules of one file. `check` needs about a millisecond for a message of usual length."""

    def __init__(self, rules: Sequence[Rule], lists: Dict[str, Sequence[str]], spellings: Dict[str, str]) -> None:
        self.rules = tuple(rules)
        self._raw = (lists, spellings)
        self._lists = WordLists(lists)
        self._spellings = {written: meant.split() for written, meant in spellings.items()}
        self._looked_for = {name for rule in self.rules for name in rule.find}

    @classmethod
    def load(cls, path: Path) -> SafetyRules:
        """Reads and checks a file of rules.

        Raises:
            SafetyRulesError: naming file, line and fault.
        """
        return _read(path)

    def only(self, rule: str) -> SafetyRules:
        """The same words with one rule alone."""
        return SafetyRules([r for r in self.rules if r.id == rule], *self._raw)

    def check(self, text: str) -> Optional[Finding]:
        """The gravest finding in a message, or None."""
        best: Optional[Finding] = None
        for sentence in self._sentences(text):
            places = self._in_their_sense(self._lists.find(sentence))
            for rule in self.rules:
                if best and LEVELS.index(rule.level) <= LEVELS.index(best.level):
                    continue
                span = _matches(rule, places)
                if span:
                    start, end = sentence[span[0]].start, sentence[span[1] - 1].end
                    best = Finding(rule.level, rule.id, rule.because, start, end)
        return best

    def _in_their_sense(self, places: Dict[str, List[Span]]) -> Dict[str, List[Span]]:
        """Without the places of what rules look for that stand upon a phrase of another sense."""
        covered = _words_of(places.get(OTHER_SENSE, ()))
        if not covered:
            return places
        kept = {
            name: [span for span in spans if name not in self._looked_for or covered.isdisjoint(range(*span))]
            for name, spans in places.items()
        }
        return {name: spans for name, spans in kept.items() if spans}

    def _sentences(self, text: str) -> List[List[Word]]:
        sentences: List[List[Word]] = [[]]
        for match in WORD.finditer(text):
            plain = re.sub(r"['’`´]", "", match.group()).lower()
            if not plain[0].isalnum():
                sentences.append([])
                continue
            meant = self._spellings.get(plain, [plain])
            sentences[-1].extend(Word(word, match.start(), match.end()) for word in meant)
        return [sentence for sentence in sentences if sentence]


def _words_of(spans: Iterable[Span]) -> Set[int]:
    return {at for span in spans for at in range(*span)}


def _matches(rule: Rule, places: Dict[str, List[Span]]) -> Optional[Span]:
    if any(name in places for name in rule.unless) or not all(name in places for name in rule.find):
        return None
    lists = [places[name] for name in rule.find]
    own = _words_of(span for spans in lists for span in spans)  # "won't let me out" denies nothing
    denials = [start for start, _ in places.get("denial", ()) if start not in own] if rule.deniable else []
    for anchor in lists[0]:
        span = _in_order(anchor, lists[1:]) if rule.ordered else _around(anchor, lists[1:])
        if span is None or span[1] - span[0] > rule.within:
            continue
        if not any(span[0] - DENIAL_REACH <= start < span[1] for start in denials):
            return span
    return None


def _in_order(anchor: Span, others: List[List[Span]]) -> Optional[Span]:
    """The shortest span from the anchor through one place of each list, each after the one before."""
    end = anchor[1]
    for spans in others:
        at = bisect_left(spans, (end, 0))
        if at == len(spans):
            return None
        end = spans[at][1]
    return anchor[0], end


def _around(anchor: Span, others: List[List[Span]]) -> Optional[Span]:
    """A short span that holds the anchor and the nearest place of each list, none upon the anchor."""
    start, end = anchor
    for spans in others:
        at = bisect_left(spans, (anchor[1], 0))
        after = spans[at] if at < len(spans) else None
        while at > 0 and spans[at - 1][1] > anchor[0]:
            at -= 1
        before = spans[at - 1] if at > 0 else None
        if before and after:
            nearest = before if anchor[0] - before[1] < after[0] - anchor[1] else after
        elif before or after:
            nearest = before or after  # type: ignore[assignment]
        else:
            return None
        start, end = min(start, nearest[0]), max(end, nearest[1])
    return start, end


class _LinedLoader(yaml.SafeLoader):
    """Adds to every mapping the line it stands on."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Dict[Any, Any]:
        mapping: Dict[Any, Any] = super().construct_mapping(node, deep=deep)
        mapping["line"] = node.start_mark.line + 1
        return mapping


def _read(path: Path) -> SafetyRules:
    def fault(line: int, what: str) -> SafetyRulesError:
        return SafetyRulesError(path, line, what)

    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LinedLoader)
    except OSError as error:
        raise fault(1, f"the file cannot be read: {error.strerror}.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise fault(mark.line + 1 if mark else 1, f"not YAML ({getattr(error, 'problem', error)}).") from None
    if not isinstance(data, dict) or not all(isinstance(data.get(k), t) for k, t in (("words", dict), ("rules", list))):
        raise fault(1, "the file needs `words` (lists by name) and `rules`.")
    lists = {name: phrases for name, phrases in data["words"].items() if name != "line"}
    for name, phrases in lists.items():
        if not isinstance(phrases, list) or not all(isinstance(p, str) and p.strip("* ") for p in phrases):
            raise fault(data["words"]["line"], f"words.{name} must be a list of phrases; put yes, no and on in quotes.")
        if any(p.split()[0].endswith("*") and len(p.split()[0]) <= STEM for p in phrases):
            raise fault(data["words"]["line"], f"words.{name}: at least {STEM} letters must stand before a *.")
    spellings = {str(k): str(v) for k, v in (data.get("spellings") or {}).items() if k != "line"}
    rules = []
    for row in data["rules"]:
        line = row.pop("line", 1) if isinstance(row, dict) else 1
        if not isinstance(row, dict) or set(row) - {*NEEDED, *MORE} or not set(NEEDED) <= set(row):
            raise fault(line, f"a rule has the fields {', '.join(NEEDED)}, and may have {', '.join(MORE)}.")
        if row["level"] not in LEVELS[1:]:
            raise fault(line, f"level of {row['id']} must be one of {', '.join(LEVELS[1:])}.")
        unknown = [n for n in (*row["find"], *row.get("unless", ())) if n not in lists]
        if unknown:
            raise fault(line, f"{row['id']} names {unknown[0]!r}, which `words` does not hold.")
        rules.append(
            Rule(
                id=row["id"], level=row["level"], because=row["because"], find=tuple(row["find"]),
                ordered=bool(row.get("ordered", False)), within=int(row.get("within", 12)),
                unless=tuple(row.get("unless", ())),
                deniable=bool(row.get("deniable", True)), match=tuple(row["match"]), misses=tuple(row["not"]),
                line=line,
            )
        )  # fmt: skip
    return SafetyRules(rules, lists, spellings)


def main(arguments: Sequence[str]) -> int:
    """Prints what the rules make of a file of labelled lines: rows the label, columns the finding."""
    import json

    rules = SafetyRules.load(Path(__file__).with_name("safety_rules.yml"))
    counts: Dict[Tuple[str, str], int] = defaultdict(int)
    for row in Path(arguments[0]).read_text(encoding="utf-8").splitlines():
        line = json.loads(row)
        finding = rules.check(line["text"])
        counts[line["urgency"], finding.level if finding else "none"] += 1
    print(f"{'':10}" + "".join(f"{level:>10}" for level in LEVELS))
    for label in LEVELS:
        print(f"{label:10}" + "".join(f"{counts[label, found]:>10}" for found in LEVELS))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
