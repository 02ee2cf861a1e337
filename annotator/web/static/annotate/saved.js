// What the page says about saving, in words.

/** The nodes that tell a state of the outbox. */
export function savedText({ waiting, saved, problem, refused }) {
  const actions = waiting === 1 ? "1 action waits" : `${waiting} actions wait`;
  const why = {
    offline: "No connection.",
    server: "The server does not take it just now.",
    other: "Somebody else is signed in now.",
    "signed-out": "You are signed out.",
  }[problem];
  if (problem === "signed-out") return [`${why} ${actions}. `, signIn(), " and it goes on."];
  if (why) return [`${why} ${actions} here and will be sent again.`];
  if (waiting) return [`Saving… ${actions}.`];
  if (refused) return ["Not saved: see below. Everything before it is saved."];
  return [saved ? `Saved ${new Date(saved).toLocaleTimeString([], { hourCycle: "h23" })}` : "Everything is saved."];
}

function signIn() {
  const [href, target, textContent] = ["/sign-in", "_blank", "Sign in in a new tab"];
  return Object.assign(document.createElement("a"), { href, target, textContent });
}
