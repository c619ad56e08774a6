// Everything here is comfort: each page works without it.
const TOAST_MS = 10_000;
const BUSY_MS = 300;
const PALETTE_MS = 90;
const PAIR_MS = 1500;
const RETRY_MS = 15_000;
const FIELDS = "input, textarea, select, [contenteditable], dialog";
const find = (selector, root = document) => root.querySelector(selector);

// Toasts leave after ten seconds, unless the reader is on them.
function keepToast(toast) {
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove());
  setTimeout(leave, TOAST_MS);
}

function startToasts() {
  const region = find("#toasts");
  if (!region) return;
  region.querySelectorAll("[data-toast]").forEach(keepToast);
  new MutationObserver((changes) => {
    for (const change of changes) {
      change.addedNodes.forEach((node) => node.matches?.("[data-toast]") && keepToast(node));
    }
  }).observe(region, { childList: true });
}

// A refusal takes the focus, so that it is read first and its links come next.
function focusProblem(root = document) {
  const problem = find(".problem[tabindex]", root);
  if (!problem) return false;
  problem.focus();
  if (!document.title.startsWith("Error: ")) document.title = `Error: ${document.title}`;
  return true;
}

function say(words) {
  const region = find("#refused");
  if (!region) return;
  const problem = document.createElement("div");
  problem.className = "problem";
  problem.tabIndex = -1;
  problem.setAttribute("role", "alert");
  problem.append(Object.assign(document.createElement("h2"), { textContent: "There is a problem" }));
  problem.append(Object.assign(document.createElement("p"), { textContent: words }));
  region.replaceChildren(problem);
  problem.focus();
}

function unsaved(event) {
  const status = event.detail.target?.closest?.(".saved");
  if (status) status.textContent = "Not saved yet. Your words are still here.";
  return Boolean(status);
}

function putBack(event) {
  const tick = find(".tick", event.target) ?? event.target.closest?.("form")?.querySelector(".tick");
  if (tick?.dataset.was) tick.setAttribute("aria-pressed", tick.dataset.was);
}

// A tap that finds no connection is kept on this device, under the name of whoever made it, and sent later.
const taps = () => `tap ${document.body.dataset.me} `;

function keepTap(event) {
  const form = event.target;
  if (!form.matches("[data-tap]")) return false;
  const { path, parameters, triggeringEvent } = event.detail.requestConfig;
  const { csrfmiddlewaretoken, ...fields } = parameters;
  let where = "Kept on this device.";
  try {
    localStorage.setItem(`${taps()}${path} ${fields.key ?? ""}`, JSON.stringify({ path, fields, at: Date.now() }));
  } catch {
    where = "Leave this page open and try again.";
  }
  find(".saved", form).textContent = `Not sent yet: no connection. ${where}`;
  find("[aria-pressed]", form)?.removeAttribute("aria-pressed");
  triggeringEvent?.submitter?.setAttribute("aria-pressed", "true");
  return true;
}

async function sendTap(name, csrfmiddlewaretoken) {
  const { path, fields, at } = JSON.parse(localStorage.getItem(name));
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken, waited: Math.round((Date.now() - at) / 1000) });
  const answer = await fetch(path, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (answer.url.includes("/accounts/") || answer.status >= 500) return;
  localStorage.removeItem(name);
  const next = answer.headers.get("HX-Redirect");
  if (next && find(`form[data-tap][action="${path}"]`)) location.assign(next);
  else if (!next) say("What was kept on this device was refused. Open its page and send it again.");
}

// It goes out as soon as any page of its author is open and there is a connection.
function startTaps() {
  let isSending = false;
  const send = async () => {
    const { me, csrf } = document.body.dataset;
    if (isSending || !me) return;
    isSending = true;
    const waiting = Object.keys(localStorage).filter((key) => key.startsWith(taps()));
    for (const name of waiting) await sendTap(name, csrf).catch(() => {});
    isSending = false;
  };
  window.addEventListener("online", send);
  setInterval(send, RETRY_MS);
  send();
}

