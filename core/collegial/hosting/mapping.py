"""Keep the core's tables usable when a plugin's classes cannot be mapped.

All classes share one registry: one relationship that leads nowhere would make every query fail, and a name that
two of them bear would lead to neither. So what a plugin calls its classes is forgotten once they are mapped.
"""

from typing import Any

from sqlalchemy.orm import Mapper, configure_mappers
from sqlalchemy.orm.clsregistry import _MultipleClassMarker

from collegial.kernel.base import Base


def settle_mappers() -> str | None:
    """Configure all mapped classes; on a failure withdraw those of plugins and return what was wrong.

    Raises what SQLAlchemy raises when a class of the core is at fault.
    """
    try:
        configure_mappers()
    except Exception as error:  # noqa: BLE001 (whatever a plugin's mapping raises)
        for mapper in [one for one in _mappers() if not one.configured and not is_of_core(one)]:
            withdraw(mapper)
        configure_mappers()
        return f"{type(error).__name__}: {error}"[:200]
    _forget_names()
    return None


def _forget_names() -> None:
    """Let the next plugin call its classes as it likes: the relationships of those before have found theirs."""
    known = Base.registry._class_registry  # noqa: SLF001
    for one in (mapper.class_ for mapper in _mappers() if not is_of_core(mapper)):
        named = known.get(one.__name__)
        if named is one or (isinstance(named, _MultipleClassMarker) and one in named):
            Base.registry._dispose_cls(one)  # noqa: SLF001


def is_of_core(mapper: Mapper[Any]) -> bool:
    """Tell whether a class is the core's own."""
    return mapper.class_.__module__.startswith("collegial.")


def core_tables() -> frozenset[str]:
    """Return the tables of the core's own classes; plugins share the metadata, not the package."""
    return frozenset(str(one.local_table) for one in _mappers() if is_of_core(one))


def core_classes() -> frozenset[str]:
    """Return the names of the core's mapped classes."""
    return frozenset(one.class_.__name__ for one in _mappers() if is_of_core(one))


def withdraw(mapper: Mapper[Any]) -> None:
    """Forget one class and its table: does for one class what `registry.dispose` does for all."""
    registry, manager = Base.registry, mapper.class_manager
    registry._managers.pop(manager, None)  # noqa: SLF001
    registry._dispose_manager_and_mapper(manager)  # noqa: SLF001
    Base.metadata.remove(mapper.local_table)  # type: ignore[arg-type]


def _mappers() -> list[Mapper[Any]]:
    """Return all mapped classes; `registry.mappers` raises when one was left half defined."""
    return [one.mapper for one in list(Base.registry._managers) if one.is_mapped]  # noqa: SLF001
