import { spellingsOf } from "./spelling.ts";

/** Takes what the lines of a list say. */
export type ListReader = {
  /** A host, with everything below it. */
  host(host: string): void;
  /** Everything on the host (with its port, where that is not the scheme's own) whose path begins like that. */
  prefix(host: string, path: string): void;
  /** Why the entries from here on are on the list. */
  reason(reason: string): void;
};

const PLAIN_HOST = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.[a-z][a-z0-9-]+$/;
const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|[\da-f]*:[\da-f:.]*)$/i;

/**
 * Reads one line of a hosts file, of a list of domains or of URLs; comments and lines that say nothing are passed over. False where
 * it is none of these.
 */
export function readListLine(line: string, reader: ListReader): boolean {
  const text = line.replace(/\s#.*$/, "").trim();
  if (text === "" || text.startsWith("#")) return true;
  if (text.startsWith("!")) {
    const reason = /^!\s*reason:\s*(.+)$/i.exec(text)?.[1];
    if (reason) reader.reason(reason.slice(0, 100));
    return true;
  }
  if (/^[\w.-]+$/.test(text)) return readHost(text, reader);
  const [first = "", ...names] = text.split(/\s+/);
  if (names.length > 0 && ADDRESS.test(first))
    return names.every((name) => ADDRESS.test(name) || isLocalName(name) || readHost(name, reader));
  return first.includes("/") ? readUrl(first, reader) : readHost(first, reader);
}

/** The line in the one form that says the same: a host, or the beginning of a URL; null where it is neither. */
export function normalizeEntry(text: string): string | null {
  if (!/^[^\s#!]+$/.test(text)) return null;
  let entry: string | null = null;
  const isRead = readListLine(text, {
    host(host) {
      entry = host;
    },
    prefix(host, path) {
      entry = `http://${host}${path}`;
    },
    reason() {},
  });
  return isRead ? entry : null;
}

/** What hosts files say of the machine itself. */
function isLocalName(name: string): boolean {
  return !name.includes(".") || name === "localhost.localdomain";
}

function readHost(text: string, reader: ListReader): boolean {
  const name = text.replace(/^\*?\./, "");
  if (PLAIN_HOST.test(name)) {
    reader.host(name);
    return true;
  }
  const bracketed = name.includes(":") && ADDRESS.test(name) ? `[${name}]` : name;
  const host = URL.parse(`http://${bracketed}`)?.hostname.replace(/\.+$/, "") ?? "";
  // A whole top-level domain is more than anybody means.
  if (!/[.:]/.test(host) || host.includes("..")) return false;
  reader.host(host);
  return true;
}

function readUrl(text: string, reader: ListReader): boolean {
  if (/^(?!https?:)[a-z][a-z0-9+.-]*:\/\//i.test(text)) return false;
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `http://${text}`);
  const spellings = url && spellingsOf(url);
  if (!spellings?.name) return false;
  reader.prefix(spellings.host, spellings.path);
  return true;
}
