// While a pointer is pressed nothing is swapped: a click that begins on an element must end on it, or it is lost.
let released = Promise.resolve();
let release = null;

document.addEventListener("pointerdown", () => {
  if (!release) released = new Promise((done) => (release = done));
}, true);

function letGo() {
  release?.();
  release = null;
}

// The click follows the pointer's event, and what it selects is read in a task of its own.
for (const type of ["pointerup", "pointercancel", "contextmenu"]) document.addEventListener(type, () => setTimeout(() => setTimeout(letGo)), true);
// Let go where nobody saw it, outside of the window.
document.addEventListener("pointermove", ({ buttons }) => buttons || letGo(), true);

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (release) return; // the press itself asks: what a relation may join, while it is drawn
  const { fetch } = ctx;
  ctx.fetch = async (...asked) => {
    const answer = await fetch(...asked);
    while (release) await released;
    return answer;
  };
});
