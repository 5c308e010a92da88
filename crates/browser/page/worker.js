// Runs the audit apart from the page, which stays responsive. The glue of wasm-bindgen stands above.
"use strict";
let audit = null;

// What the page may ask for. Every answer can be sent to another thread.
const calls = {
  start(module) { wasm_bindgen.initSync({ module }); },
  words(language) { return JSON.parse(wasm_bindgen.Audit.words(language)); },
  file(name, bytes) { replace(() => wasm_bindgen.Audit.file(name, bytes)); },
  study(folder, files) {
    const made = new wasm_bindgen.Files();
    for (const [name, bytes] of files) made.add(name, bytes);
    replace(() => made.check(folder));
  },
  shown(language) { return { name: audit.name(), findings: audit.findings(language) }; },
  files() { return audit.files().map((name) => [name, audit.content(name)]); },
  explain(name, language) { return audit.explain(name, language); },
  known(names, language) { return names.filter((name) => audit.explain(name, language) !== undefined); },
  report(language) { return audit.report(language); },
  markdown(language) { return audit.markdown(language); },
  letter(language) { return audit.letter(language); },
  study_archive() { return audit.study(); },
  corrected() { return audit.corrected(); },
  json() { return audit.json(); },
};

function replace(make) {
  const next = make();
  if (audit) audit.free();
  audit = next;
}

onmessage = ({ data: { id, call, values } }) => {
  try {
    postMessage({ id, value: calls[call](...values) });
  } catch (error) {
    // Messages are texts; anything else is a fault of the program, which cannot go on.
    const told = typeof error === "string";
    postMessage(told ? { id, error } : { id, fault: String(error) });
  }
};
