// Statements by one key: the actor and the instrument that were looked at last, and the stance between them.
import { chosen, whenShown } from "./chosen.js";
import { $, article, closeFloating, desk, inspector, labels, locked, selecting, words } from "./desk.js";
import { newId } from "./outbox.js";
import { act } from "./sending.js";

const statement = JSON.parse(desk.dataset.statement ?? "null");
let recent = []; // the last spans that were marked or looked at, oldest first

/** A span that was marked or looked at; a stance only as long as it is `free`. */
export function remember(span, free = true) {
  if (!statement) return;
  recent = recent.filter(({ id }) => id !== span.id);
  if (!stands(span.label) || free) recent = [...recent, span].slice(-3);
}

export function forget() {
  recent = [];
}

function stands(label) {
  return Boolean(statement?.stances.includes(label));
}

function pair() {
  const [older, newer] = recent.filter(({ label }) => !stands(label)).slice(-2);
  if (!newer) return null;
  const stance = recent.find(({ label }) => stands(label));
  const [holder, target] = [[older, newer], [newer, older]].find(fits) ?? [];
  return holder ? { holder, target, stance } : null;
}

function fits([holder, target]) {
  return statement.holder.includes(holder.label) && statement.target.includes(target.label);
}

/** What a sign's key does: a statement, or the polarity of the stance that is looked at. */
export function sign(key) {
  const value = statement?.signs[key];
  if (!value || locked || labels.some(({ dataset }) => dataset.key === key)) return false;
  const span = chosen();
  const joined = stands(span?.label) && !recent.some(({ id }) => id === span.id);
  if (pair() && (selecting.place || !joined)) make(value);
  else if (stands(span?.label)) polarity(value)?.click();
  else $("#notice").replaceChildren($("#no-pair").content.cloneNode(true));
  return true;
}

/** The same by its button. */
export function state(button) {
  sign(button.dataset.sign);
}

function polarity(value) {
  return $(`[name="attribute.${CSS.escape(statement.polarity)}"][value="${CSS.escape(value)}"]`, inspector);
}

function make(value) {
  const { holder, target, stance } = pair();
  const known = !selecting.place && stance;
  const fields = [["stance", known ? stance.id : newId()], ["polarity", value]];
  if (!known) {
    const { start, end } = selecting.place ?? between(...[holder, target].sort((a, b) => a.start - b.start));
    fields.push(["made", "1"], ["fragments", `${start}-${end}`], ["words", article.text(start, end)]);
  }
  for (const [role, span] of Object.entries({ holder, target })) fields.push([role, `${newId()} ${span.id}`]);
  selecting.drop();
  closeFloating();
  forget();
  act("state", fields);
}

// The words between the two; where nothing stands between them, all from the first to the last.
function between(first, second) {
  const [start, end] = [words.next(first.end, 1)?.start, words.next(second.start, -1)?.end];
  if (start >= first.end && start < end && end <= second.start) return { start, end };
  return { start: first.start, end: Math.max(first.end, second.end) };
}

/** Let the two that a statement would be made of be seen beside the span, with a button for each polarity. */
function showPair() {
  $("#pair")?.remove();
  const found = !locked && recent.some(({ id }) => id === chosen()?.id) && pair();
  if (!found) return;
  const shown = $("#pair-shown").content.cloneNode(true);
  for (const role of ["holder", "target"]) {
    const { start, end } = found[role];
    $(`.${role}`, shown).textContent = article.text(start, end).replace(/\s+/g, " ").slice(0, 60);
  }
  $("#inspected > .quote")?.after(shown);
}

whenShown((span) => {
  if (span) remember(span, !$(".chip", span.form));
  showPair();
});
