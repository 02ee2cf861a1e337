// What is not known to be saved: sent in order until it is answered, across reloads; by its id, each action once.

const LATER = [401, 408, 425, 429];

export class Outbox {
  #sending = false;
  #failures = 0;
  #timer = 0;
  #last = 0;

  constructor(form, person) {
    this.form = form;
    this.to = form.getAttribute("action"); // a field called “action” hides the property
    this.person = person;
    this.name = `annotator:${person}:`;
    this.waiting = kept(this.name);
  }

  /** `report` gets the state: {waiting, saved, problem, refused}. */
  start(report) {
    this.report = report;
    this.form.addEventListener("htmx:finally:request", ({ detail }) => this.#answered(detail.ctx.response?.status ?? 0));
    addEventListener("online", () => this.#send());
    this.#send();
  }

  /** Put an action in: pairs of a field's name and value. `turn` is kept beside it. */
  add(fields, turn) {
    const action = newId();
    this.#last = Math.max(Date.now(), this.#last + 1); // the order in which they are kept
    const entry = { key: `${this.name}${this.#last}-${action}`, to: this.to, turn, fields: [["action", action], ...fields] };
    this.waiting.push(entry);
    keep(entry);
    this.#send();
  }

  #send() {
    clearTimeout(this.#timer);
    const entry = this.waiting[0];
    if (this.#sending || !entry) return;
    this.#sending = true;
    if (!this.#failures) this.report({ waiting: this.waiting.length });
    if (entry.to !== this.to) return this.#sendElsewhere(entry);
    const made = entry.fields.map(([name, value]) => Object.assign(document.createElement("textarea"), { name, value }));
    this.form.querySelector("#fields").replaceChildren(...made);
    this.form.dispatchEvent(new CustomEvent("send"));
  }

  // Left over from another document.
  async #sendElsewhere({ to, fields }) {
    const body = new URLSearchParams([["csrf_token", this.form.csrf_token.value], ...fields]);
    const answer = await fetch(to, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
    this.#answered(answer?.status ?? 0, (await answer?.text())?.includes('"csrf"'));
  }

  #answered(status, csrf = document.querySelector("#notice [data-code]")?.dataset.code === "csrf") {
    this.#sending = false;
    const outdated = status === 400 && csrf;
    if (!status || status >= 500 || LATER.includes(status) || outdated) return this.#again(status, outdated);
    this.#failures = 0;
    const done = this.waiting.shift();
    localStorage.removeItem(done.key);
    if (status === 412) this.#join(done.fields);
    const saved = document.querySelector("#saved-at")?.dataset.at;
    this.report({ waiting: this.waiting.length, saved, refused: status >= 400 });
    this.#send();
  }

  // What follows a change that met another asks of both, as one question.
  #join(fields) {
    const { span } = Object.fromEntries(fields);
    for (const entry of this.waiting.filter((one) => JSON.stringify(one).includes(span))) {
      const own = entry.fields.map(([name]) => name.slice(0, 9)); // “attributes” with each attribute
      entry.fields.push(...fields.filter(([name]) => !own.includes(name.slice(0, 9))));
      keep(entry);
      fields = entry.fields;
    }
  }

  async #again(status, outdated) {
    this.#timer = setTimeout(() => this.#send(), Math.min(1000 * 2 ** this.#failures, 15_000));
    this.#failures += 1;
    const owner = outdated ? await this.#renew() : this.person;
    const problem = owner !== this.person && owner ? "other" : status === 401 || !owner ? "signedOut" : status ? "server" : "offline";
    this.report({ waiting: this.waiting.length, problem });
  }

  // Signed in anew: a new token, the same person's only.
  async #renew() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const owner = page.querySelector("#desk")?.dataset.person;
    const token = page.querySelector("[name=csrf_token]")?.value;
    if (owner === this.person) for (const input of document.getElementsByName("csrf_token")) input.value = token;
    return owner;
  }
}

// crypto.randomUUID is only there over TLS and on the server's own machine.
export function newId() {
  const random = () => crypto.getRandomValues(new Uint8Array(1))[0];
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (random() & (15 >> (c / 4)))).toString(16));
}

function keep(entry) {
  try {
    localStorage.setItem(entry.key, JSON.stringify(entry));
  } catch {
    // A full or forbidden storage: the action still waits in this page.
  }
}

function kept(name) {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(name));
  return keys.sort().map((key) => JSON.parse(localStorage.getItem(key)));
}
