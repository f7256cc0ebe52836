// All that JavaScript adds to pages; they are whole without it.
"use strict";

// Sharing: buttons that copy, the device's own way to share, the way to one's Mastodon server.

const KEPT = "badgesite.mastodon";
const HTML = "text/html";

function addButton(place, look, words, name, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = look;
  button.textContent = words;
  if (name) button.setAttribute("aria-label", `${words}: ${name}`);
  button.addEventListener("click", () => act(button));
  place.append(button);
}

async function copy(input) {
  input.select();
  if (!navigator.clipboard) return document.execCommand("copy"); // pages that come without https
  if (!("rich" in input.dataset)) return navigator.clipboard.writeText(input.value);
  // A signature is pasted as it looks, not as its code.
  const kinds = [HTML, "text/plain"].map((kind) => [kind, new Blob([input.value], { type: kind })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(kinds))]);
}

for (const kit of document.querySelectorAll(".share")) {
  const { text, copy: words, copied, send } = kit.dataset;
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  kit.append(status);
  for (const row of kit.querySelectorAll(".copy")) {
    const input = row.querySelector("input");
    addButton(row, "button quiet", words, row.textContent.trim(), async (button) => {
      try {
        await copy(input);
      } catch {
        return; // the browser forbids it, but the text is selected now
      }
      button.textContent = status.textContent = copied;
      setTimeout(() => (button.textContent = words) && (status.textContent = ""), 3000);
    });
  }
  if (navigator.share) {
    const page = { title: document.title, text, url: kit.querySelector("input").value.replace("utm_source=copy", "utm_source=device") };
    // Who changes their mind closes the sheet, which is no mistake.
    addButton(kit.querySelector(".copy"), "button", send, "", () => navigator.share(page).catch(() => {}));
  }
}

// Who came by a marked link is counted as coming from there, also when they join.
const from = new URLSearchParams(location.search).get("utm_source");
for (const link of from ? document.querySelectorAll("a[data-marked]") : []) {
  const url = new URL(link.href);
  url.searchParams.set("utm_source", from);
  link.href = url;
}

// Somebody's server, from its address or from a full name with a server behind its last @.
function findServer(said) {
  const host = said.trim().toLowerCase().replace(/^https?:\/\//, "").replace(/[/?#].*$/, "").replace(/^.*@/, "");
  try {
    const { hostname } = new URL(`https://${host}`);
    return /^[^.]+(\.[^.]+)+$/.test(hostname) ? new URL(`https://${host}`).host : "";
  } catch {
    return "";
  }
}

for (const form of document.querySelectorAll("form.server")) {
  const input = form.querySelector("input");
  const text = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("text") ?? "";
  form.querySelector("blockquote").textContent = text;
  form.querySelector("div").hidden = !text;
  form.hidden = false;
  try {
    input.value = localStorage.getItem(KEPT) ?? "";
  } catch {} // browsers that keep nothing ask each time
  input.addEventListener("input", () => input.setCustomValidity(""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const server = findServer(input.value);
    if (!server) {
      input.setCustomValidity(form.dataset.wrong);
      form.reportValidity();
      return;
    }
    try {
      localStorage.setItem(KEPT, server);
    } catch {}
    location.assign(`https://${server}/share?text=${encodeURIComponent(text)}`);
  });
}

// The catalogue: finding badges, and seeing it as one customer does.

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
