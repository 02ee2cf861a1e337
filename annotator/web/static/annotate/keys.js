// The keys of the annotation page. Nothing is taken from a field in which somebody writes.

const EDITABLE = "input:not([type=radio], [type=checkbox]), textarea, select, dialog";

export function onKeys(commands) {
  document.addEventListener("keydown", (event) => {
    if (handle(event, commands)) event.preventDefault();
  });
}

function handle(event, commands) {
  if (event.isComposing) return false;
  if (event.key === "Escape") return commands.back(), false;
  if (event.target.closest?.(EDITABLE)) return false;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) return withControl(event, commands);
  if (event.key.length < 2 && document.body.dataset.keys) return false; // switched off
  if (event.key.length === 1 && commands.sign(event.key)) return true; // “~” may need AltGr as well
  // On many keyboards brackets are typed with AltGr, which counts as Ctrl and Alt.
  const rel = { "[": "prev", "]": "next" }[event.key];
  if (rel || event.ctrlKey || event.metaKey) return rel && commands.leave(rel), rel;
  return [withArrows, withDigits, borders, alone].some((found) => found(event, commands));
}

function withControl(event, commands) {
  const name = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
  commands[name]?.();
  return name;
}

function withArrows(event, commands) {
  const direction = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!direction || !commands.inText()) return false;
  const kind = /Up|Down/.test(event.key) ? "sentence" : "word";
  if (event.altKey && event.shiftKey && kind === "word") commands.nudge(direction);
  else if (event.altKey) return false;
  else if (event.shiftKey) commands.extend(direction, kind);
  else commands.move(direction, kind);
  return true;
}

function withDigits(event, commands) {
  // Shift changes what a digit types; its place stays.
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (digit && event.shiftKey && !event.altKey) return commands.question(Number(digit)), true;
  return !event.altKey && event.key.length === 1 && commands.label(event.key);
}

function borders(event, commands) {
  // Shift and Alt change what these keys type: then their place counts.
  const typed = { ",": -1, ".": 1 }[event.key];
  const direction = typed ?? (event.shiftKey || event.altKey ? { Comma: -1, Period: 1 }[event.code] : 0);
  if (direction) commands.border(event.shiftKey ? "start" : "end", direction, event.altKey);
  return Boolean(direction);
}

function alone(event, commands) {
  if (event.altKey) return false;
  if (event.key === "Tab") return !event.shiftKey && commands.inText() && commands.tab();
  if (event.key === "Enter") return commands.inText() && (commands.enter(), true);
  const run = commands.alone[event.key];
  run?.();
  return Boolean(run);
}
