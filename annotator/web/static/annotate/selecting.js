// The selection: made by mouse, touch or keys, always known in offsets.

export class Selecting {
  /** `place` is what is selected now, {start, end}, or null; `exact` keeps its borders where they are. */
  place = null;
  exact = false;
  #anchor = null;

  constructor(article, words) {
    this.article = article;
    this.words = words;
  }

  /** Take over what the browser has selected; null where that is nothing in the article. */
  read(exact) {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return this.clear();
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(this.article.root)) return this.clear();
    const start = this.article.offset(range.startContainer, range.startOffset);
    const end = this.article.offset(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) return this.clear();
    this.exact = exact;
    return this.set(exact ? this.words.trim(start, end) : this.words.snap(start, end));
  }

  /** Select `place` in the page as well. */
  set(place, anchor = place) {
    this.place = place;
    this.#anchor = anchor;
    if (!place) return null;
    const range = this.article.range(place.start, place.end);
    getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    return place;
  }

  clear() {
    this.place = null;
    this.#anchor = null;
    return null;
  }

  /** Move to the next or previous word, or to the first word of the next or previous sentence. */
  move(step, kind, from) {
    const here = this.place ?? from;
    let next;
    if (kind === "sentence") {
      const sentence = this.words.at(here.start, "sentence");
      const target = this.words.next(step > 0 ? (sentence?.end ?? here.end) : (sentence?.start ?? here.start), step, "sentence");
      next = target && (this.words.next(target.start, 1) ?? target);
    } else {
      next = this.words.next(step > 0 ? here.end : here.start, step);
    }
    this.exact = false;
    return next ? this.#reveal(this.set({ start: next.start, end: next.end })) : this.place;
  }

  /** Extend by a word or a sentence from where the selection began. */
  extend(step, kind, from) {
    const here = this.place ?? this.set(from);
    const anchor = this.#anchor ?? here;
    const forward = here.end > anchor.end || (here.start === anchor.start && step > 0);
    const edge = forward ? here.end : here.start;
    const target = this.words.next(edge, step, kind);
    if (!target && kind !== "sentence") return here;
    const place = { ...here };
    if (forward) place.end = step > 0 ? (target?.end ?? here.end) : Math.max(anchor.end, this.#before(here.end, kind));
    else place.start = step < 0 ? (target?.start ?? here.start) : Math.min(anchor.start, this.#after(here.start, kind));
    return this.#reveal(this.set(place, anchor));
  }

  /** Move the end by one character, exactly. */
  nudge(step) {
    if (!this.place) return null;
    this.exact = true;
    const end = this.words.character(this.place.end, step);
    return end > this.place.start ? this.set({ start: this.place.start, end }, this.#anchor) : this.place;
  }

  #before(edge, kind) {
    const last = this.words.next(edge, -1, kind);
    const previous = last && this.words.next(last.start, -1, kind);
    return previous?.end ?? 0;
  }

  #after(edge, kind) {
    const first = this.words.next(edge, 1, kind);
    const following = first && this.words.next(first.end, 1, kind);
    return following?.start ?? Infinity;
  }

  #reveal(place) {
    if (place) this.article.block(place.start).scrollIntoView({ block: "nearest" });
    const box = place && this.article.range(place.start, place.end).getBoundingClientRect();
    if (box && (box.bottom > innerHeight - 80 || box.top < 80)) scrollBy({ top: box.top - innerHeight / 2 });
    return place;
  }
}
