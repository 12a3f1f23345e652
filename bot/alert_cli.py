"""The operator tries the alerts: `python -m bot alert test`."""

import asyncio
import sys

import typer

from bot.settings import SettingsError, load_settings

alert_app = typer.Typer(no_args_is_help=True, help="Alerts about an emergency.")


@alert_app.command()
def test() -> None:
    """Send a test message by each channel that is set up, and say how that went."""
    from bot.web.alerts.channels import channels
    from bot.web.alerts.message import SendError, of_test

    try:
        settings = load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    found = channels(settings)
    if not found:
        print("No alerts are set up: see alert_email and alert_webhook.", file=sys.stderr)
        raise typer.Exit(1)
    failed = False
    for name, send in found.items():
        try:
            remark = asyncio.run(send(of_test(settings)))
            print(f"{name}: sent" + (f", but {remark}" if remark else ""))
        except SendError as error:
            print(f"{name}: {error}")
            failed = True
    raise typer.Exit(1 if failed else 0)
