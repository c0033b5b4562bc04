/** A web address in the one form in which lists are compared. */
export type Spellings = {
  /** The host alone, without a dot at its end: `bad.example`, `[::1]`. */
  name: string;
  /** With the port, where that is not the scheme's own. */
  host: string;
  /** Path and query, each character that needs no escape without one. */
  path: string;
};

/** What the URL parser leaves different, though it is the same place. */
export function spellingsOf({ hostname, port, pathname, search }: URL): Spellings {
  const name = hostname.replace(/\.+$/, "");
  const path = pathname + search;
  return {
    name,
    host: port === "" ? name : `${name}:${port}`,
    path: path.includes("%") ? path.replace(/%[\da-f]{2}/gi, unescapeOne) : path,
  };
}

function unescapeOne(escaped: string): string {
  const letter = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  return /[\w.~-]/.test(letter) ? letter : escaped.toUpperCase();
}
