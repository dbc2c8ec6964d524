"""What records hold, one value at a time: who reads all of them need not know how they nest."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from portal.field import Type, keys
from portal.value import ListOf, RecordOf, Reference


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that holds no further keys: `name` of a block read as `holder`, at `path` from the
    record that was asked. A list of single values is one leaf."""

    path: str
    name: str
    holder: type
    type: Type
    value: Any

    @property
    def kind(self) -> Type:
        """What each single value was read by."""
        return self.type.item if isinstance(self.type, ListOf) else self.type

    def each(self) -> Iterator[tuple[str, Any]]:
        """Each single value with its key path."""
        if not isinstance(self.type, ListOf):
            yield self.path, self.value
            return
        for number, value in enumerate(self.value):
            yield f"{self.path}[{number}]", value


def leaves(record: Any, path: str = "", without: Collection[str] = ()) -> Iterator[Leaf]:
    """Every value inside `record`, which stands at `path`, but those of the keys `without`."""
    for name, item in keys(type(record)).items():
        value = getattr(record, item.name)
        if value is not None and name not in without:
            at = f"{path}.{name}" if path else name
            leaf = Leaf(at, name, type(record), item.metadata["type"], value)
            yield from _below(leaf, without)


def _below(leaf: Leaf, without: Collection[str]) -> Iterator[Leaf]:
    if isinstance(leaf.type, RecordOf):
        yield from leaves(leaf.value, leaf.path, without)
    elif isinstance(leaf.kind, RecordOf | ListOf):
        for path, value in leaf.each():
            yield from _below(Leaf(path, leaf.name, leaf.holder, leaf.kind, value), without)
    else:
        yield leaf


def references(record: Any) -> Iterator[tuple[str, str, str]]:
    """Every reference inside `record`: its key path, the collection it points to, and its value."""
    for leaf in leaves(record):
        if isinstance(kind := leaf.kind, Reference):
            for path, value in leaf.each():
                if value not in kind.besides:
                    yield path, kind.target, value
