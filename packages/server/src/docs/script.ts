/**
 * Of all pages of the documentation, which do without: closes the contents where there is little room, filters operations, copies examples, and
 * puts a sandbox key of the reader's into them. The key is kept in the tab's session storage alone.
 */
export const SCRIPT = `
const all = (selector) => [...document.querySelectorAll(selector)];
const menu = document.querySelector(".menu");
const narrow = matchMedia("(max-width:62rem)");
const fold = () => { menu.open = !narrow.matches; };
fold();
narrow.addEventListener("change", fold);

const filter = document.getElementById("filter");
if (filter) {
  filter.closest("form").hidden = false;
  filter.addEventListener("input", () => {
    const words = filter.value.toLowerCase().split(/\\s+/);
    for (const one of all("[data-filter]")) one.hidden = !words.every((word) => one.dataset.filter.includes(word));
    for (const group of all("[data-group]")) group.hidden = !group.querySelector("[data-filter]:not([hidden])");
    document.getElementById("none").hidden = all("[data-filter]:not([hidden])").length > 0;
  });
}

const { copy, copied } = document.getElementById("main").dataset;
for (const block of all(".example")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(block.querySelector("code").textContent);
    button.textContent = copied;
    setTimeout(() => { button.textContent = copy; }, 1500);
  });
  block.append(button);
}

const KEPT = "docs-key";
const box = document.getElementById("own-key");
const show = () => {
  const key = sessionStorage.getItem(KEPT);
  for (const each of all(".key"))
    each.textContent = key ? (each.dataset.quoted === undefined ? key : JSON.stringify(key)) : each.dataset.shown;
  if (!box) return;
  box.hidden = false;
  for (const each of box.querySelectorAll("[data-when]")) each.hidden = each.dataset.when !== (key ? "key" : "none");
};
show();
box?.addEventListener("click", async ({ target }) => {
  const { action } = target.dataset;
  const state = box.querySelector("[role=status]");
  if (action === "forget") sessionStorage.removeItem(KEPT);
  if (action === "make") {
    target.disabled = true;
    state.textContent = "";
    const expiresAt = new Date(Date.now() + 86400000).toISOString();
    const answer = await fetch("/api/v1/keys", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: "Docs", mode: "test", expiresAt }),
    }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (answer?.ok) sessionStorage.setItem(KEPT, said.key);
    else state.textContent = box.dataset.failed + (said?.detail ? ": " + said.detail : ".");
    target.disabled = false;
  }
  if (action) show();
});
`;
