"""Settings from the environment: frozen, typed, and a key that does not exist fails at the start."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from index.encoder import EMBEDDED_MODEL, Precision
from index.errors import CoverageError
from index.fetch.addresses import private_host
from index.sql.place import POSTGRES, Tables
from index.store.address import Address, Folder, parse_address
from index.store.opening import tables_of

_PREFIX = "COVERAGE_"
_APPLICATION = "coverage-bot"
# coverage.py, which measures tests, reads variables of the same prefix; they are none of our business.
_OTHERS = re.compile(r"COVERAGE_(?:FILE|RCFILE|CORE|RUN|DEBUG_FILE|FORCE_CONFIG|PROCESS_\w+)")


class SettingsError(CoverageError):
    """A setting is unknown or has a value that cannot be used."""


class Settings(BaseSettings):
    """What can be set. A field ``encoder`` is read from ``COVERAGE_ENCODER``; an empty value counts as unset.

    ``precision`` is in which numbers the packaged encoder computes; ``auto`` takes what is fastest here.
    ``threshold`` is the least probability, 0 to 1, that the first citation must have to count as an answer;
    None leaves that to the reader. ``cross_encoder`` names a model that reads in place of the packaged passage reader.
    ``database`` is a PostgreSQL database for the tables of an index in Milvus, the bot's and the feeds' among them.
    ``heartbeat`` is a file that the running bot touches while it is connected.
    ``private_hosts`` are the hosts in private networks that may be fetched from, as ``host`` or ``host:port``.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_ignore_empty=True, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    index: Annotated[Address, NoDecode] = Field(default_factory=lambda: Folder(user_folder() / "index"))
    database: SecretStr | None = None
    encoder: str = EMBEDDED_MODEL
    precision: Precision = "auto"
    cross_encoder: str | None = None
    threshold: float | None = Field(default=None, ge=0, le=1)
    prefix: str = Field(default="!", min_length=1, max_length=10)
    message_content: bool = True
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    debug: bool = False
    heartbeat: Path | None = None
    private_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    discord_token: SecretStr | None = Field(default=None, validation_alias="DISCORD_TOKEN")

    @field_validator("log_level", mode="before")
    @classmethod
    def _any_case(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("precision", mode="before")
    @classmethod
    def _in_small_letters(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("private_hosts", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(map(private_host, filter(str.strip, value.split(",")))) if isinstance(value, str) else value

    @field_validator("index", mode="before")
    @classmethod
    def _address(cls, value: object) -> object:
        return parse_address(value) if isinstance(value, str) else value

    @field_validator("database")
    @classmethod
    def _postgres(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(POSTGRES):
            raise ValueError("it is the address of a PostgreSQL database, as in postgresql://USER@HOST/DATABASE")
        return value

    @field_validator("heartbeat")
    @classmethod
    def _home(cls, value: Path | None) -> Path | None:
        try:
            return value.expanduser() if value is not None else None
        except RuntimeError:  # of a user who does not exist
            raise ValueError("it names the home of nobody known here; write the whole path") from None

    @property
    def tables(self) -> Tables:
        """Where the index's tables are, and the bot's and the feeds'."""
        return self.tables_of(self.index)

    def tables_of(self, address: Address) -> Tables:
        """Return where the tables are that belong to an index at some address."""
        database = self.database.get_secret_value() if self.database else None
        return tables_of(address, database, user_folder() / "milvus")


def load_settings(index: Address | None = None) -> Settings:
    """Read the environment; ``index``, where given, wins over ``COVERAGE_INDEX``.

    Raises:
        SettingsError: A ``COVERAGE_`` variable is unknown, or a value is not one of those that it may have.
    """
    _refuse_unknown(os.environ)
    try:
        return Settings() if index is None else Settings(index=index)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        variable = name if name == "DISCORD_TOKEN" else _PREFIX + name.upper()
        raise SettingsError(f"the setting {variable} cannot be used: {first['msg']}; correct it or unset it") from None


def user_folder() -> Path:
    """Return where this user's indexes are when nobody says where."""
    return platformdirs.user_data_path(_APPLICATION, appauthor=False)


def known_variables() -> list[str]:
    """Return the names of all environment variables that are settings."""
    fields = Settings.model_fields.items()
    return [str(field.validation_alias or _PREFIX + name.upper()) for name, field in fields]


def demo_folder(encoder: str) -> Path:
    """Return where the demonstration coverage is kept once it is encoded by ``encoder``."""
    name = "".join(letter if letter.isalnum() else "-" for letter in encoder).strip("-")
    return platformdirs.user_cache_path(_APPLICATION, appauthor=False) / "demo" / name


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = known_variables()
    for name in sorted(environment):
        ours = name.upper().startswith(_PREFIX) and not _OTHERS.fullmatch(name)
        if ours and name.upper() not in known:
            suffixes = {each.removeprefix(_PREFIX): each for each in known}
            close = get_close_matches(name.upper().removeprefix(_PREFIX), suffixes, n=1)
            meant = f"did you mean {suffixes[close[0]]}?" if close else f"the settings are {', '.join(known)}"
            raise SettingsError(f"there is no setting {name}; {meant}")
