// The regions of the page, and what every module of it shares.
import { Article } from "./article.js";
import { Outbox } from "./outbox.js";
import { Selecting } from "./selecting.js";
import { light } from "./spotlight.js";
import { Words } from "./words.js";

export const on = (type, handler, capture) => document.addEventListener(type, handler, capture);
export const $ = (selector, root = document) => root.querySelector(selector);
export const desk = $("#desk");
export const root = $("#article");
export const inspector = $("#inspector");
export const palette = $("#palette");
export const chooser = $("#chooser");
export const list = $("#list");
export const labels = [...document.querySelectorAll(".labels .label")];
export const locked = desk.dataset.locked === "yes";

export const article = new Article(root);
export const words = new Words(article, desk.dataset.language);
export const selecting = new Selecting(article, words);
export const spotlight = (kind, places) => light(article, kind, places);
export const outbox = new Outbox($("#action"), desk.dataset.person);

// armed: the label chosen first; cursor: where the keys go on; turn: changes with what is looked at.
export const now = { armed: null, cursor: { start: 0, end: 0 }, turn: Date.now() };

export function focusText() {
  root.focus({ preventScroll: true });
}

export function closeFloating() {
  palette.hidden = true;
  chooser.hidden = true;
  chooser.replaceChildren();
  spotlight("allowed", []);
}
