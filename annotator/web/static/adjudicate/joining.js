// Relations of gold: drawn for the open place, and made by a list of what is allowed, or by dragging to it.
import { Arcs } from "../annotate/arcs.js";
import { parsePlaces } from "../annotate/article.js";
import { goRound } from "../annotate/floating.js";
import { offsetAt } from "../annotate/handles.js";
import { reveal } from "../annotate/selecting.js";
import { light } from "../annotate/spotlight.js";

const $ = (selector, root = document) => root.querySelector(selector);
const ends = () => $("#ends");

export class Joining {
  #arcs;
  #knob = $(".handle.join");
  #dragging = null; // the span of gold that is dragged from

  constructor(article) {
    this.article = article;
    this.#arcs = new Arcs(article, $("#lines"));
    this.#knob.addEventListener("pointerdown", (event) => this.#begin(event));
    new ResizeObserver(() => this.show()).observe(article.root);
  }

  /** The open place has changed, or what may be joined there: draw it, and let the keys go through the list. */
  show() {
    this.#arcs.show(document.querySelectorAll("#case [data-tie]"));
    light(this.article, "allowed", this.#dragging || !$(".ends") ? [] : places(this.#offers()));
    this.#place();
  }

  /** A list of what is allowed has come: by key one chooses out of it. */
  offer() {
    if (this.#dragging) return light(this.article, "allowed", places(this.#offers()));
    const list = $(".ends", ends());
    if (!list) return;
    goRound(list);
    list.addEventListener("focusin", ({ target }) => target.dataset.places && reveal(this.article.range(...parsePlaces(target.dataset.places)[0])));
    this.show();
    ($("[data-nearest]", list) ?? $("[name=letters]", list))?.focus();
  }

  /** Leave the list; false where there was none. */
  leave() {
    const open = Boolean($(".ends"));
    if (open) ends().replaceChildren();
    this.show();
    return open;
  }

  #gold() {
    return [...document.querySelectorAll("#case [data-gold]:has([data-relation])")][0];
  }

  // Below the end of the span that came of the open place.
  #place() {
    const form = this.#gold();
    this.#knob.hidden = !form || Boolean(this.#dragging);
    if (this.#knob.hidden) return;
    const all = parsePlaces(form.dataset.places);
    const box = [...this.article.range(all[0][0], all.at(-1)[1]).getClientRects()].filter(({ width }) => width).at(-1);
    const origin = this.#knob.parentElement.getBoundingClientRect();
    if (box) Object.assign(this.#knob.style, { left: `${(box.left + box.right) / 2 - origin.left}px`, top: `${box.bottom - origin.top}px` });
  }

  #begin(event) {
    event.preventDefault();
    const form = this.#gold();
    const all = parsePlaces(form.dataset.places);
    this.#dragging = { start: all[0][0], end: all.at(-1)[1] };
    this.#knob.setPointerCapture(event.pointerId);
    const asked = $("[data-relation]", form).getAttribute("href").replace(/&relation=.*/, "");
    htmx.ajax("GET", asked, { source: ends(), target: ends(), swap: "innerHTML" });
    this.#knob.onpointermove = ({ clientX, clientY }) => {
      light(this.article, "pointed", places(this.#under(clientX, clientY)));
      this.#arcs.pull(this.#dragging, clientX, clientY);
    };
    this.#knob.onlostpointercapture = ({ clientX, clientY }) => this.#drop(this.#under(clientX, clientY));
  }

  // One that is allowed is meant; of several one is chosen.
  #drop(found) {
    this.#knob.onpointermove = this.#knob.onlostpointercapture = null;
    this.#dragging = null;
    for (const kind of ["allowed", "pointed"]) light(this.article, kind, []);
    if (found.length < 2) {
      found[0]?.click();
      if (!found.length) ends().replaceChildren();
      return this.show();
    }
    for (const one of this.#offers()) if (!found.includes(one)) one.closest("li").remove();
    this.offer();
    $("button", ends()).focus();
  }

  #offers() {
    return [...ends().querySelectorAll("[data-places]")];
  }

  #under(x, y) {
    this.#knob.style.pointerEvents = "none";
    const offset = offsetAt(this.article, x, y);
    this.#knob.style.pointerEvents = "";
    return offset === null ? [] : this.#offers().filter(({ dataset }) => parsePlaces(dataset.places).some(([start, end]) => start <= offset && offset < end));
  }
}

// Where they stand, each place once: it may be allowed in several ways.
function places(several) {
  return [...new Set(several.map(({ dataset }) => dataset.places))].flatMap(parsePlaces);
}
