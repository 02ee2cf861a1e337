// What the page says about saving, in words.

/** The nodes that tell a state of the outbox. */
export function savedText({ waiting, saved, problem, refused }) {
  const actions = waiting === 1 ? "1 action waits" : `${waiting} actions wait`;
  if (problem === "signed-out") return [`You are signed out. ${actions}. `, link("/sign-in", "Sign in in a new tab"), " and it goes on."];
  if (problem === "offline") return [`No connection. ${actions} here and will be sent again.`];
  if (problem === "server") return [`The server does not take it just now. ${actions} here and will be sent again.`];
  if (waiting) return [`Saving… ${actions}.`];
  if (refused) return ["Not saved: see below. Everything before it is saved."];
  return [saved ? `Saved ${new Date(saved).toLocaleTimeString([], { hour12: false })}` : "Everything is saved."];
}

function link(href, text) {
  const anchor = document.createElement("a");
  anchor.href = href;
  anchor.target = "_blank";
  anchor.rel = "noopener";
  anchor.textContent = text;
  return anchor;
}
