"""`dataclass`, `field` and `replace` of the standard library, for a fraction of what those cost at the start.

`dataclasses` imports `inspect`, and compiles up to nine functions for each class when that is defined: a third of a
run. Here a class's `__init__` is compiled when the first value is made, and what compares, hashes, prints and protects
values is no code of its own. Values are the same otherwise: `dataclasses.replace`, `fields` and `asdict` take them, and
a class of the standard library's may derive from one of ours. There are no `InitVar`, `slots` and `kw_only`, and
annotations must be texts, as `from __future__ import annotations` makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any

_ABSENT = object()
_FIELDS = "_fields_"


class _Field:
    """What a class says of one of its fields."""

    def __init__(self, default: Any, default_factory: Any, repr: bool, compare: bool) -> None:  # noqa: A002 -- as there
        self.default = default
        self.factory = default_factory
        self.repr = repr
        self.compare = compare


def _field(
    *,
    default: Any = _ABSENT,
    default_factory: Any = _ABSENT,
    repr: bool = True,  # noqa: A002 -- as `dataclasses.field` has it
    compare: bool = True,
) -> Any:
    """Declare a field, as `dataclasses.field` does."""
    return _Field(default, default_factory, repr, compare)


def _dataclass(cls: type | None = None, /, **traits: bool) -> Any:
    """Make a class one of values, as `dataclasses.dataclass` does."""
    return (lambda given: _declare(given, **traits)) if cls is None else _declare(cls)


def _replace(value: Any, /, **changes: Any) -> Any:
    """Give a value with other contents in some fields, as `dataclasses.replace` does."""
    fields = vars(type(value)).get(_FIELDS)
    if fields is None:
        import dataclasses  # imported late: slow to load, and only for classes that are not ours

        return dataclasses.replace(value, **changes)
    return type(value)(**{name: getattr(value, name) for name in fields if name not in changes}, **changes)


def _declare(cls: Any, *, frozen: bool = False, order: bool = False, eq: bool = True) -> Any:
    fields = _fields_of(cls)
    setattr(cls, _FIELDS, fields)
    setattr(cls, "__match_args__", tuple(fields))  # noqa: B010 -- mypy knows the name and refuses it
    methods = {"__init__": _first_init(cls, fields, frozen=frozen), "__repr__": _repr(fields)}
    if frozen:
        methods |= _protection(cls, fields)
    if eq:
        methods |= _comparisons(fields, order=order)
        hashed = methods.pop("__hash__")
        if "__hash__" not in vars(cls) or vars(cls)["__hash__"] is None:
            cls.__hash__ = hashed if frozen else None
    for name, method in methods.items():
        if name not in vars(cls):
            setattr(cls, name, method)
    traits = {"frozen": frozen, "order": order, "eq": eq}
    for name in ("__dataclass_fields__", "__dataclass_params__"):
        setattr(cls, name, _Told(cls, name, traits))
    return cls


def _fields_of(cls: Any) -> dict[str, _Field]:
    """Give the fields of a class, those of its bases first, and put the plain defaults into the class."""
    fields: dict[str, _Field] = {}
    for base in cls.__mro__[:0:-1]:
        fields |= vars(base).get(_FIELDS, {})
    for name, kind in vars(cls).get("__annotations__", {}).items():
        if kind.startswith("ClassVar"):
            continue
        given = getattr(cls, name, _ABSENT) if name in vars(cls) else _ABSENT
        if not isinstance(given, _Field):
            given = _Field(given, _ABSENT, repr=True, compare=True)
        elif given.default is _ABSENT:
            delattr(cls, name)
        else:
            setattr(cls, name, given.default)
        fields[name] = given
    return fields


def _first_init(cls: Any, fields: Mapping[str, _Field], *, frozen: bool) -> Callable[..., None]:
    """Give the `__init__` of the first value: it makes the one of all others."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        cls.__init__ = _init(cls, fields, frozen=frozen)
        cls.__init__(self, *args, **kwargs)

    return __init__


