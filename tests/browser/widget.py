"""The widget as a person meets it, so that tests read as what people do."""

from playwright.sync_api import Locator, Page, expect

# Keeps what the live region said, since each line is gone after two seconds.
LISTEN = """() => {
  const live = document.querySelector('common-ground-chat').shadowRoot.querySelector('[aria-live]');
  window.spoken = [];
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) window.spoken.push(node.textContent);
  }).observe(live, { childList: true });
}"""


class Widget:
    """A `<common-ground-chat>` on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.element = page.locator("common-ground-chat")
        self.box = page.get_by_role("textbox", name="Your message")
        self.log = page.get_by_role("region", name="Conversation")
        self.bar = self.element.locator(".bar")
        self.live = self.element.locator("[aria-live]")
        self.leave = page.get_by_role("button", name="Leave this page quickly")
        self.remember = page.get_by_role("checkbox", name="Remember this conversation on this device")

    def open(self, base: str, path: str = "/") -> "Widget":
        """Opens the page at `path` and listens to the live region."""
        self.page.goto(base + path)
        expect(self.box).to_be_visible()
        self.page.evaluate(LISTEN)
        return self

    def send(self, text: str) -> None:
        """Types a message and presses Enter."""
        self.box.fill(text)
        self.box.press("Enter")

    def ask(self, text: str) -> Locator:
        """Sends a message and waits for the reply, which it returns."""
        before = self.replies.count()
        self.send(text)
        expect(self.replies).to_have_count(before + 1)
        return self.replies.last

    def button(self, name: str) -> Locator:
        """A button by its exact name."""
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def replies(self) -> Locator:
        """The replies of the service, without the welcome."""
        return self.element.locator(".turn.bot:not(.welcome)")

    @property
    def own(self) -> Locator:
        """What the person wrote."""
        return self.element.locator(".turn.you")

    @property
    def cards(self) -> Locator:
        """Cards of items."""
        return self.element.locator("details.card")

    @property
    def spoken(self) -> list[str]:
        """All that the live region has said since the page was opened."""
        return [str(line) for line in self.page.evaluate("window.spoken")]

    def focused(self) -> str:
        """Tag and text of the element that has focus inside the widget, in short."""
        return str(
            self.page.evaluate(
                "(() => { const e = document.querySelector('common-ground-chat').shadowRoot.activeElement;"
                " return e ? e.localName + ':' + (e.id || e.textContent.trim().slice(0, 40)) : ''; })()"
            )
        )

    def stored(self) -> int:
        """How many entries the page keeps in the browser, of any kind."""
        return int(self.page.evaluate("localStorage.length + sessionStorage.length + (document.cookie ? 1 : 0)"))
