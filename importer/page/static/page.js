// What the page does in the browser: it sends what is decided, shows what comes back, and says that somebody looks on.

const WRITE = { "X-Importer": "page", "Content-Type": "application/json" };
const ALIVE_EVERY = 60_000;

/** Say a sentence to everybody, those who listen to the page too. */
export function say(message, advice = "") {
  const said = document.getElementById("said");
  said.textContent = advice ? `${message} ${advice}` : message;
  said.classList.toggle("shown", Boolean(message));
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
  const told = (answer.headers.get("Content-Type") || "").startsWith("application/json")
    ? await answer.json() : { message: await answer.text() };
  if (told.go) {
    location.assign(told.go);
  } else if (told.closed) {
    document.querySelector("header").remove();
    const sentence = document.createElement("p");
    sentence.textContent = told.closed;
    document.getElementById("main").replaceChildren(sentence);
    document.getElementById("main").focus();
  } else {
    say(told.message || "", told.advice);
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.post) return;
  event.preventDefault();
  const given = Object.fromEntries(new FormData(form, event.submitter));
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  await send(form.dataset.post, JSON.stringify(given));
  for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
});

setInterval(() => {
  if (document.visibilityState === "visible") {
    fetch("/alive").then((answer) => answer.ok || say(document.body.dataset.gone), () => say(document.body.dataset.gone));
  }
}, ALIVE_EVERY);
