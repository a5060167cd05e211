// What the page does in the browser: it sends what is decided, shows what comes back, and says that somebody looks on.

const WRITE = { "X-Importer": "page", "Content-Type": "application/json" };
const ALIVE_EVERY = 60_000;

/** Say a sentence to everybody, those who listen to the page too. */
export function say(message, advice = "") {
  const box = document.getElementById("message");
  box.textContent = advice ? `${message} ${advice}` : message;
  box.classList.toggle("shown", Boolean(message));
}

/** Send something to the server, and do what it answers. */
export async function send(address, body, headers = WRITE) {
  let answer;
  try {
    answer = await fetch(address, { method: "POST", headers, body });
  } catch {
    say(document.body.dataset.gone);
    return;
  }
  const reply = (answer.headers.get("Content-Type") || "").startsWith("application/json")
    ? await answer.json() : { message: await answer.text() };
  if (reply.go) {
    location.assign(reply.go);
  } else if (reply.closed) {
    document.querySelector("header").remove();
    const sentence = document.createElement("p");
    sentence.textContent = reply.closed;
    document.getElementById("main").replaceChildren(sentence);
    document.getElementById("main").focus();
  } else {
    try { if (reply.swap) await swap(); } catch { say(document.body.dataset.gone); return; }
    say(reply.message || "", reply.advice);
  }
}

/** Show the screen as the server has it now, in the place of the old one; the focus goes to what is asked next. */
async function swap() {
  const again = put(await fetchScreen());
  if (again && !document.querySelector(".decide")) again.focus(); else focusOnDecision();
}

async function fetchScreen() {
  const answer = await fetch(location.href);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Put a screen in the place of the old one, and give what had the focus; fails where it is no screen. */
function put(fresh) {
  const before = document.activeElement;
  const cell = before?.closest("[data-cell]")?.dataset.cell;
  const [form, words] = [before?.closest("[data-post]")?.dataset.post, before?.textContent];
  document.getElementById("main").replaceWith(document.adoptNode(fresh.getElementById("main")));
  document.title = fresh.title;
  if (document.querySelector("[data-events]")) { location.reload(); return null; }
  if (cell) return document.querySelector(`[data-cell="${cell}"]`);
  if (before?.id) return document.getElementById(before.id);
  const same = form && [...document.querySelectorAll("[data-post]")].find((one) => one.dataset.post === form);
  return [...same?.querySelectorAll("button") || []].find((button) => button.textContent === words);
}

// While other rows are checked again after a correction, the screen is fetched until they are; never while somebody types.
const SETTLED_AFTER = 700;
let isLooking = false;
setInterval(async () => {
  const isAsked = () => document.querySelector("[data-checking]") && !document.querySelector("[data-cell] :is(input, textarea)");
  if (isLooking || !isAsked()) return;
  const main = document.getElementById("main");
  isLooking = true;
  try {
    const fresh = await fetchScreen();
    if (isAsked() && main.isConnected && !fresh.querySelector("[data-checking]")) put(fresh)?.focus();
  } catch { say(document.body.dataset.gone); }
  isLooking = false;
}, SETTLED_AFTER);

/** Where there is something to decide, its question has the focus, so that its keys work. */
function focusOnDecision() {
  const first = document.querySelector(".decide h2") || document.querySelector("h1");
  first.setAttribute("tabindex", "-1");
  first.focus();
}
if (document.querySelector(".decide")) focusOnDecision();

// The keys of a decision work while the focus is in it, and never while something is typed.
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, select, textarea");
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing) {
    const undo = document.querySelector("[data-undo]");
    if (undo) { event.preventDefault(); undo.click(); }
    return;
  }
  const decision = event.target.closest(".decide");
  if (decision && typing && event.key === "Enter") {  // else a browser presses the first button of the form
    event.preventDefault();
    decision.requestSubmit(decision.querySelector('[value="typed"]'));
    return;
  }
  if (!decision || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const found = decision.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!found) return;
  event.preventDefault();
  if (found.matches("input")) found.focus(); else found.click();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.post) return;
  event.preventDefault();
  if (form.querySelector('[aria-disabled="true"]')) return;  // a second click
  const given = Object.fromEntries(new FormData(form, event.submitter));
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  await send(form.dataset.post, JSON.stringify(given));
  for (const field of form.querySelectorAll("[type=password]")) field.value = "";
  for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
});

setInterval(() => {
  if (document.visibilityState === "visible") {
    fetch("/alive").then((answer) => answer.ok || say(document.body.dataset.gone), () => say(document.body.dataset.gone));
  }
}, ALIVE_EVERY);