const ANSWERS = {
  403: "You cannot do this here, or the form was open for too long. Reload the page and try again.",
  404: "What you wanted to change is no longer here. Reload the page.",
  413: "That is too large to send.",
  429: "Too many tries in a short time. Wait a minute.",
};

function startHtmx() {
  const waiting = new WeakMap();

  document.addEventListener("htmx:beforeRequest", (event) => {
    const button = find("button", event.target);
    if (!button) return;
    waiting.set(event.target, setTimeout(() => button.setAttribute("aria-busy", "true"), BUSY_MS));
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    clearTimeout(waiting.get(event.target));
    find("button[aria-busy]", event.target)?.removeAttribute("aria-busy");
  });

  // A session that ended answers with the sign-in page; that must not land in the middle of this one.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.xhr.responseURL.includes("/accounts/")) return;
    event.detail.shouldSwap = false;
    say("You are signed out. What you typed is still here: copy it, then reload to sign in.");
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (focusProblem(event.target)) return;
    // The pressed button went with the part it stood in; the part takes the focus in its place.
    if (document.activeElement !== document.body) return;
    const next = find("[data-focus]", event.target) ?? event.target;
    if (!next.matches("a, button, input, textarea, select, [tabindex]")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  });

  document.addEventListener("htmx:responseError", (event) => {
    putBack(event);
    if (!unsaved(event)) say(ANSWERS[event.detail.xhr.status] ?? "That did not work. Nothing was changed. Try again.");
  });

  document.addEventListener("htmx:sendError", (event) => {
    putBack(event);
    if (!keepTap(event) && !unsaved(event)) say("No connection. Nothing was changed. Try again when you are back online.");
  });
}

// A tick shows at once; the answer confirms it or puts it back.
function startTicks() {
  document.addEventListener("submit", (event) => {
    const tick = find(".tick", event.target);
    if (!tick) return;
    tick.dataset.was = tick.getAttribute("aria-pressed");
    tick.setAttribute("aria-pressed", String(tick.dataset.was !== "true"));
  });
}

// The cookie lets the server draw the first paint in the right colours.
function startTheme() {
  const set = (theme) => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-theme]");
    if (button) set(button.dataset.setTheme);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[name=theme], select[name=theme]")) set(event.target.value);
  });
}

function startTextareas() {
  if (CSS.supports("field-sizing", "content")) return;
  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  document.querySelectorAll("textarea.input").forEach(grow);
  document.addEventListener("input", (event) => event.target.matches("textarea.input") && grow(event.target));
}

// Search or do: the server answers with rows, the keyboard chooses one.
function startPalette() {
  const dialog = document.querySelector("#palette");
  if (!dialog) return;
  const query = dialog.querySelector(".query");
  const list = dialog.querySelector("[role=listbox]");
  let asked;
  let timer;

  const rows = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");

  function choose(row) {
    rows().forEach((each) => each.setAttribute("aria-selected", String(each === row)));
    query.setAttribute("aria-activedescendant", row?.id ?? "");
    row?.scrollIntoView({ block: "nearest" });
  }

  function show(html) {
    list.innerHTML = html;
    rows().forEach((row, index) => (row.id ||= `found-${index}`));
    choose(rows()[0]);
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const url = `${dialog.dataset.url}?q=${encodeURIComponent(query.value.trim())}`;
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: asked.signal });
      if (answer.ok && !answer.redirected) show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  // Until the first answer is here, the navigation itself is what can be found.
  function offerNavigation() {
    const places = [...document.querySelectorAll(".side a.nav")].map((link) => {
      const row = document.createElement("li");
      row.setAttribute("role", "option");
      row.dataset.href = link.href;
      row.append(...[...link.cloneNode(true).childNodes].filter((node) => !node.matches?.(".count")));
      if (link.dataset.key) row.append(Object.assign(document.createElement("kbd"), { textContent: link.dataset.key }));
      return row.outerHTML;
    });
    show(places.join(""));
  }

  function open() {
    document.querySelectorAll("[popover]:popover-open").forEach((menu) => menu.hidePopover());
    query.value = "";
    if (!list.children.length) offerNavigation();
    dialog.showModal();
    choose(rows()[0]);
    if (dialog.dataset.url) ask();
  }

  function go(row) {
    const target = row?.dataset.href ?? row?.querySelector("a")?.href;
    if (!target) return;
    dialog.close();
    location.href = target;
  }

  query.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PALETTE_MS);
  });

  query.addEventListener("keydown", (event) => {
    const all = rows();
    const at = all.indexOf(chosen());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      go(chosen());
    }
  });

  list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
  list.addEventListener("pointermove", (event) => {
    const row = event.target.closest("[role=option]");
    if (row && row !== chosen()) choose(row);
  });
  document.addEventListener("click", (event) => event.target.closest("[data-open=palette]") && open());
  document.addEventListener("keydown", (event) => {
    if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    dialog.open ? dialog.close() : open();
  });
}

