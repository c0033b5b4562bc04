import { readLines } from "./read.ts";

/** A server-sent event; `retry` is in milliseconds, and may come alone. */
export type ServerEvent = { id: string; event: string; data: string; retry: number | undefined };

/** Reads `text/event-stream` after the HTML standard, section 9.2.6; comments are left out. */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<ServerEvent, void> {
  let [id, lines]: [string, string[]] = ["", []];
  for await (const line of readLines(body, signal)) {
    if (line !== "") {
      lines.push(line);
      continue;
    }
    const fields = lines.map(fieldOf).reverse();
    lines = [];
    const last = (name: string) => fields.find((field) => field.name === name)?.value;
    id = last("id") ?? id;
    const retry = /^\d+$/.test(last("retry") ?? "") ? Number(last("retry")) : undefined;
    const data = fields.filter(({ name }) => name === "data").map(({ value }) => value);
    if (data.length > 0 || retry !== undefined)
      yield { id, event: last("event") || "message", data: data.reverse().join("\n"), retry };
  }
}

function fieldOf(line: string): { name: string; value: string } {
  const colon = line.indexOf(":");
  if (colon < 0) return { name: line, value: "" };
  return { name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, "") };
}
