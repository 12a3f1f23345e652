// How it looks.

const CSS = `
:host {
  --_accent: var(--cg-accent, #17605f); --_on-accent: var(--cg-on-accent, #fff);
  --_surface: var(--cg-surface, #fff); --_ink: var(--cg-ink, #20292b); --_muted: var(--cg-muted, #55625f);
  --_line: var(--cg-line, #d5dad4); --_own: var(--cg-own, #e6f0ee); --_edge: #7d8a86;
  --_safety: var(--cg-safety, #9a3412); --_safety-surface: var(--cg-safety-surface, #fff4ec);
  --_radius: var(--cg-radius, 14px);
  --_heading-font: var(--cg-heading-font, inherit);
  display: block; box-sizing: border-box;
  /* Where the log does not scroll yet, browsers keep its old content in place when a reply comes, and move the page. */
  overflow-anchor: none;
  font-family: var(--cg-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif);
  font-size: var(--cg-font-size, 1rem); line-height: 1.55; color: var(--_ink); text-align: start;
}
@supports (color: light-dark(#000, #fff)) {
  :host {
    --_accent: var(--cg-accent, light-dark(#17605f, #8fd3c9)); --_on-accent: var(--cg-on-accent, light-dark(#fff, #0d2422));
    --_surface: var(--cg-surface, light-dark(#fff, #1b2225)); --_ink: var(--cg-ink, light-dark(#20292b, #e9edea));
    --_muted: var(--cg-muted, light-dark(#55625f, #a9b5b1)); --_line: var(--cg-line, light-dark(#d5dad4, #37423f));
    --_own: var(--cg-own, light-dark(#e6f0ee, #24393a)); --_edge: light-dark(#7d8a86, #83918c);
    --_safety: var(--cg-safety, light-dark(#9a3412, #f5b48a));
    --_safety-surface: var(--cg-safety-surface, light-dark(#fff4ec, #33241b));
  }
}
:host([hidden]) { display: none; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, h3, h4, h5, p, ul, ol { margin: 0; }
ul, ol { padding: 0; }
button, textarea, input { font: inherit; color: inherit; letter-spacing: inherit; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; border: 0; padding: 0; }
:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
h3:focus-visible { outline-offset: 4px; border-radius: 2px; }

/* As high as asked, and higher where a long message, bad news and the options need it: nothing is cut off. */
.frame { display: flex; flex-direction: column; min-block-size: var(--cg-height, min(46rem, 92vh)); background: var(--_surface); overflow: hidden;
  border: 1px solid var(--_line); border-radius: var(--_radius); position: relative; }
.head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5em;
  padding: .75em 1.1em; border-block-end: 1px solid var(--_line); }
.head, .bar, .say, .tools { flex: none; }
h2 { font-family: var(--_heading-font); font-weight: 600; font-size: 1.2em; line-height: 1.3; flex: 1 1 6em; overflow-wrap: anywhere; }
.exit { min-block-size: 46px; }

button { min-block-size: 44px; min-inline-size: 44px; padding: .5em 1em; border: 1px solid var(--_edge); border-radius: 10px;
  background: var(--_surface); cursor: pointer; text-align: start; overflow-wrap: anywhere; line-height: 1.35; }
button:hover { border-color: var(--_accent); color: var(--_accent); }
button.primary { background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent); font-weight: 600; }
button.primary:hover { filter: brightness(1.12); }
.leave { font-weight: 600; border: 2px solid var(--_ink); }
.leave.floating { position: fixed; inset-block-start: 10px; inset-inline-end: 10px; z-index: 2147483000;
  box-shadow: 0 2px 14px rgb(0 0 0 / .28); }

.log { flex: 1 1 0; min-block-size: 11em; overflow-y: auto; overflow-x: hidden; padding: 1.1em; display: flex;
  flex-direction: column; gap: 1.25em; overscroll-behavior: contain; position: relative; }
.log:focus-visible { outline-offset: -3px; }
.turn { max-inline-size: 100%; }
h3 { font-weight: 600; font-size: .84em; line-height: 1.4; color: var(--_muted); margin-block-end: .3em; inline-size: fit-content; }
.text { overflow-wrap: anywhere; max-inline-size: 68ch; }
.text > * + *, .text + .text { margin-block-start: .7em; }
.text ol, .text ul, .sheet ol, .sheet ul, .card ol, .card ul, .inside > ul, .section ul, .question > ol { padding-inline-start: 1.5em; }
.text li + li, .sheet li + li, .card li + li, .inside > ul li + li, .section li + li, .question li + li { margin-block-start: .35em; }
.text li::marker, .sheet li::marker, .section li::marker, .sort li::marker { color: var(--_accent); font-weight: 600; }
a { color: var(--_accent); text-underline-offset: .18em; overflow-wrap: anywhere; }
.you { align-self: flex-end; max-inline-size: min(88%, 60ch); }
.you h3 { margin-inline-start: auto; }
.you .text { background: var(--_own); border: 1px solid transparent; padding: .6em .95em; border-radius: 14px; border-end-end-radius: 4px;
  white-space: pre-wrap; }
.you.failed .text { border: 1px dashed var(--_safety); background: transparent; }
.note { font-size: .9em; color: var(--_muted); margin-block-start: .35em; overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; gap: .5em; margin-block-start: .5em; align-items: center; }
.you .row { justify-content: flex-end; }
.you .note { text-align: end; }
.danger { display: inline-block; }

.choices { list-style: none; display: flex; flex-wrap: wrap; gap: .5em; margin-block-start: .9em; }
.choices button { border-color: var(--_accent); color: var(--_accent); border-radius: 22px; padding-inline: 1.1em; }
.choices button:hover { background: var(--_own); }
.examples, .answers { flex-direction: column; align-items: stretch; }
.examples button, .answers button { inline-size: 100%; border-radius: 12px; color: inherit; border-color: var(--_edge); }
.small { font-size: .9em; color: var(--_muted); }

.safety { border: 1px solid var(--_safety); border-inline-start-width: 6px; border-radius: 10px;
  background: var(--_safety-surface); padding: 1em 1.1em; max-inline-size: 68ch; }
.safety.concern { --_safety: var(--_accent); --_safety-surface: var(--_surface); }
.safety + .text, .text + .safety, .safety + .safety { margin-block-start: .9em; }
.safety h4 { color: var(--_safety); font-size: 1em; margin-block-end: .4em; }
.safety a { color: var(--_safety); font-weight: 600; display: inline-block; }
.safety .text a[href^="tel:"] { min-block-size: 24px; }
.safety a.call { display: flex; align-items: center; justify-content: center; min-block-size: 64px; margin-block: .5em .9em;
  padding: .3em .8em; font-size: 1.75em; font-weight: 700; line-height: 1.2; border-radius: 10px; text-decoration: none;
  background: var(--_safety); color: var(--_safety-surface); border: 2px solid var(--_safety); font-variant-numeric: tabular-nums; }
.safety.urgent a.call { font-size: 1.35em; min-block-size: 52px; background: transparent; color: var(--_safety); margin-block: .9em 0; }

.cards { margin-block-start: 1em; max-inline-size: 72ch; }
.cards > h4 { font-size: .86em; color: var(--_muted); margin-block-end: .4em; }
.cards ul.list { list-style: none; display: grid; gap: .45em; }
.card ul { list-style: disc; }
.card, .aside { border: 1px solid var(--_line); border-radius: 10px; overflow-wrap: anywhere; }
:is(.card, .aside) > summary { cursor: pointer; padding: .6em .9em; min-block-size: 48px; border-radius: 10px; display: flex; gap: .7em;
  align-items: center; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::after { content: ""; flex: none; margin-inline-start: auto; inline-size: .55em; block-size: .55em;
  border: solid currentColor; border-width: 0 2px 2px 0; transform: translateY(-.12em) rotate(45deg); }
[open] > summary::after { transform: translateY(.12em) rotate(225deg); }
summary:hover { color: var(--_accent); }
.kind { display: block; font-size: .84em; color: var(--_accent); font-weight: 600; }
.inside { padding: 0 .9em .9em; }
.inside h5 { font-size: .9em; margin-block: .85em .25em; }
.inside .links a { display: inline-block; min-block-size: 24px; padding-block: .2em; }

.staff { border-inline-start: 5px solid var(--_accent); padding: .2em 0 .2em .95em; }
.staff h3 { color: var(--_accent); }
.notice p { font-size: .92em; color: var(--_muted); text-align: center; border-block: 1px solid var(--_line); padding: .5em .2em; }
.step { font-size: .84em; color: var(--_muted); margin-block-end: .3em; }
.contact, .key { border: 1px solid var(--_line); border-radius: 10px; padding: .9em 1em; margin-block-start: .9em; max-inline-size: 34em; }
.contact h4, .key h4 { font-size: 1em; }
.contact label, .giving label { display: block; font-weight: 600; font-size: .9em; margin-block: .8em .25em; }
:is(.contact, .giving) label.check { display: flex; font-weight: 400; font-size: 1em; align-items: flex-start; padding-block: .4em; }
.contact input:not([type]), select { inline-size: 100%; min-block-size: 44px; padding: .45em .7em; border: 1px solid var(--_edge); border-radius: 10px;
  background: var(--_surface); color: inherit; font: inherit; }
form [aria-invalid="true"] { border-color: var(--_safety); }
.fault { color: var(--_safety); font-weight: 600; font-size: .92em; margin-block-start: .25em; }
.key dl { margin: .5em 0; }
.key dt { font-size: .86em; color: var(--_muted); }
.key dd { margin: 0 0 .4em; font-size: 1.5em; font-weight: 700; line-height: 1.3; overflow-wrap: anywhere; }
.key.quiet { background: transparent; }
.key.quiet dd { font-size: 1.05em; }
.key .row a { display: inline-flex; align-items: center; min-block-size: 44px; }

fieldset { border: 0; margin: 0; padding: 0; min-inline-size: 0; }
.marked, .situation, .speaks, .aside, .question, .section, .chart, .turn > .cards { max-inline-size: 68ch; overflow-wrap: anywhere; }
.turn > :is(.marked, .situation, .speaks, .aside, .question, .section, .chart) + *, .text + :is(.marked, .speaks, .question) { margin-block-start: 1em; }
.question h4, .speaks h4 { font-size: .84em; color: var(--_muted); margin-block-end: .3em; }
.section h4, .situation h4 { font-size: 1em; margin-block-end: .3em; }
.asks { font-weight: 600; white-space: pre-line; }
.asks ~ *, .aside > .inside > * + *, .marked > * + *, .situation p + p { margin-block-start: .6em; }
.rows, .tones { list-style: none; display: grid; gap: .35em; }
.aside > .inside > .better { margin-block-start: .9em; font-weight: 600; }
.giving label.check { margin: 0; padding-block: .45em; }
.giving .fault { margin-block-start: .6em; }
.sort { padding-inline-start: 1.7em; display: grid; gap: .45em; }
.sort li > div { display: flex; gap: .4em; align-items: center; }
.sort span { flex: 1 1 0; min-inline-size: 0; }
.sort button { padding-inline: 0; text-align: center; }
.sort [aria-disabled] { color: var(--_muted); border-style: dashed; cursor: default; }
.marked, .situation { border: 1px solid var(--_line); border-radius: 10px; padding: .8em 1em; }
.situation { background: var(--_own); }
.tones li { display: flex; gap: .6em; }
.sign { flex: none; inline-size: 1em; font-weight: 700; color: var(--_accent); text-align: center; }
.speaks { inline-size: fit-content; border: 1px solid var(--_edge); border-radius: 14px; border-end-start-radius: 4px; padding: .6em .95em; }
.aside { font-size: .94em; color: var(--_muted); }
.chart { display: block; inline-size: 100%; block-size: auto; }

.sheet { border: 1px solid var(--_edge); border-radius: 10px; padding: 1.1em 1.3em; max-inline-size: 68ch; overflow-wrap: anywhere; }
.sheet + *, .text + .sheet { margin-block-start: 1em; }
.sheet :is(h4, h5) { color: var(--_accent); font-family: var(--_heading-font); line-height: 1.3; }
.sheet h4 { font-size: 1.3em; margin-block: .1em .5em; }
.sheet h5 { font-size: 1.02em; margin-block: 1.4em .4em; }
.sheet p + :is(p, ol, ul), .sheet :is(ol, ul) + p { margin-block-start: .5em; }
.sheet .kind, .sheet .sources { color: var(--_muted); }
.sheet .kind { font-weight: 400; }
.sheet .sources { font-size: .9em; padding-inline-start: 2.1em; }
.sheet .sources li::marker { content: "[" counter(list-item) "]\\a0\\a0"; font-weight: 400; }
.marks { font-size: .8em; color: var(--_accent); white-space: nowrap; }
.sheet .row { margin-block-start: 1.4em; padding-block-start: 1em; border-block-start: 1px solid var(--_line); }
.sheet .row span { flex: 1 0 100%; }
.sheet .row + p { margin-block-start: .7em; min-block-size: 1.55em; }
.narrow .sheet { padding-inline: .95em; }
.typing { display: flex; align-items: center; gap: .6em; color: var(--_muted); }
.dots { display: inline-flex; gap: .3em; }
.dots i { inline-size: .45em; block-size: .45em; border-radius: 50%; background: var(--_accent); }
@media (prefers-reduced-motion: no-preference) {
  .log { scroll-behavior: smooth; }
  .dots i { animation: sway 1.6s ease-in-out 3; }
  .dots i:nth-child(2) { animation-delay: .2s; }
  .dots i:nth-child(3) { animation-delay: .4s; }
  @keyframes sway { 30% { transform: translateY(-.3em); } 60% { transform: none; } }
}

.bar { display: flex; flex-wrap: wrap; gap: .4em .9em; align-items: center; padding: .6em 1.1em; border-block-start: 1px solid var(--_line);
  background: var(--_safety-surface); }
.bar p { flex: 1 1 14em; overflow-wrap: anywhere; }
.bar.good { background: var(--_own); }
.say { padding: .7em 1.1em .5em; border-block-start: 1px solid var(--_line); }
label.for { font-weight: 600; font-size: .9em; display: block; margin-block-end: .25em; }
.entry { display: flex; gap: .6em; align-items: flex-end; }
textarea { flex: 1 1 0; inline-size: 100%; min-inline-size: 0; contain: inline-size; resize: none; field-sizing: content; min-block-size: 3.6em; max-block-size: 10em;
  padding: .55em .8em; border: 1px solid var(--_edge); border-radius: 10px; background: var(--_surface); line-height: 1.45; }
textarea:focus-visible { outline-offset: 0; border-color: var(--_accent); }
textarea[aria-invalid="true"] { border-color: var(--_safety); }
.under { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1em; font-size: .84em; color: var(--_muted); margin-block-start: .3em; }
.over { color: var(--_safety); font-weight: 600; }
.tools { display: flex; flex-wrap: wrap; gap: .3em .6em; align-items: center; padding: .1em 1.22em .7em; font-size: .9em; }
.tools button { border-color: var(--_line); padding-inline: .8em; }
.check { display: flex; gap: .55em; align-items: center; min-block-size: 44px; cursor: pointer; padding-inline-end: .3em; }
.check input { inline-size: 22px; block-size: 22px; flex: none; accent-color: var(--_accent); margin: 0; }
.check small { display: block; font-size: .93em; color: var(--_muted); line-height: 1.3; }
.options { display: none; }
.narrow .options { display: inline-block; }
.narrow .exit { flex: 1 0 100%; }
.narrow .leave:not(.floating) { inline-size: 100%; text-align: center; }
.narrow .tools:not(.open) { display: none; }
.narrow .head, .narrow .log, .narrow .say, .narrow .tools, .narrow .bar { padding-inline: .85em; }
.narrow .you { max-inline-size: 94%; }
.narrow .hint { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; overflow: hidden; }
.gone { position: fixed; inset: 0; z-index: 2147483647; background: Canvas; }

/* Low windows and great zoom: one scrollbar, the page's own. */
@media (max-height: 34em) {
  .frame { overflow: visible; min-block-size: 0; }
  .log { overflow: visible; flex-basis: auto; }
}
@media (forced-colors: active) {
  button, .card, .aside, .frame, .you .text, .speaks, .situation, .sheet, .contact, .key { border: 1px solid ButtonBorder; }
  button.primary { border: 2px solid ButtonText; }
  .safety a.call { border: 2px solid LinkText; background: Canvas; color: LinkText; }
  .safety { border: 3px solid CanvasText; }
  .dots i { background: CanvasText; forced-color-adjust: none; }
  :focus-visible { outline-color: Highlight; }
}
`;
