"""Settings of the service: from the environment (COMMON_GROUND_…), else from common-ground.toml, else defaults."""

import os
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, SecretStr, StringConstraints, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from bot.setting_values import (
    Mailbox,
    Mailboxes,
    Names,
    Networks,
    PostgresUrl,
    RedisUrl,
    Url,
    Urls,
    is_this_machine_only,
    own_url,
)

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "COMMON_GROUND_"
FILE = "common-ground.toml"

Port = Annotated[int, Field(ge=1, le=65535)]
TOKEN_LENGTH = 24  # characters at least: what only programs show each other can be long
Country = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$", to_upper=True)]


class SettingsError(Exception):
    """A setting is wrong; the message names it, where it stands, and what it may be."""


class Settings(BaseSettings):
    """All settings. Every field has a description and a default that works."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    web_host: str = Field("0.0.0.0", description="Address that the public web process listens on.")
    web_port: Port = Field(8080, description="Port of the public web process.")
    rasa_port: Port = Field(5005, description="Port of Rasa.")
    actions_port: Port = Field(5055, description="Port of the action server.")
    rasa_host: str = Field(
        "127.0.0.1", description="Address that Rasa listens on; any but this machine's own needs shared_token."
    )
    actions_host: str = Field(
        "127.0.0.1",
        description="Address that the action server listens on; any but this machine's own needs shared_token.",
    )
    shared_token: SecretStr = Field(
        SecretStr(""),
        description="Secret that web process, Rasa and action server show each other: 24 characters at least, the same"
        " for all; empty where all run on this machine.",
    )
    rasa_urls: Urls = Field(
        [],
        description="Rasa servers that run elsewhere, such as http://rasa-1.example.org:5005; empty for the one that we"
        " start. Several need redis_url and tracker_url.",
    )
    actions_url: Url = Field(
        "",
        description="Action server that runs elsewhere, such as http://actions.example.org:5055; several may stand"
        " behind the one name. Empty for the one that we start.",
    )
    redis_url: RedisUrl = Field(
        "",
        description="Where web processes and Rasa servers share limits, offered buttons and locks, such as"
        " redis://:password@host:6379/0; empty where there is one of each.",
    )
    tracker_url: PostgresUrl = Field(
        "",
        description="Where Rasa servers keep conversations: postgresql://user:password@host/name; empty for memory"
        " only.",
    )
    country: Country = Field(
        "EU",
        description="Country served, as two letters: its emergency number is the default. EU means 112.",
    )
    message_limit: int = Field(2000, ge=100, le=20_000, description="Characters of a message, at most.")
    wording_limit: int = Field(
        20_000, ge=1_000, le=200_000, description="Characters of a text whose wording is checked, at most."
    )
    wording_per_minute: int = Field(20, ge=1, le=10_000, description="Texts of one address that are checked a minute.")
    body_limit: int = Field(131_072, ge=1_024, le=1_048_576, description="Bytes of a request, at most.")
    conversation_rate: int = Field(60, ge=1, description="Messages of one conversation in a minute, at most.")
    conversation_burst: int = Field(20, ge=1, description="Messages of one conversation in 5 seconds, at most.")
    address_rate: int = Field(300, ge=1, description="Messages of one address in a minute, at most.")
    address_burst: int = Field(100, ge=1, description="Messages of one address in 5 seconds, at most.")
    unlimited_addresses: Names = Field(
        ["127.0.0.1", "::1"],
        description="Addresses without the limit on addresses: this machine. The limit on conversations stays.",
    )
    trusted_proxies: Networks = Field(
        ["127.0.0.1", "::1"],
        description="Proxies, by address or network, whose X-Forwarded-For header names the visitor's address.",
    )
    max_conversations: int = Field(
        5000, ge=1, description="Conversations kept in memory, at most; the one unused for longest goes first."
    )
    idle_hours: float = Field(
        24, gt=0, le=720, description="Hours after its last message that a conversation is kept in memory."
    )
    allowed_origins: Names = Field(
        [],
        description="Other sites whose pages may embed the widget, such as https://www.example.org.",
    )
    # The page gives up after 45 seconds; whoever waits should first hear from us.
    turn_timeout: float = Field(20, ge=1, le=40, description="Seconds that an answer may take.")
    operator: str = Field(
        "", max_length=300, description="Who runs this service and how to reach them, as people are told at /privacy."
    )
    open_page: bool = Field(True, description="Whether `make chat` opens the page in a browser, if there is one.")
    helpline: bool = Field(
        True, description="Whether conversations can become cases for the staff of a helpline, who work at /desk."
    )
    training: bool = Field(
        True, description="Whether people can train here, at /training and in the chat, and their progress is kept."
    )
    database: str = Field(
        "sqlite:///var/helpline.db",
        description="Where cases are kept, and the progress of those who train: sqlite:///file, from the project's"
        " folder if not absolute, or postgresql://user:password@host/name.",
    )
    case_days: int = Field(90, ge=1, le=3650, description="Days after its end that a case is kept.")
    conversation_days: int = Field(
        30, ge=1, le=3650, description="Days after its last line that the conversation of an ended case is kept."
    )
    public_url: Url = Field(
        "", description="Address under which people reach this service, for links in alerts, if not the machine's own."
    )
    sign_in_hours: float = Field(12, gt=0, le=72, description="Hours after which staff sign in again.")
    alert_email: Mailboxes = Field([], description="E-mail addresses that are told of an emergency.")
    alert_webhook: Url = Field("", description="Web address that is told of an emergency, as JSON.")
    alert_secret: SecretStr = Field(
        SecretStr(""), description="Secret by which that address knows that an alert is ours; empty for no signature."
    )
    smtp_host: str = Field("", description="Mail server that sends the alerts.")
    smtp_port: Port = Field(587, description="Its port.")
    smtp_user: str = Field("", description="Name to sign in there with; empty for none.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password to sign in there with.")
    smtp_sender: Mailbox = Field("", description="Address that alerts come from.")
    smtp_tls: Literal["starttls", "tls", "none"] = Field("starttls", description="How the way there is encrypted.")
    log_level: Literal["error", "warning", "info"] = Field(
        "warning",
        description="How much is logged. What people write is never logged, at any level.",
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="Lines of the logs: text for people, or JSON for programs that gather them."
    )
    log_folder: Path = Field(
        Path("var/log"), description="Folder of the log files, from the project's folder if not absolute."
    )
    otlp_endpoint: Url = Field(
        "",
        description="Where traces of turns are sent by OpenTelemetry's protocol over HTTP, such as"
        " http://collector.example.org:4318; empty for nowhere. They hold names and times, no text.",
    )
    encoder: str = Field(
        "all-mpnet-base-v2",
        description="Sentence encoder: all-mpnet-base-v2, the smaller all-MiniLM-L6-v2, or any"
        " sentence-transformers model by path or name.",
    )
    adapt_encoder: bool = Field(True, description="Whether the encoder is adapted to the training examples.")

    @model_validator(mode="after")
    def _ports_differ(self) -> Self:
        if len({self.web_port, self.rasa_port, self.actions_port}) < 3:
            raise ValueError("web_port, rasa_port and actions_port must be three different ports")
        return self

    @model_validator(mode="after")
    def _what_others_reach_asks_for_the_token(self) -> Self:
        token = self.shared_token.get_secret_value()
        if token and not re.fullmatch(rf"[!-~]{{{TOKEN_LENGTH},}}", token):
            raise ValueError(f"shared_token must have {TOKEN_LENGTH} characters at least, and no spaces")
        for name in ("rasa_host", "actions_host"):
            if not token and not is_this_machine_only(getattr(self, name)):
                raise ValueError(f"{name} is not this machine's own address, so shared_token must be set too")
        return self

    @model_validator(mode="after")
    def _several_rasa_servers_share(self) -> Self:
        if len(self.rasa_urls) > 1 and not (self.redis_url and self.tracker_url):
            raise ValueError("rasa_urls names several servers, so redis_url and tracker_url must be set too")
        return self

    @model_validator(mode="after")
    def _alerts_are_whole(self) -> Self:
        """An alert that half a setup keeps from going out would be missed when it counts, so that is said at once."""
        for names in (("alert_email", "smtp_host", "smtp_sender"), ("smtp_user", "smtp_password")):
            given = [name for name in names if _is_given(getattr(self, name))]
            if given and len(given) < len(names):
                missing = " and ".join(name for name in names if name not in given)
                raise ValueError(f"{given[0]} is set, so {missing} must be set too")
        if _is_given(self.alert_secret) and not self.alert_webhook:
            raise ValueError("alert_secret is set, so alert_webhook must be set too")
        return self

    @property
    def database_url(self) -> str:
        """The database's URL, a file of SQLite by its whole path."""
        kind, slashes, rest = self.database.partition(":///")
        return f"{kind}{slashes}{ROOT / rest}" if kind == "sqlite" and rest else self.database

    @property
    def rasa_servers(self) -> list[str]:
        """Web addresses of all Rasa servers, one at least."""
        return self.rasa_urls or [own_url(self.rasa_host, self.rasa_port)]

    @property
    def action_server(self) -> str:
        """Web address of the action server."""
        return self.actions_url.rstrip("/") or own_url(self.actions_host, self.actions_port)

    @property
    def state_file(self) -> Path:
        """Where the supervisor writes how the processes are."""
        return ROOT / self.log_folder / f"processes-{self.web_port}.json"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, settings_file())


