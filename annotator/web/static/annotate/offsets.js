// Code points and UTF-16 units: the twin of annotator/domain/offsets.py, tested with the same table of cases.

/** Length of `text` in code points. */
export function length(text) {
  return codePointOffset(text, text.length);
}

/** The code-point offset of the UTF-16 offset `units`; inside a surrogate pair, the character's start. */
export function codePointOffset(text, units) {
  let [count, passed] = [0, 0];
  for (const character of text) {
    passed += character.length;
    if (passed > units) break;
    count += 1;
  }
  return count;
}

/** The UTF-16 offset of the code-point `offset`. */
export function utf16Offset(text, offset) {
  let [count, passed] = [0, 0];
  for (const character of text) {
    if (count === offset) break;
    passed += character.length;
    count += 1;
  }
  return passed;
}
