// Words and sentences of a block, in code points of the document.
import { length } from "./offsets.js";

export class Words {
  #cache = new WeakMap();

  constructor(article, language) {
    this.article = article;
    this.makers = {
      word: new Intl.Segmenter(language, { granularity: "word" }),
      sentence: new Intl.Segmenter(language, { granularity: "sentence" }),
      grapheme: new Intl.Segmenter(language, { granularity: "grapheme" }),
    };
  }

  /** `[start, end)` moved out to whole words, without blanks at its ends. */
  snap(start, end) {
    const trimmed = this.trim(start, end);
    if (!trimmed) return null;
    const first = this.#segments(trimmed.start, "word").find((one) => one.end > trimmed.start);
    const last = this.#segments(trimmed.end - 1, "word").findLast((one) => one.start < trimmed.end);
    return {
      start: first?.isWord ? Math.min(first.start, trimmed.start) : trimmed.start,
      end: last?.isWord ? Math.max(last.end, trimmed.end) : trimmed.end,
    };
  }

  /** `[start, end)` without blanks at its ends; null where there is nothing else. */
  trim(start, end) {
    const words = this.article.text(start, end);
    if (!words.trim()) return null;
    return {
      start: start + length(words) - length(words.trimStart()),
      end: end - (length(words) - length(words.trimEnd())),
    };
  }

  /** The next (step 1) or previous (step -1) word after or before `offset`, across blocks; null at an end. */
  next(offset, step, kind = "word") {
    let block = this.article.block(offset);
    while (block) {
      const all = this.#of(block, kind).filter((one) => one.isWord);
      const found = step > 0 ? all.find((one) => one.start >= offset) : all.findLast((one) => one.end <= offset);
      if (found) return found;
      block = step > 0 ? block.nextElementSibling : block.previousElementSibling;
    }
    return null;
  }

  /** The word, or sentence, at `offset`; null between words. */
  at(offset, kind = "word") {
    return this.#segments(offset, kind).find((one) => one.isWord && one.start <= offset && offset < one.end) ?? null;
  }

  /** `offset` moved by one character as people see characters. */
  character(offset, step) {
    const all = this.#segments(step > 0 ? offset : Math.max(0, offset - 1), "grapheme");
    if (step > 0) return all.find((one) => one.end > offset)?.end ?? offset;
    return all.findLast((one) => one.start < offset)?.start ?? offset;
  }

  #segments(offset, kind) {
    return this.#of(this.article.block(offset), kind);
  }

  #of(block, kind) {
    const text = block.textContent;
    const kept = this.#cache.get(block) ?? {};
    if (!kept[kind]) {
      let start = Number(block.dataset.start);
      kept[kind] = Array.from(this.makers[kind].segment(text), ({ segment, isWordLike }) => {
        const trimmed = kind === "sentence" ? segment.trimEnd() : segment;
        const one = { start, end: start + length(trimmed), isWord: kind === "word" ? isWordLike : trimmed !== "" };
        start += length(segment);
        return one;
      });
      this.#cache.set(block, kept);
    }
    return kept[kind];
  }
}
