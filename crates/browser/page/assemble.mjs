// Puts the page together: one HTML file that holds all it needs and may load nothing.
// Usage: node assemble.mjs FOLDER, which has crossfoot.wasm and the glue of wasm-bindgen.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const out = process.argv[2];
const own = dirname(fileURLToPath(import.meta.url));
const root = join(own, "../../..");
const read = (...path) => readFileSync(join(...path), "utf8");

/** The studies of the repository, by name and file. */
function examples() {
  const folders = readdirSync(join(root, "data"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map((folder) => folder.name).sort();
  return Object.fromEntries(names.map((name) => [name, files(join(root, "data", name))]));
}

function files(folder) {
  const names = readdirSync(folder).filter((name) => !name.startsWith(".")).sort();
  return Object.fromEntries(names.map((name) => [name, read(folder, name)]));
}

/** A text that may stand within a script element. */
const inert = (text) => text.replaceAll("</script", "<\\/script");
const hash = (script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

/**
 * The program as a text with a character for each byte: servers compress it nearly as well as the bytes, base64 not. Characters that a page would change
 * stand 256 higher.
 */
function program(bytes) {
  const changed = new Set([0x00, 0x0d, 0x26, 0x3c]);
  return Array.from(bytes, (byte) => String.fromCharCode(changed.has(byte) ? byte + 0x100 : byte)).join("");
}

const script = inert(read(own, "page.js"));
// The report runs its script in a frame, which obeys the policy of the page.
const inReport = `\n${read(root, "crates/report/src/html/script.js")}`;
const policy = [
  "default-src 'none'",
  `script-src 'wasm-unsafe-eval' ${hash(script)} ${hash(inReport)}`,
  "style-src 'unsafe-inline'",
  "img-src data:",
  "worker-src blob:",
  "frame-src blob:",
].join("; ");

const parts = {
  POLICY: policy,
  STYLE: read(root, "crates/report/src/html/style.css") + read(own, "page.css"),
  EXAMPLES: JSON.stringify(examples()).replaceAll("<", "\\u003c"),
  PROGRAM: program(readFileSync(join(out, "crossfoot.wasm"))),
  WORKER: inert(read(out, "glue/crossfoot.js") + read(own, "worker.js")),
  SCRIPT: script,
};
const page = Buffer.from(read(own, "index.html").replace(/%([A-Z]+)%/g, (_, name) => parts[name]));
writeFileSync(join(out, "crossfoot.html"), page);

// The page may become smaller. To let it grow, write the new size to size.txt and say why.
const window = { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS, [constants.BROTLI_PARAM_SIZE_HINT]: page.length };
const size = brotliCompressSync(page, { params: window }).length;
const most = Number(read(own, "size.txt"));
console.log(`${join(out, "crossfoot.html")}: ${page.length} bytes, ${size} compressed with brotli, ${most} allowed`);
if (size > most) {
  console.error(`error: the page has grown beyond crates/browser/page/size.txt`);
  process.exit(1);
}
