// Puts the page together: one HTML file that holds all it needs and may load nothing.
// Usage: node assemble.mjs FOLDER, which has crossfoot.wasm and the glue of wasm-bindgen.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

import { join as joined, split } from "./streams.mjs";

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

/** Bytes that a page would change as characters: NUL, the carriage return, `&` and `<`. */
const CHANGED = [0x00, 0x0d, 0x26, 0x3c];

/** The rarest bytes of the program that are one byte in UTF-8, one for each that a page would change. */
function rarest(bytes) {
  const counts = new Array(0x80).fill(0);
  for (const byte of bytes) if (byte < counts.length) counts[byte] += 1;
  const others = [...counts.keys()].filter((byte) => !CHANGED.includes(byte));
  return others.sort((a, b) => counts[a] - counts[b] || a - b).slice(0, CHANGED.length);
}

/**
 * The program as a text with a character for each byte: servers compress it nearly as well as the bytes, base64 not. A rare byte stands for each that a
 * page would change, as NUL is frequent; the rare ones themselves are the characters from 256.
 */
function program(bytes, rare) {
  const characters = Array.from({ length: 0x100 }, (_, byte) => byte);
  CHANGED.forEach((byte, at) => {
    characters[byte] = rare[at];
    characters[rare[at]] = 0x100 + at;
  });
  return Array.from(bytes, (byte) => String.fromCharCode(characters[byte])).join("");
}

const script = inert(`"use strict";\n${read(own, "streams.mjs").replaceAll("export ", "")}${read(own, "page.js")}`);
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

const whole = readFileSync(join(out, "crossfoot.wasm"));
const { start, streams } = split(whole);
const sizes = streams.map((stream) => stream.length);
const bytes = Uint8Array.from(streams.flat());
if (!whole.equals(joined(start, sizes, bytes))) throw new Error("the streams of the program do not make the program");
const rare = rarest(bytes);
const parts = {
  POLICY: policy,
  STYLE: read(root, "crates/report/src/html/style.css") + read(own, "page.css"),
  EXAMPLES: JSON.stringify(examples()).replaceAll("<", "\\u003c"),
  START: String(start),
  SIZES: sizes.join(" "),
  CHANGED: CHANGED.join(" "),
  RARE: rare.join(" "),
  PROGRAM: program(bytes, rare),
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
