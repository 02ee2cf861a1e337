// Small panels beside words: the palette, the chooser.

export function showAt(panel, box) {
  panel.hidden = false;
  const below = box.bottom + 10 + panel.offsetHeight < innerHeight;
  const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - panel.offsetWidth - 8);
  panel.style.left = `${left + scrollX}px`;
  panel.style.top = `${(below ? box.bottom + 10 : Math.max(8, box.top - panel.offsetHeight - 10)) + scrollY}px`;
}

// In a list to choose from, a letter narrows it, or where nothing asks for letters goes to the next that begins with it.
function typed(event, buttons) {
  if (!event.target.closest(".ends") || !/^\p{L}$/u.test(event.key)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.stopPropagation(); // no command
  const field = fieldOf(event.currentTarget);
  if (field) return field.focus(); // and there it is written
  const after = buttons.indexOf(document.activeElement) + 1;
  const wanted = event.key.toLocaleLowerCase();
  const begins = (button) => button.textContent.trim().replace(/^◇/, "").toLocaleLowerCase().startsWith(wanted);
  [...buttons.slice(after), ...buttons.slice(0, after)].find(begins)?.focus();
}

const fieldOf = (panel) => panel.querySelector("[name=letters]");

// What was written is chosen out of what it found, be it on its way still.
function take(panel) {
  const field = fieldOf(panel);
  if (!field) return;
  const list = panel.querySelector("#offered");
  if (list.dataset.letters === field.value) return list.querySelector("button")?.click();
  document.addEventListener("htmx:after:swap", () => take(panel), { once: true });
}

export function goRound(panel) {
  // What narrows a list is no value of a span.
  panel.addEventListener("change", (event) => event.target === fieldOf(panel) && event.stopPropagation());
  panel.addEventListener("keydown", (event) => {
    const written = event.target === fieldOf(panel);
    if (written && event.key === "Enter") {
      event.preventDefault();
      return take(panel);
    }
    if (written && !["Tab", "ArrowDown", "ArrowUp"].includes(event.key)) return;
    const step = { Tab: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const buttons = [...panel.querySelectorAll("button:not(.no-script), [name=letters]")];
    if (!buttons.length) return;
    if (!step) return typed(event, buttons);
    event.preventDefault();
    event.stopPropagation();
    const index = buttons.indexOf(document.activeElement) + step;
    buttons[(index + buttons.length) % buttons.length].focus();
  });
}