def _init(cls: Any, fields: Mapping[str, _Field], *, frozen: bool) -> Callable[..., None]:
    known: dict[str, Any] = {"_set": object.__setattr__, "_absent": _ABSENT}
    parameters, lines = ["self"], []
    for name, field in fields.items():
        parameter = value = name
        if field.factory is not _ABSENT:
            known[f"_make_{name}"] = field.factory
            parameter, value = f"{name}=_absent", f"_make_{name}() if {name} is _absent else {name}"
        elif field.default is not _ABSENT:
            known[f"_default_{name}"] = field.default
            parameter = f"{name}=_default_{name}"
        parameters.append(parameter)
        lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    source = f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"])
    exec(source, known)  # noqa: S102 -- as `dataclasses` does; the names are those of fields
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _repr(fields: Mapping[str, _Field]) -> Callable[[Any], str]:
    shown = [name for name, field in fields.items() if field.repr]

    def __repr__(self: Any) -> str:  # noqa: N807
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    return __repr__


def _protection(cls: Any, fields: Mapping[str, _Field]) -> dict[str, Any]:
    def refuse(what: str, name: str) -> None:
        from dataclasses import FrozenInstanceError  # imported late: slow to load, and only for a mistake

        raise FrozenInstanceError(f"cannot {what} field {name!r}")

    def __setattr__(self: Any, name: str, value: Any) -> None:  # noqa: N807
        if type(self) is cls or name in fields:
            refuse("assign to", name)
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807
        if type(self) is cls or name in fields:
            refuse("delete", name)
        super(cls, self).__delattr__(name)

    return {"__setattr__": __setattr__, "__delattr__": __delattr__}


def _comparisons(fields: Mapping[str, _Field], *, order: bool) -> dict[str, Any]:
    compared = [name for name, field in fields.items() if field.compare]
    key: Callable[[Any], Any] = attrgetter(*compared) if compared else lambda _: ()

    def __eq__(self: Any, other: Any) -> Any:  # noqa: N807
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(key(self))

    def __lt__(self: Any, other: Any) -> Any:  # noqa: N807
        return key(self) < key(other) if other.__class__ is self.__class__ else NotImplemented

    def __le__(self: Any, other: Any) -> Any:  # noqa: N807
        return key(self) <= key(other) if other.__class__ is self.__class__ else NotImplemented

    ordering = {"__lt__": __lt__, "__le__": __le__} if order else {}  # Python turns these round for `>` and `>=`
    return {"__eq__": __eq__, "__hash__": __hash__, **ordering}


class _Told:
    """Tells the standard library about a class of ours when it asks."""

    def __init__(self, cls: Any, name: str, traits: Mapping[str, bool]) -> None:
        self.cls = cls
        self.name = name
        self.traits = traits

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        """Give what `dataclasses` would have written into the class."""
        import dataclasses  # imported late: slow to load

        kinds = {name: kind for base in self.cls.__mro__[::-1] for name, kind in _annotations(base).items()}
        fields: Mapping[str, _Field] = getattr(self.cls, _FIELDS)
        declared: dict[str, Any] = {"__annotations__": {name: kinds[name] for name in fields}}
        for name, field in fields.items():
            given = {"default": field.default, "default_factory": field.factory}
            present = {key: value for key, value in given.items() if value is not _ABSENT}
            declared[name] = dataclasses.field(repr=field.repr, compare=field.compare, **present)
        twin: Any = dataclasses.dataclass(**self.traits)(type(self.cls.__name__, (), declared))
        return getattr(twin, self.name)


def _annotations(cls: type) -> Mapping[str, str]:
    found: Mapping[str, str] = vars(cls).get("__annotations__", {})
    return found


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    dataclass, field, replace = _dataclass, _field, _replace

__all__ = ["dataclass", "field", "replace"]
