// Keys that jump: g then a letter, as the navigation says; / to search, ? for the list.
const FIELDS = "input, textarea, select, [contenteditable], dialog";
const PAIR_MS = 1500;

export function startKeys() {
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
