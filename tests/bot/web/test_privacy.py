"""What the service promises about privacy: said plainly, true in every setting, and kept by every page."""

import re
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bot.settings import ROOT, Settings
from bot.web.desk.session import COOKIE, FORM_COOKIE
from bot.web.page_routes import REMEMBERED_DAYS, page_html, privacy_html
from helpline.database import Database
from tests.bot.web.case_service import new_database
from tests.bot.web.training.training_service import TrainingService, training_service
from tests.reading_age import assert_easy
from training.learners import UNUSED_DAYS

WEB = ROOT / "bot" / "web"
FOUND = re.compile(r'@router\.get\(\s*"(/[^"{]*)"')
NEVER_END = {"/desk/live"}
ELSEWHERE = re.compile(r"(?:[a-z]+:)?//", re.IGNORECASE)
LOADS = {"src", "srcset", "poster", "data", "action", "formaction"}  # and the href of a <link>
WAYS = [dict(zip(("helpline", "training"), on, strict=True)) for on in product((True, False), repeat=2)]


def words(html: str) -> str:
    """What a page says, on one line."""
    body = re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main>")])
    return " ".join(body.replace("&rsquo;", "’").replace("&ldquo;", "“").replace("&rdquo;", "”").split())


def paragraphs(html: str) -> list[str]:
    """The paragraphs and points of a page."""
    return [words(f"<main>{part}</main>") for part in re.findall(r"<(?:p|li)\b.*?</(?:p|li)>", html, re.DOTALL)]


def on_privacy(**settings: Any) -> str:
    return words(privacy_html(Settings.model_validate({"helpline": True, "training": True, **settings})))


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_page_is_plain_enough_for_somebody_of_twelve(way: dict[str, Any]) -> None:
    html = privacy_html(Settings(**way))
    assert_easy(text for text in paragraphs(html[html.index("<main") :]) if len(text.split()) > 3)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_page_speaks_of_what_there_is_and_of_nothing_else(way: dict[str, Any]) -> None:
    html = privacy_html(Settings(**way))
    assert ("/case" in html) == ("a case is kept for our team" in words(html)) == way["helpline"]
    assert ("/training" in html) == ("what you did in practice talks" in words(html)) == way["training"]
    assert ("They are not written to a file." in words(html)) == (not way["helpline"])
    assert ("Our own staff get one" in words(html)) == way["helpline"]


def test_the_pages_say_where_conversations_are_when_servers_share_them() -> None:
    shared = Settings(tracker_url="postgresql://rasa@db.example.org/rasa")
    for page in (words(privacy_html(shared)), words(page_html(shared, "112"))):
        assert "kept in our own database" in page and "in memory for" not in page
        assert "not written to a file" not in page


def test_the_page_says_the_days_and_hours_of_the_settings() -> None:
    page = on_privacy(idle_hours=7, case_days=77, conversation_days=1)
    assert "in memory for 7 hours after your last message" in page
    assert "erased a day after the last line, and the case 77 days after its end" in page
    assert "in memory for an hour after" in on_privacy(idle_hours=1)


def test_the_page_says_how_long_unused_pages_and_browsers_keep_something() -> None:
    page = on_privacy()
    assert f"nobody opens a private page for {UNUSED_DAYS} days" in page
    assert f"on this device, for {REMEMBERED_DAYS} days at most" in page
    widget = (ROOT / "bot" / "web" / "widget" / "words.js").read_text(encoding="utf-8")
    assert f"const KEPT_DAYS = {REMEMBERED_DAYS};" in widget


def test_the_page_says_that_staff_are_told_of_an_emergency_only_where_they_are() -> None:
    mail = {"alert_email": ["desk@example.org"], "smtp_host": "mail.example.org", "smtp_sender": "bot@example.org"}
    told = "the team gets a short note"
    assert told not in on_privacy()
    assert told in on_privacy(**mail) and told in on_privacy(alert_webhook="https://hooks.example.org/desk")
    assert told not in on_privacy(helpline=False, **mail)


def test_the_page_names_who_runs_the_service_as_text() -> None:
    assert "has not put a name here yet" in on_privacy()
    html = privacy_html(Settings(operator="Riverside & <b>Advice</b>, privacy@example.org"))
    assert "This service is run by: Riverside &amp; &lt;b&gt;Advice&lt;/b&gt;, privacy@example.org" in html


class _Loads(HTMLParser):
    """Gathers what a page would have the browser fetch by itself, or send a form to."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = LOADS | ({"href"} if tag in ("link", "image", "use") else set())
        self.addresses += [value for name, value in attrs if name in names and value]


@pytest.fixture
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainingService:
    """The service with all that it can have turned on."""
    database: Database = new_database(tmp_path)
    return training_service(database, monkeypatch)


def addresses() -> list[str]:
    """Every address of GET in the code without a part to fill in, and that whose router has the address."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(WEB.rglob("*.py"))]
    found = {address for source in sources for address in FOUND.findall(source)} - NEVER_END | {"/case"}
    assert {"/", "/privacy", "/wording", "/training", "/healthz", "/desk/sign-in"} <= found
    return sorted(found)


def test_no_page_for_the_public_sets_a_cookie(whole: TrainingService) -> None:
    client = whole.client
    for path in addresses():
        if path.startswith("/desk"):
            continue
        assert "set-cookie" not in client.get(path).headers, path
    made = client.post("/training/link", headers={"sec-fetch-site": "same-origin"})
    assert client.get(made.headers["location"]).is_success
    assert list(client.cookies) == []


def test_the_desk_knows_two_cookies_and_both_end_with_the_browser(whole: TrainingService) -> None:
    page = whole.client.get("/desk/sign-in")
    assert page.headers["set-cookie"].startswith(f"{FORM_COOKIE}=")
    assert "expires" not in page.headers["set-cookie"].lower() and "max-age" not in page.headers["set-cookie"].lower()
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    assert source.count("response.set_cookie(") == 1, "a cookie is set in one place, bot/web/desk/session.py"
    assert {COOKIE, FORM_COOKIE} == {"desk", "desk_form"}


def test_no_page_loads_anything_from_elsewhere(whole: TrainingService) -> None:
    pages = 0
    for path in addresses():
        response = whole.client.get(path)
        policy = response.headers["content-security-policy"]
        assert policy.startswith("default-src 'self';") and "http" not in policy and "unsafe" not in policy, path
        if response.headers.get("content-type", "").startswith("text/html"):
            pages += 1
            found = _Loads()
            found.feed(response.text)
            assert [address for address in found.addresses if ELSEWHERE.match(address)] == [], path
    assert pages >= 6


def test_no_file_of_a_page_names_another_site_to_load_from() -> None:
    for path in WEB.rglob("*"):
        if path.suffix in (".css", ".svg", ".js"):
            source = path.read_text(encoding="utf-8")
            assert re.findall(r"(?:@import|url\(|fetch\(|import\()\s*[\"']?(?:https?:)?//", source) == [], path.name


def test_what_was_said_in_a_conversation_without_a_case_is_in_no_file(
    whole: TrainingService, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    whole.client.post("/api/chat", json={"conversation": "f" * 32, "text": "The quincebramble mothers go quiet"})
    assert any("quincebramble" in str(said) for said in whole.rasa.got), "the message must have been taken at all"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files and not any(b"quincebramble" in path.read_bytes() for path in files)
    assert "quincebramble" not in caplog.text
