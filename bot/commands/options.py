"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from index.store.address import Address

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


class AddressType(click.ParamType["Address", Any]):
    """Where an index is: a folder, or an address of Milvus."""

    name = "address"
    _folder = click.Path(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Address:  # noqa: ANN401  # click's own signature
        """Read the address; whatever has no ``://`` is a folder, and must not be a file."""
        from index.store.address import Folder, parse_address

        address = parse_address(value) if isinstance(value, str) else value
        if isinstance(address, Folder):
            self._folder.convert(address.path, param, ctx)
        return address


def index_option(command: _Decorated) -> _Decorated:
    """Add ``--index ADDRESS``, which every command takes that works on one index, before its name or after."""
    return click.option(
        "--index",
        type=AddressType(),
        metavar="ADDRESS",
        expose_value=False,
        callback=_choose_index,
        help=(
            "The folder of the index, milvus://HOST:19530/DATABASE or milvus-lite:///path.db; by default "
            "COVERAGE_INDEX, else a folder in your user data directory."
        ),
    )(command)


def _choose_index(context: click.Context, _: click.Parameter, address: Address | None) -> None:
    if address is not None:
        context.obj.choose_index(address)


def json_option(command: _Decorated) -> _Decorated:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)
