// The article's text: between places in the page and offsets in the document.
import { codePointOffset, length, utf16Offset } from "./offsets.js";

export class Article {
  constructor(root) {
    this.root = root;
    this.end = Number(root.lastElementChild?.dataset.end ?? 0);
  }

  blocks() {
    return [...this.root.children];
  }

  /** The block that holds `offset`, or the first one after it. */
  block(offset) {
    const blocks = this.blocks();
    return blocks.find((block) => offset < Number(block.dataset.end)) ?? blocks.at(-1);
  }

  /** The offset of a place in the page; null outside the text. */
  offset(node, position) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const block = element.closest(".block");
    if (!block || block.parentElement !== this.root) return this.#between(node, position);
    const before = document.createRange();
    before.selectNodeContents(block);
    before.setEnd(node, position);
    return Number(block.dataset.start) + length(before.toString());
  }

  /** The page's range of `[start, end)`. */
  range(start, end) {
    const range = document.createRange();
    range.setStart(...this.#place(start, false));
    range.setEnd(...this.#place(end, true));
    return range;
  }

  /** The text of `[start, end)`, what stands between blocks included. */
  text(start, end) {
    let words = "";
    for (const block of this.blocks()) {
      const from = Number(block.dataset.start);
      if (from >= end) break;
      words += slice(block.textContent + block.dataset.after, start - from, end - from);
    }
    return words;
  }

  // A selection by triple click or across the page's edge ends between blocks.
  #between(node, position) {
    if (node === this.root) {
      const next = this.root.children[position];
      return next ? Number(next.dataset.start) : this.end;
    }
    const relation = this.root.compareDocumentPosition(node);
    if (relation & Node.DOCUMENT_POSITION_PRECEDING) return 0;
    return relation & Node.DOCUMENT_POSITION_FOLLOWING ? this.end : null;
  }

  #place(offset, closing) {
    const blocks = this.blocks();
    const block = blocks.find((one) => (closing ? offset <= Number(one.dataset.end) : offset < Number(one.dataset.end))) ?? blocks.at(-1);
    let rest = utf16Offset(block.textContent, Math.max(0, offset - Number(block.dataset.start)));
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let last = [block, 0];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (rest < node.length || (closing && rest === node.length)) return [node, rest];
      rest -= node.length;
      last = [node, node.length];
    }
    return last;
  }
}

function slice(text, from, to) {
  return text.slice(utf16Offset(text, Math.max(0, from)), utf16Offset(text, Math.min(length(text), Math.max(0, to))));
}

/** `12-20 31-40` as pairs of offsets. */
export function parsePlaces(places) {
  return places.split(" ").map((one) => one.split("-").map(Number));
}

export { codePointOffset };
