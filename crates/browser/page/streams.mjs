// A program in WebAssembly as streams of bytes of one kind, and back: instructions apart from the locals, calls and numbers that they are about. A server
// compresses each kind by itself better than all in turns. The page has these functions before its own script.

const [REST, HEAD, CODE, BLOCK, BRANCH, CALL, LOCAL, OFFSET, NUMBER, LONG, OTHER, ALIGN] = Array(12).keys();
const CODE_SECTION = 10;
// What reads and writes memory, each with a stream of its own for the alignment, which is nearly always the same.
const [FIRST_ACCESS, LAST_ACCESS] = [0x28, 0x3e];
const STREAMS = ALIGN + 1 + LAST_ACCESS - FIRST_ACCESS;

/** The streams of the numbers that follow an instruction, by its byte. */
function operands() {
  const all = Array.from({ length: 256 }, () => []);
  const set = (first, last, ...streams) => all.fill(streams, first, last + 1);
  set(0x02, 0x04, BLOCK);
  set(0x0c, 0x0d, BRANCH);
  set(0x10, 0x10, CALL);
  set(0x11, 0x11, CALL, OTHER);
  set(0x20, 0x22, LOCAL);
  set(0x23, 0x26, OTHER);
  for (let code = FIRST_ACCESS; code <= LAST_ACCESS; code += 1) set(code, code, ALIGN + code - FIRST_ACCESS, OFFSET);
  set(0x3f, 0x40, OTHER);
  set(0x41, 0x41, NUMBER);
  set(0x42, 0x42, LONG);
  set(0xd0, 0xd0, OTHER);
  set(0xd2, 0xd2, OTHER);
  return all;
}

/** How many numbers follow the instructions of memory and tables after 0xfc. */
const BULK = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

/** Goes through functions: `number` and `byte` take what comes next, of a stream. */
function walk(number, byte) {
  const follow = operands();
  const several = (count, stream) => { for (let at = 0; at < count; at += 1) number(stream); };
  for (let functions = number(HEAD); functions > 0; functions -= 1) {
    number(HEAD);
    // Locals: how many there are of each type.
    several(2 * number(HEAD), HEAD);
    for (let depth = 1; depth > 0;) {
      const code = byte(CODE);
      const streams = follow[code];
      for (let at = 0; at < streams.length; at += 1) number(streams[at]);
      if (code >= 0x02 && code <= 0x04) depth += 1;
      else if (code === 0x0b) depth -= 1;
      else if (code === 0x0e) several(number(BRANCH) + 1, BRANCH);
      else if (code === 0x1c) several(number(OTHER), OTHER);
      else if (code === 0x43 || code === 0x44) for (let at = 0; at < (code === 0x43 ? 4 : 8); at += 1) byte(OTHER);
      else if (code === 0xfc) several(BULK[number(OTHER)], OTHER);
    }
  }
}

/** Reads what `walk` asks for with `next`, which gives the next byte of a stream. */
function reader(next) {
  const number = (stream) => {
    let byte = next(stream);
    let value = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      byte = next(stream);
      value += (byte & 0x7f) * scale;
    }
    return value;
  };
  return [number, next];
}

/** The streams of a program, and where its code starts. */
export function split(program) {
  let at = 8;
  const [size] = reader(() => program[at++]);
  for (;;) {
    const section = program[at++];
    const length = size();
    if (section === CODE_SECTION) break;
    at += length;
  }
  const start = at;
  const streams = Array.from({ length: STREAMS }, () => []);
  walk(...reader((stream) => {
    const byte = program[at++];
    streams[stream].push(byte);
    return byte;
  }));
  streams[REST] = [...program.subarray(0, start), ...program.subarray(at)];
  return { start, streams };
}

/** The program of streams, which lie one after the other and have these sizes. */
export function join(start, sizes, bytes) {
  const places = sizes.map((_, stream) => sizes.slice(0, stream).reduce((sum, size) => sum + size, 0));
  const program = new Uint8Array(bytes.length);
  program.set(bytes.subarray(0, start));
  let at = start;
  walk(...reader((stream) => {
    const byte = bytes[places[stream]++];
    program[at++] = byte;
    return byte;
  }));
  program.set(bytes.subarray(start, sizes[REST]), at);
  return program;
}
