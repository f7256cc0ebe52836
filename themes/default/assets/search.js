/* Finds pages by name. What it reads lies in small parts: see search.json. */
(() => {
  const form = document.querySelector("form.search");
  if (!form) return;
  const box = form.querySelector("input");
  const list = form.querySelector("ul");
  const status = form.querySelector("[role=status]");
  const top = new URL(form.dataset.top, document.baseURI);
  const MOST = 20;

  const LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ" };

  function readWords(text) {
    const plain = text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").toLowerCase();
    const lower = plain.replace(/[ßæœøłđðþıς]/g, (letter) => LETTERS[letter]);
    return lower.match(/[\p{L}\p{N}]+/gu) || lower.split(/\s+/).filter(Boolean);
  }

  const spell = (letter) => (letter === " " ? "_" : /[a-z0-9]/.test(letter) ? letter : `-${letter.codePointAt(0).toString(16)}-`);
  const fileOf = (beginning) => (beginning ? `search/q-${[...beginning].map(spell).join("")}.json` : "search.json");

  const parts = new Map();
  function readPart(beginning) {
    if (!parts.has(beginning)) {
      const reading = fetch(new URL(fileOf(beginning), top)).then((answer) => {
        if (answer.ok) return answer.json();
        if (answer.status === 404 && beginning) return { found: [], next: [] };
        throw new Error(answer.status);
      });
      reading.catch(() => parts.delete(beginning));
      parts.set(beginning, reading);
    }
    return parts.get(beginning);
  }

  /* Follows the parts whose names begin as the text does, down to where they part ways. */
  async function descend(text) {
    for (let beginning = "", found = []; ; ) {
      const part = await readPart(beginning);
      found = found.concat(part.found);
      const open = part.next.filter((next) => next.startsWith(text) || text.startsWith(next));
      if (open.length !== 1) return { found, open };
      beginning = open[0];
    }
  }

  function pick(found, words) {
    const picked = new Map();
    for (const [name, path, kind] of found) {
      const own = readWords(name);
      if (words.every((word) => own.some((each) => each.startsWith(word)))) picked.set(path, { name, path, kind });
    }
    return [...picked.values()];
  }

  /* Returns pages with all the words: every one where a word is rare enough, else some, with more to come. */
  async function search(words) {
    for (const word of words) {
      const { found, open } = await descend(word);
      if (!open.length) return { pages: pick(found, words), more: false };
    }
    let found = [];
    for (const word of words) {
      const other = words.filter((each) => each !== word);
      const reached = await descend([word, ...other].join(" "));
      found = found.concat(reached.found);
      for (const open = reached.open; open.length && pick(found, words).length < MOST; ) {
        const part = await readPart(open.shift());
        found = found.concat(part.found);
        open.unshift(...part.next);
      }
    }
    return { pages: pick(found, words), more: true };
  }

  function show({ pages, more }) {
    list.replaceChildren(
      ...pages.slice(0, MOST).map(({ name, path, kind }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = new URL(path, top);
        link.append(document.createElement("bdi"));
        link.firstChild.textContent = name;
        const label = document.createElement("span");
        label.className = "quiet";
        label.textContent = form.dataset[kind] || "";
        item.append(link, label);
        return item;
      }),
    );
    status.textContent = !pages.length ? form.dataset.none : more || pages.length > MOST ? form.dataset.more : "";
  }

  let latest = 0;
  async function answer() {
    const turn = ++latest;
    const words = readWords(box.value);
    if (!words.length) {
      list.replaceChildren();
      status.textContent = "";
      return;
    }
    const result = await search(words).catch(() => null);
    if (turn !== latest) return;
    if (result) show(result);
    else status.textContent = form.dataset.failed;
  }

  box.addEventListener("input", answer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = list.querySelector("a");
    if (first) first.click();
  });
  if (box.value) answer();
})();
