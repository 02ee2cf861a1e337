// The selection: made by mouse, touch or keys, always known in offsets.

export class Selecting {
  place = null; // what is selected now, {start, end}
  #anchor = null;

  constructor(article, words) {
    this.article = article;
    this.words = words;
  }

  read(exact) {
    if (getSelection().isCollapsed) return this.set(null);
    const range = getSelection().getRangeAt(0);
    const start = this.article.offset(range.startContainer, range.startOffset);
    const end = this.article.offset(range.endContainer, range.endOffset);
    if (start >= end) return this.set(null);
    return this.set(exact ? this.words.trim(start, end) : this.words.snap(start, end));
  }

  set(place, anchor = place) {
    this.place = place;
    this.#anchor = anchor;
    if (place) this.#select(place.start, place.end);
    return place;
  }

  drop() {
    this.set(null);
    getSelection().removeAllRanges();
  }

  /** Remember what the page has selected while paragraphs are swapped, a drag under way included. */
  hold() {
    const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
    if (!this.article.root.contains(anchorNode) || !this.article.root.contains(focusNode)) return () => {};
    const [from, to] = [this.article.offset(anchorNode, anchorOffset), this.article.offset(focusNode, focusOffset)];
    return () => this.#select(from, to);
  }

  move(step, kind, from) {
    const here = this.place ?? from;
    const sentence = (kind === "sentence" && this.words.at(here.start, kind)) || here;
    const first = !this.place && sentence.start === here.start;
    let next = this.words.next(step > 0 && !first ? sentence.end : sentence.start, step, kind);
    if (kind === "sentence" && next) next = this.words.next(next.start, 1) ?? next;
    return next ? this.#reveal(this.set({ start: next.start, end: next.end })) : this.place;
  }

  extend(step, kind, from) {
    const here = this.place ?? this.set(from.end > from.start ? from : (this.words.next(from.start, 1) ?? from));
    const anchor = this.#anchor ?? here;
    const side = here.end > anchor.end || (here.start === anchor.start && step > 0) ? "end" : "start";
    const edge = here[side];
    const grows = (side === "end") === step > 0;
    const under = kind === "sentence" && grows && this.words.at(step > 0 ? edge : edge - 1, kind);
    const to = under ? under[side] : (this.words.border(side, step, edge, kind) ?? (grows ? edge : anchor[side]));
    const place = { ...here, [side]: Math[side === "end" ? "max" : "min"](anchor[side], to) };
    return this.#reveal(this.set(place, anchor));
  }

  nudge(step) {
    if (!this.place) return null;
    const end = this.words.character(this.place.end, step);
    return end > this.place.start ? this.set({ start: this.place.start, end }, this.#anchor) : this.place;
  }

  #select(from, to) {
    const back = from > to;
    getSelection().setBaseAndExtent(...this.article.place(from, back), ...this.article.place(to, !back && to > from));
  }

  #reveal(place) {
    if (place) reveal(this.article.range(place.start, place.end));
    return place;
  }
}

export function reveal(range) {
  const box = range.getBoundingClientRect();
  const low = innerHeight - Math.max(80, parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom) || 0);
  if (box.bottom > low || box.top < 80) scrollBy({ top: box.top - low / 2 });
}
