// Keeps the page one looks at as the last build left it, and shows what is wrong over it.
//
// The server tells how this page stands, now and after every build: its version, and the problems found. A page of
// another version is loaded anew; where only pictures and style sheets differ, these are exchanged in place. As it
// is the state that is told and not what happened, nothing is missed while a tab sleeps or the server is away.
(() => {
  "use strict";
  const { src, dataset: { text } } = document.currentScript;
  const DISMISSED = "badgesite-dismissed";
  const RELOADED = "badgesite-reloaded";
  let whole = document.currentScript.dataset.whole;
  let stream = null;
  let host = null;

  // Browsers open few connections to one server, so only pages that are seen hold one.
  function listen() {
    if (stream || document.hidden) return;
    stream = new EventSource(new URL(`events?page=${encodeURIComponent(location.pathname)}`, src));
    stream.onmessage = (event) => hear(JSON.parse(event.data));
    stream.onerror = () => {
      if (stream?.readyState !== EventSource.CLOSED) return; // it tries again by itself
      rest();
      setTimeout(listen, 1000);
    };
  }

  function rest() {
    stream?.close();
    stream = null;
  }

  async function hear(state) {
    if (state.text !== text) return reload(state);
    if (state.whole !== whole && !(await exchange())) return reload(state);
    if (state.problems.length) show(state);
    else drop();
  }

  // The scroll position stays. If loading does not bring what is wanted (another program's service worker may stand
  // between), it is not tried over and over.
  function reload(state) {
    const wanted = `${location.href} ${state.whole}`;
    const last = JSON.parse(sessionStorage.getItem(RELOADED));
    if (last?.wanted === wanted && Date.now() - last.time < 5000) return;
    sessionStorage.setItem(RELOADED, JSON.stringify({ wanted, time: Date.now() }));
    rest();
    location.reload();
  }

  // Gives each element the addresses that it has in the page of the last build; false if the pages are not alike.
  async function exchange() {
    const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    const page = new DOMParser().parseFromString(answer ? await answer.text() : "", "text/html");
    const script = page.querySelector("script[data-whole]");
    const [old, fresh] = [document, page].map((each) => [...each.querySelectorAll("[href], [src], [srcset], [content]")]);
    const alike = old.length === fresh.length && old.every((element, i) => element.tagName === fresh[i].tagName);
    if (script?.dataset.text !== text || !alike) return false;
    old.forEach((element, i) => renew(element, fresh[i]));
    whole = script.dataset.whole;
    return true;
  }

  function renew(element, fresh) {
    const changed = ["href", "src", "srcset", "content"].filter((name) =>
      fresh.hasAttribute(name) && element.getAttribute(name) !== fresh.getAttribute(name));
    if (!changed.length) return;
    if (!element.matches("link[rel~=stylesheet]")) {
      for (const name of changed) element.setAttribute(name, fresh.getAttribute(name));
      return;
    }
    // The old style sheet stays until the new one is there: the page is never seen bare.
    const sheet = element.cloneNode();
    sheet.href = fresh.getAttribute("href");
    sheet.onload = sheet.onerror = () => element.remove();
    element.after(sheet);
  }

  function make(tag, values, ...children) {
    const element = Object.assign(document.createElement(tag), values);
    element.append(...children);
    return element;
  }

  function show(state) {
    drop();
    if (sessionStorage.getItem(DISMISSED) === state.build) return;
    const count = state.problems.length + state.more;
    const title = make("h1", { id: "title" }, count === 1 ? "One thing needs mending" : `${count} things need mending`);
    const hint = make("p", { id: "hint" }, "Until then you see the site as it was. This note goes away by itself.");
    const close = make("button", { type: "button", title: "Close (Esc)", ariaLabel: "Close" }, cross());
    const items = state.problems.map(describe);
    if (state.more) items.push(make("li", { className: "more" }, `and ${state.more} more; the terminal lists them all`));
    const dialog = make("dialog", { lang: "en", dir: "ltr", tabIndex: -1 },
      make("header", {}, make("div", {}, title, hint), close), make("ol", { tabIndex: 0 }, ...items));
    dialog.setAttribute("role", "alertdialog");
    dialog.setAttribute("aria-labelledby", "title");
    dialog.setAttribute("aria-describedby", "hint");
    const dismiss = () => {
      sessionStorage.setItem(DISMISSED, state.build);
      drop();
    };
    close.onclick = dismiss;
    dialog.oncancel = dismiss; // Escape
    dialog.onclick = (event) => event.target === dialog && dismiss(); // beside it
    open(dialog);
  }

  // What people wrote is only ever text here.
  function describe(problem) {
    const place = make("p", { className: "place" },
      make("span", { className: "path" }, problem.path),
      make("span", { className: "line" }, `line ${problem.line}, column ${problem.column}`));
    return make("li", {}, place, make("p", { className: "what", dir: "auto" }, problem.what),
      make("p", { className: "remedy", dir: "auto" }, problem.remedy));
  }

  function cross() {
    const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M4 4 16 16 M16 4 4 16");
    svg.append(path);
    return svg;
  }

  // In a shadow root, so that the page's style does not reach it; seen only once its own style is there.
  function open(dialog) {
    host = document.createElement("badgesite-problems");
    const style = make("link", { rel: "stylesheet", href: new URL("overlay.css", src).href });
    style.onload = () => {
      if (!dialog.isConnected) return;
      dialog.showModal();
      dialog.focus(); // on the whole, not on its button: it is read out from the start
    };
    host.attachShadow({ mode: "open" }).append(style, dialog);
    document.documentElement.append(host);
  }

  function drop() {
    host?.remove();
    host = null;
  }

  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  listen();
})();
