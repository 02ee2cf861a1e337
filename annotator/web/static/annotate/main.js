// The annotation page, put together.
import * as acting from "./acting.js";
import { parsePlaces } from "./article.js";
import { addFragment, border } from "./bordering.js";
import { chosen, close, leave, open, openAt, showChosen } from "./chosen.js";
import { $, article, chooser, closeFloating, desk, focusText, inspector, labels, list, locked, now, on, outbox, palette, root, selecting, spotlight } from "./desk.js";
import { goRound, showAt } from "./floating.js";
import { onKeys } from "./keys.js";
import { lines } from "./lines.js";
import * as linking from "./linking.js";
import { showPalette } from "./pointing.js";
import { fill, join, joinBy, part, relate, showEnds } from "./relating.js";
import { savedText } from "./saved.js";
import { reveal } from "./selecting.js";
import { pointEntries } from "./spotlight.js";
import { sign, state } from "./stating.js";
import { refuse, suggest, take } from "./suggesting.js";

document.documentElement.classList.add("scripted");

const commands = {
  ...acting,
  ...linking,
  addFragment,
  border,
  join,
  relate,
  fill,
  part,
  state,
  sign,
  lines,
  suggest,
  take,
  refuse,
  undo: () => acting.travel("undo"),
  redo: () => acting.travel("redo"),
  keys: () => $("#keys").showModal(),
  close,
  dismiss: () => {
    closeFloating();
    for (const place of ["#questions-place", "#notice"]) $(place).replaceChildren();
    tell({ waiting: outbox.waiting.length });
  },
};

on("click", (event) => {
  const pressed = event.target.closest(".entry, .at, [data-do]");
  if (!pressed) return;
  event.preventDefault();
  if (pressed.dataset.do) commands[pressed.dataset.do](pressed);
  else openEntry(pressed);
});

function openEntry(entry) {
  const { span, places } = entry.dataset;
  const inChooser = chooser.contains(entry);
  const [[start, end]] = parsePlaces(places);
  open(span);
  now.cursor = { start, end };
  reveal(article.range(start, end));
  if (inChooser) focusText();
}

function step(direction) {
  const entries = [...list.querySelectorAll(".entry")];
  const start = (entry) => parseInt(entry.dataset.places, 10);
  const current = $("[aria-current]", list);
  let next = entries.indexOf(current) + direction;
  if (!current && direction > 0) next = entries.findIndex((entry) => start(entry) >= now.cursor.end);
  else if (!current) next = entries.findLastIndex((entry) => start(entry) < now.cursor.start);
  if (entries.length) openEntry(entries[Math.min(Math.max(next, 0), entries.length - 1)]);
}

function back() {
  const { activeElement } = document;
  if ($("#keys").open || leave()) return;
  if (!chooser.hidden || !palette.hidden) {
    if (chooser.contains(activeElement) || palette.contains(activeElement)) focusText();
    closeFloating();
  } else if ($("#questions")) commands.dismiss();
  else if (![root, document.body].includes(activeElement)) focusText();
  else if (selecting.place) selecting.drop();
  else if (chosen()) close();
  else if (now.armed) acting.arm(now.armed);
}

function enter() {
  if (!palette.hidden) $("button", palette).focus();
  else if (chosen()) ($(".open input", inspector) ?? $("input:checked", inspector) ?? $("textarea", inspector)).focus();
  else openAt((selecting.place ?? now.cursor).start);
}

// Tab has a meaning of its own only on a selected word under spans.
function tab() {
  const { place } = selecting;
  const over = place && article.place(place.start)[0].parentElement.closest(".r");
  if (over) openAt(place.start);
  return Boolean(over);
}

function go(how, direction, kind) {
  const turned = kind === "word" && article.isRightToLeft(now.cursor.start) ? -direction : direction;
  const place = selecting[how](turned, kind, now.cursor);
  if (!place) return;
  now.cursor = place;
  pointEntries(list, place.start);
  showPalette();
}

function label(key) {
  const name = labels.find((one) => one.dataset.key === key)?.dataset.label;
  if (name) (selecting.place || chosen() ? acting.mark : acting.arm)(name);
  return Boolean(name) || joinBy(key);
}

