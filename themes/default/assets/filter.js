// What JavaScript adds to the catalogue: finding badges, and seeing it as one customer does.
"use strict";

// Words are the same with and without accents, in capitals or not.
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function findBadges(form) {
  const value = (name) => form.elements[name]?.value ?? "";
  const words = fold(value("words")).split(/\s+/);
  const inGroup = value("group") && form.elements.group.selectedOptions[0].dataset.badges.split(" ");
  let all = 0;
  let n = 0;
  for (const shelf of document.querySelectorAll(".shelf")) {
    const heading = shelf.querySelector("h2");
    let found = 0;
    for (const tile of shelf.querySelectorAll(".tile")) {
      const text = fold(`${heading.textContent} ${tile.textContent}`);
      const fits =
        (!value("series") || value("series") === heading.id) &&
        (!value("tier") || value("tier") === tile.querySelector(".tier")?.textContent) &&
        (!inGroup || inGroup.includes(tile.dataset.badge)) &&
        words.every((word) => text.includes(word));
      tile.hidden = !fits;
      found += fits;
      all += 1;
    }
    shelf.hidden = !found;
    n += found;
  }
  return n === all ? "" : fill(form.dataset.found, { n, all });
}

// The catalogue of somebody: what they hold is marked, what they have still to earn is locked.
async function showFor(who, form) {
  const answer = await fetch(`../c/${who}/index.json`);
  if (!answer.ok) return;
  const { name, awards } = await answer.json();
  const today = new Date().toISOString().slice(0, 10);
  const held = new Set();
  for (const award of awards) {
    if (!award.revoked && !(award.expires < today)) held.add(award.badge);
  }
  for (const tile of document.querySelectorAll(".shelf .tile")) {
    const isHeld = held.has(tile.dataset.badge);
    const mark = document.createElement("p");
    mark.className = "mark";
    mark.textContent = isHeld ? form.dataset.held : form.dataset.locked;
    tile.append(mark);
    tile.classList.toggle("locked", !isHeld);
  }
  document.querySelector(".page-head .lead").textContent = fill(form.dataset.seen, { name });
}

for (const form of document.querySelectorAll("form.filter")) {
  const asked = new URLSearchParams(location.search);
  const who = asked.get("for") ?? "";
  for (const { name } of form.elements) form.elements[name].value = asked.get(name) ?? "";
  const find = () => (form.querySelector("[role=status]").textContent = findBadges(form));
  find();
  form.addEventListener("input", () => {
    const chosen = [...new FormData(form), ["for", who]].filter(([, value]) => value);
    history.replaceState(null, "", chosen.length ? `?${new URLSearchParams(chosen)}` : location.pathname);
    find();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  if (/^[a-z0-9_-]+$/.test(who)) showFor(who, form).then(find);
}
