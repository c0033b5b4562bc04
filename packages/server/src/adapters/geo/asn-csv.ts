/** A line of the CSV: inclusive range, AS number, and the owner (number and name) as it is written there. */
export type AsnRow = { start: string; end: string; owner: string };

/** Reads `start,end,asn,name` lines in small pieces and hands them over one by one, in the order of the file. */
export async function readAsnCsv(path: string, handle: (row: AsnRow) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of Bun.file(path).stream()) {
    const text = rest + decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let to = text.indexOf("\n"); to >= 0; to = text.indexOf("\n", from)) {
      handleLine(text.slice(from, to), handle);
      from = to + 1;
    }
    rest = text.slice(from);
  }
  handleLine(rest, handle);
}

function handleLine(line: string, handle: (row: AsnRow) => void): void {
  if (line === "") return;
  const first = line.indexOf(",");
  const second = line.indexOf(",", first + 1);
  handle({ start: line.slice(0, first), end: line.slice(first + 1, second), owner: line.slice(second + 1) });
}

/** Splits `13335,"Cloudflare, Inc."` into number and name (quoted as in RFC 4180). */
export function parseOwner(owner: string): { asn: number; name: string } {
  const comma = owner.indexOf(",");
  const raw = comma < 0 ? "" : owner.slice(comma + 1).trim();
  const name = raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw;
  return { asn: Number(comma < 0 ? owner : owner.slice(0, comma)), name };
}
