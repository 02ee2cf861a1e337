// What the page says about saving: the reasons stand in the page, in words.

/** The nodes that tell a state of the outbox; `reasons` has the words for each problem. */
export function savedText({ waiting, saved, problem, refused }, reasons) {
  const actions = waiting === 1 ? "1 action waits" : `${waiting} actions wait`;
  if (problem === "signedOut") return [`${reasons[problem]} ${actions}. `, document.getElementById("sign-in").content.cloneNode(true)];
  if (problem) return [`${reasons[problem]} ${actions} here and will be sent again.`];
  if (waiting) return [`Saving… ${actions}.`];
  if (refused) return ["Not saved: see below. Everything before it is saved."];
  return [saved ? `Saved ${new Date(saved).toLocaleTimeString([], { hourCycle: "h23" })}` : "Everything is saved."];
}
