"""Values of ours are those of `dataclasses`, in all that anybody can see."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import sys
import types
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

import pytest

from session_lint import values

# The same classes, once declared by the standard library and once by us.
SOURCE = '''
from __future__ import annotations

@dataclass(frozen=True, order=True)
class Place:
    """Where."""
    row: int
    column: int = 1

@dataclass(frozen=True)
class Thing:
    """What."""
    kinds: ClassVar[int] = 3
    name: str
    place: Place = Place(1, 1)
    tags: Mapping[str, int] = field(default_factory=dict)
    hidden: int = field(default=0, repr=False, compare=False)

    @cached_property
    def long(self) -> str:
        return self.name * 2

@dataclass(frozen=True)
class Bigger(Thing):
    """More."""
    size: int = 0

class Undeclared(Bigger):
    """Nothing of its own."""

@dataclass(frozen=True)
class Empty:
    """Nothing."""

@dataclass(frozen=True)
class Only:
    """One field."""
    one: Any

@dataclass(frozen=True, eq=False)
class Itself:
    """Equal to itself alone."""
    name: str

@dataclass
class Open:
    """Can be changed."""
    found: list[int] = field(default_factory=list)

@dataclass
class Ready:
    """Has something done at the end."""
    name: str
    def __post_init__(self) -> None:
        self.ready = self.name + "!"
'''


@pytest.fixture
def both(monkeypatch):
    """Give the classes as the standard library makes them, and as we do."""
    modules = []
    for name, by in (("theirs", dataclasses), ("ours", values)):
        module = types.ModuleType(name)
        known = {"Any": Any, "ClassVar": ClassVar, "Mapping": Mapping, "cached_property": cached_property}
        vars(module).update(known, dataclass=by.dataclass, field=by.field, replace=by.replace)
        monkeypatch.setitem(sys.modules, name, module)  # where `pickle` looks
        exec(SOURCE, vars(module))
        modules.append(module)
    return modules


def outcome(expression: str, module: types.ModuleType) -> object:
    """Give what an expression comes to, or how it fails."""
    known = {**vars(module), "dataclasses": dataclasses, "copy": copy, "pickle": pickle}
    try:
        return repr(eval(expression, known))
    except Exception as error:  # noqa: BLE001 -- how it fails is what is compared
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize(
    "expression",
    [
        "Place(1, 2)",
        "Place(row=1, column=2)",
        "Place(3).column",
        "Place()",
        "Place(1, 2, 3)",
        "Place(1, line=2)",
        "Place.column",
        "Thing.tags",
        "Thing.hidden",
        "Thing('a', hidden=3)",
        "Thing('a', hidden=3).hidden",
        "Thing('a').tags is Thing('a').tags",
        "Thing('a').long",
        "Thing('a', hidden=3) == Thing('a')",
        "Thing('a') == Thing('b')",
        "Thing('a') == Bigger('a')",
        "Bigger('a', size=2)",
        "Undeclared('a', size=2)",
        "Undeclared('a') == Bigger('a')",
        "Undeclared('a') == Undeclared('a')",
        "Empty()",
        "Empty() == Empty()",
        "Empty(1)",
        "Only(1) == Only(1.0)",
        "Only(1) == 1",
        "Only([1]) == Only([1])",
        "hash(Only([1]))",
        "{Place(1, 2), Place(1, 2), Place(2, 1)} == {Place(2, 1), Place(1, 2)}",
        "hash(Thing('a'))",
        "hash(Open())",
        "Itself('a') == Itself('a')",
        "len({Itself('a'), Itself('a')})",
        "Place(1, 2) < Place(1, 3), Place(2, 1) > Place(1, 9), Place(1, 1) >= Place(1, 1), Place(1, 1) <= Place(0, 1)",
        "Place(1, 2) < (1, 3)",
        "Empty() < Empty()",
        "setattr(Place(1, 2), 'row', 3)",
        "setattr(Place(1, 2), 'other', 3)",
        "delattr(Place(1, 2), 'row')",
        "setattr(Undeclared('a'), 'name', 3)",
        "setattr(Undeclared('a'), 'other', 3)",
        "Open([1])",
        "setattr(Open(), 'found', [1])",
        "Open() == Open([])",
        "Ready('a').ready",
        "[dataclasses.is_dataclass(one) for one in (Thing, Thing('a'), Undeclared)]",
        "[(one.name, one.type) for one in dataclasses.fields(Bigger)]",
        "[one.default for one in dataclasses.fields(Place('a'))][1:]",
        "dataclasses.asdict(Bigger('a', Place(2)))",
        "dataclasses.astuple(Undeclared('a', Place(2)))",
        "dataclasses.replace(Bigger('a'), size=4, name='b')",
        "replace(Bigger('a', hidden=2), size=4, name='b').hidden",
        "replace(Undeclared('a'), size=4)",
        "replace(Bigger('a'), length=4)",
        "copy.copy(Thing('a', Place(3))), copy.deepcopy(Thing('a', Place(3)))",
        "pickle.loads(pickle.dumps(Thing('a', Place(3)))) == Thing('a', Place(3))",
        "Thing.__match_args__, Empty.__match_args__",
        "Thing.__doc__, Thing.__init__.__name__",
        "dataclasses.make_dataclass('Late', [('more', 'int', 1)], bases=(Bigger,), frozen=True)('a', size=2, more=3)",
        "dataclasses.make_dataclass('Late', [('more', 'int', 1)], bases=(Bigger,))('a')",
    ],
)
def test_a_value_is_as_the_standard_library_makes_it(both, expression):
    theirs, ours = (outcome(expression, module) for module in both)
    assert ours == theirs


def test_patterns_take_a_value_apart(both):
    thing = both[1].Thing
    match both[1].Bigger("a", both[1].Place(2)):
        case thing(name, place):
            assert (name, place) == ("a", both[1].Place(2))


def test_the_first_value_makes_what_makes_all_others(both):
    """So a class that no run needs costs nearly nothing."""
    only = both[1].Only
    waiting = only.__init__
    only(1)
    assert only.__init__ is not waiting
