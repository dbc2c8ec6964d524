// The files of a search index (hooks/portal/search_pack.py says what is in them): fetched once,
// checked, tried again. What is broken or missing is an error, never an empty list.
const TRIES = 3;
const PATIENCE = 10000; // milliseconds for a file
const STEPS = 24, ZERO = 64, LEVELS = 16;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});
function crc(bytes) {
  let sum = -1;
  for (const byte of bytes) sum = (sum >>> 8) ^ TABLE[(sum ^ byte) & 255];
  return ~sum >>> 0;
}

export class Unreadable extends Error {}
export class Outdated extends Error {} // of an index that is no longer there

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function attempt(url, options) {
  const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status === 404 || answer.status === 410) throw new Outdated(url);
  if (!answer.ok) throw new Unreadable(`${answer.status} ${url}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function get(url, read) {
  for (let number = 1; ; number++) {
    try {
      return read(await attempt(url, number > 1 ? { cache: "reload" } : {}));
    } catch (error) {
      if (error instanceof Outdated) throw error;
      if (number === TRIES) throw new Unreadable(url, { cause: error });
      await pause(200 * number);
    }
  }
}

// {"sum":"1a2b3c4d","data":…}
function readJson(bytes) {
  const text = new TextDecoder().decode(bytes);
  const { sum, data } = JSON.parse(text);
  if (crc(bytes.subarray(25, -1)) !== parseInt(sum, 16)) throw new Unreadable("checksum");
  return data;
}

function readTerms(bytes) {
  if (bytes.length < 5 || new DataView(bytes.buffer).getUint32(0, true) !== crc(bytes.subarray(4)))
    throw new Unreadable("checksum");
  const terms = new Map();
  const text = new TextDecoder();
  let at = 4;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  let key = new Uint8Array();
  while (at < bytes.length) {
    const shared = varint();
    const rest = varint();
    const next = new Uint8Array(shared + rest);
    next.set(key.subarray(0, shared));
    next.set(bytes.subarray(at, at + rest), shared);
    key = next;
    at += rest;
    const size = varint();
    const top = 2 ** ((bytes[at++] - ZERO) / STEPS);
    const start = at;
    at += size >> 1;
    terms.set(text.decode(key), { bytes, start, end: at, top, alone: size % 2 === 1 });
  }
  return terms;
}

// Calls `see(unit, score)` for each unit of a term.
export function each({ bytes, start, end, top, alone }, see) {
  let unit = 0;
  for (let at = start; at < end; ) {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * factor;
      if (byte < 128) break;
    }
    if (alone) see(value, top);
    else {
      unit += Math.floor(value / LEVELS);
      see(unit, (top * ((value % LEVELS) + 1)) / LEVELS);
    }
  }
}

export class Files {
  #folder;
  #kept = new Map();

  constructor(folder) {
    this.#folder = folder;
  }

  json(name) {
    return this.#keep(name, readJson);
  }

  terms(name) {
    return this.#keep(name, readTerms);
  }

  #keep(name, read) {
    if (!this.#kept.has(name)) {
      const asked = get(new URL(name, this.#folder), read);
      this.#kept.set(name, asked);
      asked.catch(() => this.#kept.delete(name)); // so that it is asked for again
    }
    return this.#kept.get(name);
  }
}