// Keys that jump: g then a letter, as the navigation says; / to search, ? for the list.
function startKeys() {
  if (document.body.dataset.singleKeys === "off") return;
  let first = "";
  let timer;

  const places = () => [...document.querySelectorAll("[data-key]")];

  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.target.closest(FIELDS)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?") return document.querySelector("#keys")?.showModal();
    if (event.key === "/") {
      event.preventDefault();
      return document.querySelector("[data-open=palette]")?.click();
    }
    const keys = first ? `${first} ${event.key}` : event.key;
    const place = places().find((each) => each.dataset.key === keys);
    clearTimeout(timer);
    first = "";
    if (place) return place.click();
    if (places().some((each) => each.dataset.key.startsWith(`${event.key} `))) {
      first = event.key;
      timer = setTimeout(() => (first = ""), PAIR_MS);
    }
  });
}

// A list of promises by keyboard: j and k or the arrows move, x keeps, m misses; in a list of boxes the ticked ones.
function startRows() {
  if (document.body.dataset.singleKeys === "off") return;
  const STEPS = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };
  const ticks = () => [...document.querySelectorAll("[data-rows] .tick")];
  let at = -1;

  function settle(tick, key) {
    if (!tick.matches("input")) return (key === "x" ? tick : find("[data-miss]", tick.closest("li")))?.click();
    if (!find("[data-rows] .tick:checked")) tick.checked = true;
    find(`[name=how][value=${key === "x" ? "kept" : "missed"}]`, tick.form)?.click();
  }

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest(FIELDS) && !event.target.matches(".tick");
    if (isTyping || event.metaKey || event.ctrlKey || event.altKey) return;
    const all = ticks();
    const here = all.indexOf(document.activeElement);
    const step = STEPS[event.key];
    if (!all.length || (here < 0 && event.key.startsWith("Arrow"))) return;
    if (step) {
      event.preventDefault();
      at = here < 0 ? 0 : Math.min(Math.max(here + step, 0), all.length - 1);
      all[at].focus();
    } else if (here >= 0 && "xm".includes(event.key)) {
      at = here;
      settle(all[here], event.key);
    }
  });

  // The row that was settled has left the list; its place goes to the one that came up.
  document.addEventListener("htmx:afterSettle", (event) => {
    const all = ticks();
    if (at >= 0 && event.target.matches("[data-rows]")) all[Math.min(at, all.length - 1)]?.focus();
  });
}

// A press on the dimmed page around a dialog closes it.
document.addEventListener("click", (event) => event.target.matches("dialog") && event.target.close());

startToasts();
startHtmx();
startTicks();
startTheme();
startTextareas();
startPalette();
startKeys();
startRows();
startTaps();
focusProblem();
