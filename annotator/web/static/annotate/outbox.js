// What was done and is not yet known to be saved: sent one at a time, in order, again until it is answered.
// Each action has an id, so an action whose answer got lost is not done twice. It survives a reload.

const RETRY = [1000, 2000, 4000, 8000, 15000];
const LATER = new Set([401, 408, 425, 429]);

export class Outbox {
  #waiting = [];
  #sending = false;
  #failures = 0;
  #timer = 0;

  /**
   * @param form the real form that htmx sends
   * @param name what the kept actions are kept under
   * @param report called with the state: {waiting, saved, problem}
   */
  constructor(form, name, report) {
    this.form = form;
    this.fields = form.querySelector("#fields");
    this.name = name;
    this.report = report;
    this.#waiting = kept(name);
    form.addEventListener("htmx:finally:request", (event) => this.#answered(event.detail.ctx));
    window.addEventListener("online", () => this.#send());
    document.addEventListener("visibilitychange", () => document.hidden || this.#send());
    if (this.#waiting.length) this.#send();
  }

  get waiting() {
    return this.#waiting;
  }

  /** Put an action in: pairs of a field's name and value. */
  add(fields) {
    const entry = { key: `${this.name}${Date.now()}-${crypto.randomUUID()}`, fields: [["action", crypto.randomUUID()], ...fields] };
    this.#waiting.push(entry);
    keep(entry);
    this.#send();
  }

  #send() {
    clearTimeout(this.#timer);
    const entry = this.#waiting[0];
    if (this.#sending || !entry) return;
    this.#sending = true;
    this.fields.replaceChildren(...entry.fields.map(([name, value]) => hidden(name, value)));
    this.form.dispatchEvent(new CustomEvent("send"));
  }

  #answered(ctx) {
    this.#sending = false;
    const status = ctx.response?.status ?? 0;
    const code = document.querySelector("#notice [data-code]")?.dataset.code ?? "";
    if (!status || status >= 500 || LATER.has(status) || code === "csrf") {
      const wait = RETRY[Math.min(this.#failures, RETRY.length - 1)];
      this.#failures += 1;
      this.#timer = setTimeout(() => this.#send(), wait);
      this.report({ waiting: this.#waiting.length, problem: status === 401 || code === "csrf" ? "signed-out" : status ? "server" : "offline" });
      return;
    }
    this.#failures = 0;
    const entry = this.#waiting.shift();
    localStorage.removeItem(entry.key);
    this.report({ waiting: this.#waiting.length, saved: document.querySelector("#saved-at")?.dataset.at, refused: status >= 400 });
    this.#send();
  }
}

function hidden(name, value) {
  const input = document.createElement("textarea");
  input.name = name;
  input.value = value;
  return input;
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
