(() => {
  "use strict";
  const at = (id) => document.getElementById(id);
  const root = document.documentElement;
  const examples = JSON.parse(at("examples").textContent);
  let language = navigator.language.startsWith("zh") ? "zh" : "en";
  let words = {};
  function say(text, ...values) {
    let next = 0;
    return (words[text] || text).replace(/\{(\d*)\}/g, (_, place) => values[place || next++]);
  }

  // The program: compiled once, and run by a worker. A worker that fails is replaced.
  const module = WebAssembly.compile(bytes(at("program")));
  const script = URL.createObjectURL(new Blob([at("worker").textContent], { type: "text/javascript" }));
  let worker = null;
  let waiting = new Map();
  let last = 0;

  // Each character of the text is a byte of a stream. Rare ones stand for those that a page would change, and characters from 256 for the rare ones.
  function bytes({ textContent, dataset }) {
    const [sizes, changed, rare] = [dataset.sizes, dataset.changed, dataset.rare].map((list) => list.split(" ").map(Number));
    const meant = Array.from({ length: 0x100 }, (_, byte) => byte).concat(rare);
    rare.forEach((byte, place) => { meant[byte] = changed[place]; });
    const all = new Uint8Array(textContent.length);
    for (let place = 0; place < all.length; place += 1) all[place] = meant[textContent.charCodeAt(place)];
    return join(Number(dataset.start), sizes, all);
  }

  function start() {
    waiting = new Map();
    worker = new Worker(script);
    worker.onmessage = ({ data: { id, value, error, fault } }) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (!asked) return;
      if (fault) fail(fault);
      if (error || fault) asked.reject(error || fault);
      else asked.resolve(value);
    };
    worker.onerror = (event) => { event.preventDefault(); fail(event.message); };
    return module.then((made) => ask("start", made));
  }

  let ready = start();

  // Whoever waits is told, and the next file gets a new worker.
  function restart(why) {
    worker.terminate();
    const lost = [...waiting.values()];
    ready = start();
    lost.forEach((asked) => asked.reject(why));
    show(null);
  }

  function fail(why) {
    complain(`${say("The program failed on this file. It is ready for another one.")}\n${why}`);
    restart(why);
  }

  function ask(call, ...values) {
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, call, values });
    });
  }

  // What is checked now: the files of a study, or a received file.
  let files = new Map();
  let folder = "";
  let name = "";

  function complain(text) {
    at("error").textContent = text;
    at("error").hidden = !text;
  }

  function show(result) {
    at("result").hidden = !result;
    at("stop").hidden = true;
    at("status").textContent = "";
  }

  async function run(title, call, ...values) {
    const began = performance.now();
    complain("");
    show(null);
    at("status").textContent = say("Checking {} …", title);
    at("stop").hidden = false;
    try {
      await ready;
      await ask(call, ...values);
      await refresh();
      at("status").textContent = say("Checked {} in {} ms.", title, Math.round(performance.now() - began));
      await list();
    } catch (error) {
      if (at("error").hidden && error !== null) complain(String(error));
      at("status").textContent = error === null ? say("Stopped.") : "";
      at("stop").hidden = true;
    }
  }

  // Findings in the language of the reader; names in them lead to explanations.
  async function refresh() {
    const shown = await ask("shown", language);
    name = shown.name;
    at("findings").innerHTML = shown.findings;
    show(shown);
    at("report").open = false;
    link(at("findings"));
  }

  async function list() {
    files = new Map(await ask("files"));
    const order = ["study.toml", "claims.csv"];
    const rank = (file) => (order.includes(file) ? order.indexOf(file) : order.length);
    const sorted = [...files.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    at("files").replaceChildren(...sorted.map((file) => new Option(file)));
    open();
  }

  async function link(element) {
    const codes = [...element.querySelectorAll("code")];
    const known = new Set(await ask("known", [...new Set(codes.map((code) => code.textContent))], language));
    for (const code of codes) {
      if (!known.has(code.textContent) || !code.isConnected) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "name";
      button.textContent = code.textContent;
      code.replaceWith(button);
    }
  }

  async function explain(what) {
    const html = await ask("explain", what, language);
    if (html === undefined) return;
    const place = at("explanation").querySelector("div");
    place.innerHTML = html;
    place.scrollTop = 0;
    if (!at("explanation").open) at("explanation").showModal();
    link(place);
  }

  addEventListener("click", (event) => {
    const button = event.target.closest("button.name");
    if (button) explain(button.textContent);
  });

  // Files that are dropped or chosen: one is a table or an article, several with a manifest are a study.
  async function receive(received) {
    const manifest = received.find(([path]) => path.split("/").pop() === "study.toml");
    if (!manifest) {
      if (received.length > 1) complain(say("Choose one table or article, or all files of a study with its study.toml."));
      else if (received.length === 1) check(received[0][0].split("/").pop(), new Uint8Array(await received[0][1].arrayBuffer()));
      return;
    }
    const above = manifest[0].slice(0, -"study.toml".length);
    const own = received.filter(([path]) => path.startsWith(above) && !path.slice(above.length).startsWith("."));
    const contents = own.map(async ([path, file]) => [path.slice(above.length), new Uint8Array(await file.arrayBuffer())]);
    study(above.replace(/\/$/, "") || "study", await Promise.all(contents));
  }

  function check(file, bytes) {
    folder = file.replace(/\.[^.]*$/, "") || file;
    return run(file, "file", file, bytes);
  }

  function study(path, contents) {
    folder = path;
    return run(path, "study", path, contents);
  }

  // All files of what was dropped, those in folders too, by their paths.
  async function dropped(items) {
    const found = [];
    const visit = async (entry) => {
      if (entry.isFile) {
        const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
        found.push([entry.fullPath.slice(1), file]);
        return;
      }
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (!some.length) return;
        for (const one of some) await visit(one);
      }
    };
    for (const entry of items.map((item) => item.webkitGetAsEntry()).filter(Boolean)) await visit(entry);
    return found;
  }

  addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("over"); });
  addEventListener("dragleave", () => document.body.classList.remove("over"));
  addEventListener("drop", async (event) => {
    event.preventDefault();
    document.body.classList.remove("over");
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    const text = event.dataTransfer.getData("text/plain");
    if (items.length) receive(await dropped(items));
    else if (text) check("pasted.txt", new TextEncoder().encode(text));
  });
  at("file").addEventListener("change", ({ target }) => {
    receive([...target.files].map((file) => [file.webkitRelativePath || file.name, file]));
    target.value = "";
  });
  at("input").addEventListener("submit", (event) => {
    event.preventDefault();
    check("pasted.txt", new TextEncoder().encode(at("pasted").value));
  });
  for (const [id, texts] of Object.entries(examples)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = id;
    button.addEventListener("click", () => {
      const encoder = new TextEncoder();
      study(`data/${id}`, Object.entries(texts).map(([file, text]) => [file, encoder.encode(text)]));
    });
    document.querySelector(".examples").append(button, " ");
  }
  at("stop").addEventListener("click", () => restart(null));

  // The files of the study, to change and to check again.
  const decoder = new TextDecoder("utf-8", { fatal: true });
  function open() {
    let text = null;
    try { text = decoder.decode(files.get(at("files").value)); } catch { /* Not a text. */ }
    at("text").value = text === null ? say("This file is not a text.") : text;
    at("text").readOnly = text === null;
  }
  at("files").addEventListener("change", open);
  at("text").addEventListener("change", () => {
    if (!at("text").readOnly) files.set(at("files").value, new TextEncoder().encode(at("text").value));
  });
  at("again").addEventListener("click", async () => {
    const [chosen, kept] = [at("files").value, new Map(files)];
    await study(folder, [...kept]);
    if (at("result").hidden) {
      // What cannot be read stays in the editor, to be put right.
      at("result").hidden = false;
      files = kept;
    } else {
      at("files").value = chosen;
      open();
    }
    at("study").open = true;
  });

  // The report in its own frame, in the theme of the page.
  at("report").addEventListener("toggle", async () => {
    if (!at("report").open) return;
    const html = await ask("report", language);
    const themed = root.dataset.theme ? html.replace("<html ", `<html data-theme="${root.dataset.theme}" `) : html;
    const frame = at("report").querySelector("iframe");
    if (frame.src) URL.revokeObjectURL(frame.src);
    frame.src = URL.createObjectURL(new Blob([themed], { type: "text/html" }));
  });

  const downloads = {
    report: () => [`${name}.html`, "text/html", ask("report", language)],
    markdown: () => [`${name}-report.zip`, "application/zip", ask("markdown", language)],
    letter: () => [`${name}-letter.txt`, "text/plain", ask("letter", language)],
    study: () => [`${name}.zip`, "application/zip", ask("study_archive")],
    corrected: () => [`${name}-corrected.zip`, "application/zip", ask("corrected")],
    json: () => [`${name}.json`, "application/json", ask("json")],
  };
  for (const button of document.querySelectorAll("[data-file]")) {
    button.addEventListener("click", async () => {
      const [file, type, content] = downloads[button.dataset.file]();
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([await content], { type }));
      link.download = file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    });
  }

  // The language and the theme.
  const spoken = [...document.querySelectorAll("[data-say]")].map((element) => {
    const attribute = element.dataset.say;
    const text = attribute ? element.getAttribute(attribute) : element.textContent;
    return (said) => (attribute ? element.setAttribute(attribute, said(text)) : (element.textContent = said(text)));
  });
  async function speak() {
    try {
      await ready;
    } catch (error) {
      complain(String(error));
      return;
    }
    performance.mark("ready");
    words = await ask("words", language);
    root.lang = language;
    spoken.forEach((apply) => apply(say));
    at("language").textContent = language === "en" ? "中文" : "English";
    at("language").lang = language === "en" ? "zh" : "en";
    label();
    if (!at("result").hidden) refresh();
  }
  at("language").addEventListener("click", () => { language = language === "en" ? "zh" : "en"; speak(); });
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  function label() { at("theme").textContent = say(isDark() ? "Light" : "Dark"); }
  at("theme").addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; label(); });
  system.addEventListener("change", label);
  speak();
})();
