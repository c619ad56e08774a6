// What a one-on-one needs while it is held: words that survive a lost connection, and a quiet clock.
const RETRY_MS = 15_000;
const TICK_MS = 10_000;
const LAST_MINUTES = 5;
const LOST = "Not saved yet: no connection. Kept on this device.";
const NOT_KEPT = "Not saved yet: no connection. Leave this page open.";

const kept = () => [...document.querySelectorAll("[data-keep]")];
const status = () => document.querySelector("#saved");
const tab = (sessionStorage.tab ||= document.querySelector("[name=tab]")?.value ?? "");

// A field is known by who writes, the address it is sent to, its name and the tab it is typed in.
const shelf = (field) => `unsent ${field.dataset.keep} ${field.form.getAttribute("action")} ${field.name}`;
const place = (field) => `${shelf(field)} ${tab}`;
const part = (field, name) => field.form.elements[name];
const isNote = (field) => field.matches("textarea");

function keep(field) {
  try {
    if (!field.value && !isNote(field)) return localStorage.removeItem(place(field));
    localStorage.setItem(place(field), JSON.stringify({ body: field.value, version: part(field, "version")?.value }));
    return true;
  } catch {
    return false;
  }
}

// What was sent is let go of; what was typed since is not. The field itself may have been swapped for an empty one.
function forget(field, sent) {
  const found = localStorage.getItem(place(field));
  if (found && JSON.parse(found).body === sent) localStorage.removeItem(place(field));
}

function tellLost(field) {
  if (status()) status().textContent = keep(field) ? LOST : NOT_KEPT;
}

// What this tab had not sent comes back first; otherwise what a closed tab left behind.
function bringBack(field) {
  const left = Object.keys(localStorage).filter((key) => key.startsWith(`${shelf(field)} `));
  const found = left.find((key) => key === place(field)) ?? left[0];
  if (part(field, "tab")) part(field, "tab").value = tab;
  if (!found) return;
  const { body, version } = JSON.parse(localStorage.getItem(found));
  localStorage.removeItem(found);
  if (body === field.value) return;
  field.value = body;
  if (isNote(field) && version) part(field, "version").value = version;
  keep(field);
  if (isNote(field)) field.dispatchEvent(new Event("retry"));
}

function startKeeping() {
  const unsent = () => kept().filter((field) => isNote(field) && localStorage.getItem(place(field)));
  const retry = () => navigator.onLine && unsent().forEach((field) => field.dispatchEvent(new Event("retry")));

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-keep]")) return;
    keep(event.target);
    if (!navigator.onLine && isNote(event.target)) tellLost(event.target);
  });

  document.addEventListener("htmx:sendError", (event) => {
    if (event.target.matches("textarea[data-keep]")) tellLost(event.target);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful || event.detail.xhr.responseURL.includes("/accounts/")) return;
    const { parameters, path } = event.detail.requestConfig;
    kept().forEach((field) => field.form.getAttribute("action") === path && forget(field, parameters[field.name]));
  });

  // Keeping what is saved, of two texts, lets go of the other.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "get") return;
    const address = ` ${event.target.getAttribute("action")} `;
    const left = Object.keys(localStorage).filter((key) => key.startsWith("unsent ") && key.includes(address));
    left.forEach((key) => localStorage.removeItem(key));
  });

  window.addEventListener("online", retry);
  setInterval(retry, RETRY_MS);
  kept().forEach(bringBack);
}

// The clock is pressed, shows minutes, and says when it is time to agree on what comes next. It makes no sound.
function startClock() {
  const clock = document.querySelector("[data-clock]");
  if (!clock) return;
  const name = `clock ${location.pathname}`;
  const press = clock.querySelector("button");
  const says = clock.querySelector("[role=timer]");
  const last = clock.querySelector("[data-last]");
  const minutes = Number(clock.dataset.clock);

  function show() {
    const gone = Math.floor((Date.now() - Number(localStorage.getItem(name))) / 60_000);
    if (gone > 2 * minutes) return stop();
    says.textContent = `${gone} of ${minutes} min`;
    last.hidden = gone < minutes - LAST_MINUTES;
    const lasted = document.querySelector("#held_minutes");
    if (lasted && gone) lasted.value = gone;
  }

  function stop() {
    localStorage.removeItem(name);
    says.textContent = "";
    last.hidden = true;
    press.hidden = false;
  }

  function run() {
    press.hidden = true;
    show();
  }

  clock.hidden = false;
  press.addEventListener("click", () => {
    localStorage.setItem(name, Date.now());
    run();
    document.querySelector("#agenda")?.scrollIntoView({ block: "start" });
  });
  if (localStorage.getItem(name)) run();
  setInterval(() => localStorage.getItem(name) && show(), TICK_MS);
}

// After htmx, which has to be listening when what was kept is sent.
document.addEventListener("DOMContentLoaded", () => {
  startKeeping();
  startClock();
});