def _is_given(value: Any) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


def settings_file() -> Path:
    """The one file: $COMMON_GROUND_SETTINGS_FILE, else common-ground.toml in the project's folder."""
    return Path(os.environ.get(f"{PREFIX}SETTINGS_FILE", ROOT / FILE))


@cache
def load_settings() -> Settings:
    """Reads the settings once.

    Raises:
        SettingsError: naming each wrong setting and where it stands.
    """
    path = settings_file()
    try:
        in_file = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return Settings()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}.") from None
    except ValidationError as error:
        raise SettingsError("\n".join(_fault(detail, in_file, path) for detail in error.errors())) from None


def origin_of(name: str) -> str:
    """Where the value of a setting comes from: "environment", the file's name, or "default"."""
    if f"{PREFIX}{name}".upper() in os.environ:
        return "environment"
    path = settings_file()
    if path.is_file() and name in tomllib.loads(path.read_text(encoding="utf-8")):
        return path.name
    return "default"


def example_file() -> str:
    """Text of common-ground.example.toml: every setting with its description and default."""
    lines = [
        "# Copy to common-ground.toml and change what you need. Environment variables go before it.",
        "",
    ]
    for name, field in Settings.model_fields.items():
        lines += [
            f"# {field.description}",
            f"#   or {PREFIX}{name.upper()}",
            f"# {name} = {_toml(field.default)}",
            "",
        ]
    return "\n".join(lines)


def _fault(detail: Any, in_file: dict[str, Any], path: Path) -> str:
    if not detail["loc"]:
        return f"Settings: {detail['msg'].removeprefix('Value error, ')}."
    name = str(detail["loc"][0])
    where = path.name if name in in_file else f"{PREFIX}{name.upper()}"
    message = detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "extra_forbidden":
        message = f"there is no such setting; {FILE.replace('.toml', '.example.toml')} lists all"
    return f"Setting '{name}' ({where}): {message}."


def _toml(value: Any) -> str:
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    return str(value) if isinstance(value, int | float) else f'"{value}"'
