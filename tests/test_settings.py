from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import SettingsError, known_variables, load_settings
from index.store.address import Folder


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in known_variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


def test_without_any_setting_the_packaged_model_and_the_user_data_folder_are_used(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.encoder == "all-MiniLM-L6-v2"
    assert str(settings.index).endswith("/coverage-bot/index")
    assert settings.threshold is None
    assert settings.discord_token is None


def test_a_mistyped_variable_is_refused_with_the_one_that_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERAGE_TRESHOLD", "0.4")
    with pytest.raises(SettingsError, match=r"no setting COVERAGE_TRESHOLD; did you mean COVERAGE_THRESHOLD\?"):
        load_settings()


def test_a_variable_that_resembles_none_is_refused_with_all_that_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERAGE_XYZZYPLUGH", "1")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert all(name in str(refused.value) for name in known_variables())


@pytest.mark.parametrize("name", ["COVERAGE_FILE", "COVERAGE_PROCESS_START", "COVERAGE_RCFILE"])
def test_the_variables_of_the_test_coverage_tool_are_left_alone(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "anything")
    assert load_settings()


@pytest.mark.parametrize("name", known_variables())
def test_an_empty_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    unset = load_settings()
    monkeypatch.setenv(name, "")
    assert load_settings() == unset


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COVERAGE_THRESHOLD", "1.5"),
        ("COVERAGE_THRESHOLD", "-0.1"),
        ("COVERAGE_THRESHOLD", "nan"),
        ("COVERAGE_THRESHOLD", "high"),
        ("COVERAGE_MESSAGE_CONTENT", "perhaps"),
        ("COVERAGE_LOG_LEVEL", "LOUD"),
        ("COVERAGE_PRECISION", "int4"),
        ("COVERAGE_PREFIX", "much too long a prefix"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as refused:
        load_settings()
    assert "\n" not in str(refused.value)


def test_the_token_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very.secret.token")
    settings = load_settings()
    assert "secret" not in repr(settings) + str(settings)
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "very.secret.token"


def test_the_folder_of_the_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERAGE_INDEX", "/from/environment")
    assert load_settings().index == Folder(Path("/from/environment"))
    assert load_settings(Folder(Path("/from/command/line"))).index == Folder(Path("/from/command/line"))


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COVERAGE_INDEX", "~/coverage")
    assert load_settings().index == Folder(Path.home() / "coverage")


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = load_settings()
    with pytest.raises(ValidationError):
        settings.encoder = "another"
