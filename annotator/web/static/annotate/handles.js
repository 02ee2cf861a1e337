// The borders of the selected span, to be dragged.

export class Handles {
  #handles = [];

  /** `moved` is called with the new {start, end} when a handle is let go. */
  constructor(container, article, words, moved) {
    this.container = container;
    this.article = article;
    this.words = words;
    this.moved = moved;
  }

  show(start, end) {
    this.hide();
    this.#handles = ["start", "end"].map((side) => this.#make(side, { start, end }));
    this.#put({ start, end });
  }

  hide() {
    for (const handle of this.#handles) handle.remove();
    this.#handles = [];
  }

  #make(side, place) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "handle";
    handle.tabIndex = -1;
    handle.setAttribute("aria-label", `Drag the ${side} of the span`);
    handle.addEventListener("pointerdown", (event) => this.#drag(event, handle, side, place));
    this.container.append(handle);
    return handle;
  }

  #put(place) {
    const boxes = [...this.article.range(place.start, place.end).getClientRects()];
    const origin = this.container.getBoundingClientRect();
    const [first, last] = [boxes[0], boxes.at(-1)];
    if (!first) return;
    this.#handles.forEach((handle, index) => {
      const box = index ? last : first;
      handle.style.left = `${(index ? box.right : box.left) - origin.left}px`;
      handle.style.top = `${box.top - origin.top}px`;
    });
  }

  #drag(event, handle, side, place) {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const now = { ...place };
    const move = (moving) => {
      const offset = this.#under(moving.clientX, moving.clientY);
      if (offset === null) return;
      if (side === "start") now.start = Math.min(offset, place.end - 1);
      else now.end = Math.max(offset, place.start + 1);
      this.#put(now);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", (last) => {
      handle.removeEventListener("pointermove", move);
      const settled = event.altKey || last.altKey ? this.words.trim(now.start, now.end) : this.#snapped(side, now);
      if (settled && (settled.start !== place.start || settled.end !== place.end)) this.moved(settled);
      else this.#put(place);
    }, { once: true });
  }

  // Only the border that was dragged snaps: the other one may have been set exactly.
  #snapped(side, now) {
    const snapped = this.words.snap(now.start, now.end);
    return snapped && { ...now, [side]: snapped[side] };
  }

  #under(x, y) {
    const handles = this.#handles;
    for (const handle of handles) handle.style.pointerEvents = "none";
    const caret = document.caretPositionFromPoint?.(x, y) ?? document.caretRangeFromPoint?.(x, y);
    for (const handle of handles) handle.style.pointerEvents = "";
    const node = caret?.offsetNode ?? caret?.startContainer;
    if (!node || !this.article.root.contains(node)) return null;
    return this.article.offset(node, caret.offset ?? caret.startOffset);
  }
}
