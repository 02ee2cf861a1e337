// What is done to spans: sent, and shown at once where it can be.
import { parsePlaces, writePlaces } from "./article.js";
import { chosen, close, showChosen } from "./chosen.js";
import { $, article, chooser, closeFloating, focusText, inspector, labels, locked, now, outbox, selecting } from "./desk.js";
import { newId } from "./outbox.js";
import { act } from "./sending.js";
import { forget, remember } from "./stating.js";

export function change({ label, places, fields = [] }) {
  const span = chosen();
  if (!span || locked) return;
  const sent = [...about(span), ...fields];
  if (label) {
    sent.push(["label", label]);
    span.form.dataset.label = label;
  }
  if (places) {
    sent.push(["fragments", writePlaces(places)], ["words", article.text(places[0][0], places.at(-1)[1])]);
    span.form.dataset.places = writePlaces(places);
    showChosen();
  }
  act("change", sent);
}

// Behind something of it that is not saved yet, the version is whatever that will make it.
function about({ id, form }) {
  const unsaved = RegExp(`"(un|re)do"|${id}`).test(JSON.stringify(outbox.waiting));
  return [["span", id], ...(unsaved ? [] : [["version", $("[name=version]", form).value]])];
}

export function create(label, places, like = []) {
  const fields = [["label", label], ...like];
  for (const { start, end } of places) {
    const id = newId();
    fields.push(["span", id], ["fragments", `${start}-${end}`], ["words", article.text(start, end)]);
    if (!like.length) remember({ id, label, start, end });
  }
  now.cursor = places[0];
  selecting.drop();
  act("create", fields);
}

export function mark(label) {
  const span = chosen();
  if (selecting.place) create(label, [selecting.place]);
  else if (span && span.label !== label) change({ label });
  closeFloating();
}

export function arm(label) {
  if (locked) return;
  now.armed = now.armed === label ? null : label;
  for (const button of labels) button.setAttribute("aria-pressed", String(button.dataset.label === now.armed));
}

export function remove() {
  const span = chosen();
  if (!span || locked) return;
  forget();
  act("delete", about(span));
  close();
  focusText();
}

/** Undo or redo; the span that is looked at stays in sight. */
export function travel(name) {
  const span = chosen();
  forget();
  act(name, span ? [["look", span.id]] : []);
}

export function sendAttributes(form) {
  const fields = [...new FormData(form)].filter(([name]) => /^attribute|^note$/.test(name));
  for (const field of writtenIn()) field.defaultValue = field.value;
  if (form.id === "about") act("describe", fields);
  else change({ fields });
}

export function writtenIn() {
  return [...document.querySelectorAll(".sent :is(textarea, input:not([type]))")];
}

export function question(number) {
  const fieldset = $("fieldset.open", inspector) ?? $("fieldset", inspector);
  fieldset?.querySelectorAll("input")[number - 1]?.click();
}

export function mentions() {
  const span = chosen();
  if (span) htmx.ajax("GET", `/spans/${span.id}/mentions`, { source: chooser, target: chooser, swap: "innerHTML" });
}

/** Mark one other mention, or all that are left; the span that was chosen stays chosen. */
export function accept(button) {
  const taken = button.dataset.places ? [button] : [...chooser.querySelectorAll("li button")];
  const places = taken.flatMap((one) => parsePlaces(one.dataset.places));
  const { label, span } = $("#choices").dataset;
  for (const one of taken) one.closest("li").remove();
  create(label, places.map(([start, end]) => ({ start, end })), [["like", span]]);
  now.turn += 1;
  const left = $("li button", chooser);
  if (left) return left.focus();
  closeFloating();
  focusText();
}