// A dropped or chosen file goes to the server as it is.
const drop = document.querySelector("[data-drop]");
if (drop) {
  const take = (file) => {
    if (!file) return;
    say(`${file.name} …`);
    send("/upload", file, {
      "X-Importer": "page", "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name),
    });
  };
  drop.querySelector("input").addEventListener("change", (event) => take(event.target.files[0]));
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take(event.dataTransfer.files[0]);
  });
}

// Progress: one stream of events, and asking now and then where there is none.
const live = document.querySelector("[data-events]");
if (live) {
  const show = (event) => {
    if (event.go) {
      source.close();
      if (event.go === "reload") location.reload(); else location.assign(event.go);
      return;
    }
    live.querySelector(".sentence").textContent = event.message;
    const bar = live.querySelector("progress");
    if (event.total) { bar.max = event.total; bar.value = event.done; } else { bar.removeAttribute("value"); }
    live.querySelector(".live")?.replaceChildren(...event.counts.map((one) => element("li", one.text, one.css_class)));
    ask(event.asked);
  };
  const source = new EventSource(live.dataset.events);
  source.onmessage = (message) => show(JSON.parse(message.data));
  addEventListener("beforeunload", () => source.close());  // whoever is on the way to another screen is not called back
  // The browser tries again by itself; where nobody answers any more, that is said. Once it was the end, it is looked at.
  source.onerror = () => fetch("/alive").then(
    (answer) => { if (!answer.ok) say(document.body.dataset.gone); else if (source.readyState === EventSource.CLOSED) location.reload(); },
    () => say(document.body.dataset.gone));
}

let asking = "";
function ask(asked) {
  const form = live.querySelector(".asked");
  const name = asked ? asked.kind + asked.text : "";
  if (name === asking) return;
  asking = name;
  form.hidden = !asked;
  form.replaceChildren();
  if (!asked) return;
  const text = element("p", asked.text, "asked-text");
  form.append(text);
  form.dataset.post = live.dataset.answer;
  if (asked.kind === "password") {
    const field = element("input", "", "");
    Object.assign(field, { type: "password", name: "answer", autocomplete: "off" });
    field.setAttribute("aria-label", asked.text);
    form.append(field, element("button", "OK", "first"));
    field.focus();
    return;
  }
  for (const { word, text: shown } of asked.words) {
    const button = element("button", shown, "");
    Object.assign(button, { name: "answer", value: word });
    form.append(button);
  }
  form.querySelector("button").focus();
}

function element(name, text, look) {
  const made = document.createElement(name);
  made.textContent = text;
  if (look) made.className = look;
  return made;
}

// F8 goes to the next problem, Shift+F8 to the one before; behind the last on a page comes the next page.
function nextProblem(step) {
  const cells = [...document.querySelectorAll("[data-problem]")];
  const here = cells.indexOf(document.activeElement);
  const at = here < 0 && step < 0 ? cells.length : here;
  const next = cells[at + step];
  if (next) {
    next.scrollIntoView({ block: "center", inline: "center" });
    next.focus();
  } else if (step > 0) {
    document.querySelector('a[rel="next"]')?.click();
  }
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-next-problem]")) nextProblem(1);
  if (event.target.closest("[data-edit]")) edit(lastCell);
});

// F2 or two clicks correct a cell in its place: Enter takes it, Escape leaves it as it was; Shift+Enter begins a line
// where the cell has several.
let lastCell = null;
document.addEventListener("focusin", (event) => { lastCell = event.target.closest("[data-cell]") || lastCell; });
document.addEventListener("dblclick", (event) => edit(event.target.closest("[data-cell]")));
function edit(cell) {
  if (!cell || !cell.isConnected || cell.querySelector("input, textarea")) return;
  const text = cell.querySelector(".text");
  const shown = text.textContent;
  const field = element(shown.includes("\n") ? "textarea" : "input", "", "");
  field.value = shown;
  field.setAttribute("aria-label", cell.dataset.cell);
  text.replaceWith(field);
  field.focus();
  field.select();
  const leave = () => { if (field.isConnected) { field.replaceWith(text); cell.focus(); } };
  field.addEventListener("keydown", async (event) => {
    if (event.key === "Escape") { event.stopPropagation(); leave(); }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    if (field.readOnly) return;
    if (field.value === shown) { leave(); return; }
    field.readOnly = true;
    const name = cell.dataset.cell;
    await send(cell.closest("[data-edited]").dataset.edited, JSON.stringify({ cell: name, text: field.value }));
    field.readOnly = false;
    if (field.isConnected) { field.focus(); return; }
    (document.querySelector(`[data-cell="${name}"]`) || document.querySelector("h1")).focus();
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key === "F2" && event.target.closest("[data-cell]")) {
    event.preventDefault();
    edit(event.target.closest("[data-cell]"));
  }
  if (event.key === "F8") {
    event.preventDefault();
    nextProblem(event.shiftKey ? -1 : 1);
  }
});
