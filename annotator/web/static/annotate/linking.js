// A span is linked to an entry of the registry: a few letters, then Enter.
import { change } from "./acting.js";
import { chosen } from "./chosen.js";
import { $, focusText, inspector, locked } from "./desk.js";

const letters = () => $("#link-letters", inspector);
const offers = () => [...inspector.querySelectorAll("#suggested button")];

/** To the field for letters; what the span itself says is looked for at once. */
export function find() {
  letters()?.focus();
  if (letters() && !offers().length) look();
}

export function link(button) {
  send("link.is", button.value);
}

export function propose(button) {
  send("link.new", button.value);
}

export function unlink() {
  if ($("[data-do=unlink]", inspector)) send("link.is", "");
}

function send(name, value) {
  if (!chosen() || locked) return;
  change({ fields: [[name, value]] });
  $("#suggested", inspector)?.replaceChildren();
  if (letters()) letters().value = "";
  focusText();
}

function look() {
  const target = $("#suggested", inspector);
  const asked = new URLSearchParams({ letters: letters().value });
  htmx.ajax("GET", `/spans/${chosen().id}/entries?${asked}`, { source: target, target, swap: "innerHTML" });
}

inspector.addEventListener("input", ({ target }) => target === letters() && look());
// What is typed here is no value of the span.
inspector.addEventListener("change", (event) => event.target === letters() && event.stopPropagation());

inspector.addEventListener("keydown", (event) => {
  const among = [letters(), ...offers()];
  const here = among.indexOf(event.target);
  if (!letters() || here < 0) return;
  if (event.key === "Enter" && here === 0) among[1]?.click();
  else if (event.key === "ArrowDown") among[Math.min(here + 1, among.length - 1)].focus();
  else if (event.key === "ArrowUp") among[Math.max(here - 1, 0)].focus();
  else return;
  event.preventDefault();
});
