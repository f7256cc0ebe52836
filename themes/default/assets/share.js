// What JavaScript adds to sharing: buttons that copy, the device's own way to share, the way to one's Mastodon server.
"use strict";

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
    const page = { title: document.title, text, url: kit.querySelector("input").value };
    // Who changes their mind closes the sheet, which is no mistake.
    addButton(kit.querySelector(".copy"), "button", send, "", () => navigator.share(page).catch(() => {}));
  }
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
