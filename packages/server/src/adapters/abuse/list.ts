import {
  beginKey,
  HOST_KIND,
  hostKey,
  keyOf,
  nextHigh,
  nextLow,
  PREFIX_KIND,
  URL_HOST_KIND,
} from "./key-hash.ts";
import { createKeyCollector, type KeyTable } from "./key-table.ts";
import { type ListReader, readListLine } from "./list-format.ts";
import type { Pacer } from "./pacer.ts";
import type { Spellings } from "./spelling.ts";

/** Hosts and beginnings of URLs that nobody shall be led to. */
export type List = {
  entries: number;
  bytes: number;
  /** Why the address is on the list, in a word or few; null where it is not. Takes microseconds, however long the list is. */
  reasonAgainst(address: Spellings): string | null;
};

const MAX_REASONS = 255;

/** Collects lines of lists and makes one list of them. */
export function createListBuilder() {
  const collector = createKeyCollector();
  const reasons: string[] = [];
  let reason = 0;
  let entries = 0;
  let faulty = 0;

  const reader: ListReader = {
    host(host) {
      entries++;
      collector.add(hostKey(host), reason);
    },
    prefix(host, path) {
      entries++;
      collector.add(keyOf(URL_HOST_KIND, host), reason);
      collector.add(keyOf(PREFIX_KIND, host + path), reason);
    },
    reason: setReason,
  };

  function setReason(text: string): void {
    const known = reasons.indexOf(text);
    reason = known >= 0 ? known : Math.min(reasons.length, MAX_REASONS);
    // What is one too many for a byte has no words of its own.
    reasons[reason] ??= reason < MAX_REASONS ? text : "listed";
  }

  return {
    setReason,
    addLine(line: string): void {
      if (!readListLine(line, reader)) faulty++;
    },
    /** How many lines could not be read. */
    faulty: () => faulty,
    async build(pace: Pacer): Promise<List> {
      return listOver(await collector.build(pace), reasons, entries);
    },
  };
}

function listOver(table: KeyTable, reasons: string[], entries: number): List {
  return {
    entries,
    bytes: table.bytes,
    reasonAgainst({ name, host, path }) {
      let found = findHost(table, name);
      const { high, low } = keyOf(URL_HOST_KIND, host);
      // Few hosts have single addresses on a list: the others' paths are not looked at.
      if (found < 0 && table.get(high, low) >= 0) found = findPrefix(table, host, path);
      return found < 0 ? null : (reasons[found] ?? "listed");
    },
  };
}

/** Asks for each domain that the host is in, and for the host. An IP address is in none. */
function findHost(table: KeyTable, name: string): number {
  let { high, low } = beginKey(HOST_KIND);
  const isAddress = /^[\d.]+$|^\[/.test(name);
  for (let index = name.length - 1; index >= 0; index--) {
    const code = name.charCodeAt(index);
    if (code === 46 && !isAddress) {
      const found = table.get(high, low);
      if (found >= 0) return found;
    }
    high = nextHigh(high, code);
    low = nextLow(low, code);
  }
  return table.get(high, low);
}

function findPrefix(table: KeyTable, host: string, path: string): number {
  let { high, low } = keyOf(PREFIX_KIND, host);
  for (let index = 0; index < path.length; index++) {
    const code = path.charCodeAt(index);
    high = nextHigh(high, code);
    low = nextLow(low, code);
    const found = table.get(high, low);
    if (found >= 0) return found;
  }
  return -1;
}
