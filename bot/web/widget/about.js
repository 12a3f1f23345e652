/**
 * <common-ground-chat>: the Common Ground conversation, for any page.
 *
 *   <script src="https://chat.example.org/widget.js" defer></script>
 *   <common-ground-chat country="GB" heading="Talk it through"></common-ground-chat>
 *
 * Attributes
 *   service    base address of the service; default: where this script came from
 *   country    two-letter code of where the page is shown, for helplines and emergency numbers; default:
 *              the service's country
 *   emergency, limit   the number to call in danger and the characters of a message; default: asked of
 *              the service, which writes them into its own page
 *   learner    key of a page for training, so that what is practised is kept for its owner; default: nothing is kept
 *   kept-as    whose conversation is remembered, where several people use one browser; default: everybody's is one
 *   heading    heading of the widget; default "Common Ground"
 *   leave-url  where "Leave this page quickly" goes; default https://www.wikipedia.org/
 *   dir, lang  as in any element; `lang` tells the language of the widget's own words (see `strings`)
 * Inside the element, each element with `data-example` is offered as an example to press.
 *
 * From a script: `element.ask(text)` sends a message, `element.leave()` wipes everything and leaves,
 * `element.strings = {send: "…"}` replaces words of the widget (keys: see STRINGS).
 *
 * Look: CSS custom properties, set on the element or above it
 *   --cg-accent --cg-on-accent   buttons, links, marks / text on them
 *   --cg-surface --cg-ink        background and text     --cg-muted  quieter text
 *   --cg-line                    borders                 --cg-own    what the person wrote, background
 *   --cg-safety --cg-safety-surface   replies about safety: edge and background
 *   --cg-font --cg-heading-font --cg-font-size --cg-radius --cg-height
 * Light or dark follows the page's `color-scheme`.
 *
 * Promises, each held by a test in tests/browser: texts are set as text, never as HTML; links lead to
 * http, https or tel only; nothing is kept in the browser unless the person ticks the box; no request
 * goes anywhere but to the service; a Content-Security-Policy without "unsafe-inline" is enough.
 */
