// What the page says about saving: the words stand in the page, in its language.

const kinds = new Intl.PluralRules(document.documentElement.lang);

/** The nodes that tell a state of the outbox; `words` has a sentence, or its forms by number, for each state. */
export function savedText({ waiting, saved, problem, refused }, words) {
  const counted = (forms) => (forms[kinds.select(waiting)] ?? forms.other).replace("#", waiting);
  if (problem === "signedOut") return [`${words[problem]} ${counted(words.waits)} `, document.getElementById("sign-in").content.cloneNode(true)];
  if (problem) return [`${words[problem]} ${counted(words.again)}`];
  if (waiting) return [counted(words.saving)];
  if (refused) return [words.refused];
  return [saved ? words.saved.replace("#", new Date(saved).toLocaleTimeString([], { hourCycle: "h23" })) : words.all];
}