onKeys({
  ...commands,
  label,
  tab,
  enter,
  back,
  move: (...how) => go("move", ...how),
  extend: (...how) => go("extend", ...how),
  nudge: (direction) => go("nudge", direction, "word"),
  leave: (rel) => $(`a[rel=${rel}]`)?.click(),
  inText: () => [root, document.body].includes(document.activeElement),
  alone: {
    Delete: acting.remove,
    Backspace: acting.remove,
    n: () => step(1),
    p: () => step(-1),
    e: acting.mentions,
    a: addFragment,
    l: lines,
    g: suggest,
    k: linking.find,
    x: linking.unlink,
    u: commands.undo,
    r: commands.redo,
    "?": commands.keys,
  },
});
goRound(chooser);
goRound(palette);

on("change", ({ target }) => acting.sendAttributes(target.form));

let restoreSelection = () => {};

on("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  restoreSelection = selecting.hold();
  if (ctx.sourceElement.id !== "action" || mayShow(outbox.waiting)) return;
  const task = tasks.find(({ target }) => target === inspector);
  if (task) tasks.splice(tasks.indexOf(task), 1);
  const fresh = task && $("#inspected", task.fragment);
  if (fresh && ctx.response.status < 400 && fresh.dataset.span === chosen()?.id) $("[name=version]", inspector).value = fresh.version.value;
});

// An answer takes nothing away that is looked at by now.
function mayShow([entry, ...more]) {
  return entry?.turn === now.turn && !more.length && !acting.writtenIn().some(changed);
}

function changed(field) {
  return field.value !== field.defaultValue;
}

on("htmx:after:swap", ({ detail: { ctx } }) => {
  restoreSelection();
  if (ctx.target.id === "offered") return void showEnds();
  if (chooser.childElementCount && chooser.hidden) {
    const { start, end } = ($("[data-label]", chooser) && chosen()) || now.cursor;
    showAt(chooser, article.range(start, Math.max(end, start + 1)).getBoundingClientRect());
    (showEnds() ?? $("[name=letters], button", chooser))?.focus({ preventScroll: true });
  }
  if (ctx.target !== chooser) showChosen();
});

// A swap must not take the focus with it.
on("htmx:finally:request", () => {
  $(".leaving")?.classList.remove("leaving");
  if (document.activeElement === document.body) focusText();
});
on("htmx:error", ({ detail: { ctx } }) => {
  if (ctx && ctx.sourceElement?.id !== "action" && !ctx.response) tell({ waiting: outbox.waiting.length, problem: "offline" });
});

// A link may ask for a span: one's own is opened, anybody else's is only shown.
if (desk.dataset.asked) {
  const places = parsePlaces(desk.dataset.asked);
  reveal(article.range(...places[0]));
  if (desk.dataset.open) open(desk.dataset.open);
  else spotlight("chosen", places);
}

let later = null; // a way out that waits until all is saved

function tell(state) {
  const saved = $("#saved");
  saved.classList.toggle("waiting", Boolean(state.problem));
  saved.replaceChildren(...savedText(state, JSON.parse(saved.dataset.words)));
}

outbox.start((state) => {
  tell(state);
  if (state.refused && chosen() && !locked) open(chosen().id);
  const made = outbox.waiting.filter(({ to, fields }) => to === outbox.to && fields.some(([, value]) => ["create", "state"].includes(value)));
  const fields = made.flatMap((one) => one.fields).filter(([name]) => name === "fragments");
  spotlight("pending", fields.flatMap(([, places]) => parsePlaces(places)));
  if (!state.waiting) later?.();
  if (!state.waiting) later = null;
});

function hold(event, then) {
  if (!outbox.waiting.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  later = then;
}

on("click", (event) => {
  const link = event.target.closest("a[href]:not([target], .entry, .at, [data-do])");
  if (link) hold(event, () => link.click());
}, true);
on("submit", (event) => {
  if (event.target.matches(".sent")) event.preventDefault();
  else hold(event, () => event.target.requestSubmit(event.submitter));
}, true);
addEventListener("beforeunload", (event) => outbox.waiting.length && event.preventDefault());
addEventListener("pagehide", () => acting.writtenIn().filter(changed).forEach(({ form }) => acting.sendAttributes(form)));
