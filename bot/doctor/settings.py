"""The settings: each fault, alerts that nobody gets, and what does not fit together behind a proxy."""

import ipaddress
from collections.abc import Iterator

from bot.doctor.finding import Finding, broken, look, ok
from bot.settings import Settings, SettingsError, load_settings, settings_file

MACHINE = {"127.0.0.1", "::1", "localhost"}


def findings() -> Iterator[Finding]:
    """A line for each fault; without one, a line each on the file, the alerts and the public address."""
    try:
        settings = load_settings()
    except SettingsError as error:
        for fault in str(error).splitlines():
            yield broken("settings", fault.rstrip("."), "'python -m bot settings --example' shows what each may be.")
        return
    path = settings_file()
    yield ok("settings", f"{path.name} and the environment are right" if path.is_file() else "the environment is right")
    yield alerts(settings)
    yield proxy(settings)


def alerts(settings: Settings) -> Finding:
    """Whether somebody is told of an emergency. Half a setup is a fault of the settings already."""
    check = "alerts"
    if not settings.helpline:
        return ok(check, "none are needed, since no helpline is run")
    channels = [name for name, on in (("e-mail", settings.alert_email), ("webhook", settings.alert_webhook)) if on]
    if not channels:
        way_out = "Set alert_email or alert_webhook (docs/operations.md), if nobody watches the desk at all hours."
        return look(check, "nobody is told of an emergency", way_out)
    if not settings.public_url:
        return look(check, "links in alerts lead to this machine's own name", "Set public_url.")
    if settings.alert_email and settings.smtp_tls == "none":
        return look(check, "mails leave in the clear, the password too", "Set smtp_tls to starttls or tls.")
    return ok(check, f"by {' and '.join(channels)}; 'python -m bot alert test' tries them")


def proxy(settings: Settings) -> Finding:
    """Whether public_url, web_host and trusted_proxies tell the same story of what stands before the service."""
    check = "public address"
    networks = [ipaddress.ip_network(name) for name in settings.trusted_proxies]
    if any(network.prefixlen == 0 for network in networks):
        way_out = "Name the proxy alone: as it is, a visitor can pass for any address, and the limits count nothing."
        return look(check, "trusted_proxies names every address there is", way_out)
    if settings.public_url.startswith("http://"):
        return look(check, "public_url is not encrypted", "Put a proxy with a certificate before the service.")
    only_here = all(network.is_loopback for network in networks)
    if settings.public_url and settings.web_host not in MACHINE and only_here:
        way_out = (
            "If the proxy is on this machine, set web_host to 127.0.0.1; if it is on another, name it in"
            " trusted_proxies, or all visitors share one limit."
        )
        return look(check, f"a proxy seems to stand before {settings.web_host}, and none is named", way_out)
    if settings.public_url and settings.web_host in MACHINE and not networks:
        way_out = "Name 127.0.0.1 in trusted_proxies, or all visitors share one limit."
        return look(check, "the proxy on this machine is not believed", way_out)
    return ok(check, settings.public_url or "this machine's own")
