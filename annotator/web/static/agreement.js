// The list of disagreements by keys: j and k go through it, a letter follows the link that has it.
const items = [...document.querySelectorAll(".disagreements > li")];
const EDITABLE = "input, textarea, select";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.(EDITABLE) || document.body.dataset.keys) return;
  const at = items.indexOf(document.activeElement?.closest?.(".disagreements > li"));
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at < 0 ? 0 : at - 1);
  else if (event.key.length === 1) items[Math.max(at, 0)]?.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});
document.documentElement.classList.add("scripted"); // from here on the keys that the page tells of work

function go(to) {
  const item = items[Math.min(Math.max(to, 0), items.length - 1)];
  item?.focus({ preventScroll: true });
  item?.scrollIntoView({ block: "nearest" });
}
