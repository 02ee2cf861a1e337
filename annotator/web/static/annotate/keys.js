// The keys of the annotation page. Nothing is taken from a field in which somebody writes.

const EDITABLE = "input:not([type=radio], [type=checkbox]), textarea, select";

/** Bind the keys to `commands`. */
export function onKeys(commands) {
  document.addEventListener("keydown", (event) => {
    if (handle(event, commands)) event.preventDefault();
  });
}

function handle(event, commands) {
  if (event.key === "Escape") return commands.back(), false;
  if (event.target.closest?.(EDITABLE) || event.target.closest?.("dialog") || event.isComposing) return false;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) return withControl(event, commands);
  if (event.ctrlKey || event.metaKey) return false;
  return withArrows(event, commands) || withDigits(event, commands) || alone(event, commands);
}

function withControl(event, commands) {
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? commands.redo() : commands.undo(), true;
  if (key === "y") return commands.redo(), true;
  return false;
}

function withArrows(event, commands) {
  const direction = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!direction || !commands.inText()) return false;
  const kind = event.key === "ArrowDown" || event.key === "ArrowUp" ? "sentence" : "word";
  if (event.altKey && event.shiftKey && kind === "word") commands.nudge(direction);
  else if (event.altKey) return false;
  else if (event.shiftKey) commands.extend(direction, kind);
  else commands.move(direction, kind);
  return true;
}

function withDigits(event, commands) {
  // Shift changes what a digit types, and differently on every keyboard; its place on it stays.
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (digit && event.shiftKey && !event.altKey) return commands.question(Number(digit)), true;
  return !event.altKey && event.key.length === 1 && commands.label(event.key);
}

function alone(event, commands) {
  if (["Period", "Comma"].includes(event.code)) {
    commands.border(event.shiftKey ? "start" : "end", event.code === "Period" ? 1 : -1, event.altKey);
    return true;
  }
  if (event.altKey) return false;
  switch (event.key) {
    case "Tab": return commands.inText() && !event.shiftKey && commands.tab();
    case "Enter": return commands.inText() && (commands.enter(), true);
    case "Delete":
    case "Backspace": return commands.remove(), true;
    case "n": return commands.step(1), true;
    case "p": return commands.step(-1), true;
    case "e": return commands.mentions(), true;
    case "a": return commands.fragment(), true;
    case "u": return commands.undo(), true;
    case "r": return commands.redo(), true;
    case "?": return commands.keys(), true;
    case "[": return commands.leave("prev"), true;
    case "]": return commands.leave("next"), true;
    default: return false;
  }
}
