// Search or do: the server answers with rows, the keyboard chooses one.
const WAIT_MS = 90;

export function startPalette() {
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
    timer = setTimeout(ask, WAIT_MS);
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
