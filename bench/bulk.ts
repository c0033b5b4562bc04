import type { Visoli } from "./visoli.ts";

const PER_REQUEST = 1_000;
const NEWLINE = 10;
let made = 0;

/** Makes links by JSON requests, one after the other; gives back how many were answered as made. `show` hears how far it has got. */
export async function createByJson(
  visoli: Visoli,
  apiKey: string,
  count: number,
  show: (done: number) => void,
): Promise<number> {
  let done = 0;
  for (let left = count; left > 0; left -= PER_REQUEST) {
    const links = Array.from({ length: Math.min(left, PER_REQUEST) }, newLink);
    const answer = await send(visoli, apiKey, "application/json", JSON.stringify({ links }));
    const { results } = (await answer.json()) as { results: { status: number }[] };
    done += results.filter(({ status }) => status === 201).length;
    show(done);
  }
  return done;
}

/** Makes links by one stream; gives back how many lines it was answered. */
export async function createByStream(
  visoli: Visoli,
  apiKey: string,
  count: number,
  show: (done: number) => void,
): Promise<number> {
  const lines = Array.from({ length: count }, () => `${JSON.stringify(newLink())}\n`).join("");
  const answer = await send(visoli, apiKey, "application/x-ndjson", lines);
  let done = 0;
  for await (const piece of answer.body ?? []) {
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, at + 1)) done++;
    show(done);
  }
  return done;
}

function newLink(): { url: string } {
  return { url: `https://example.com/bulk?to=${made++}` };
}

async function send({ origin }: Visoli, apiKey: string, type: string, body: string): Promise<Response> {
  const headers = { Authorization: `Bearer ${apiKey}`, "Content-Type": type };
  const answer = await fetch(`${origin}/api/v1/links/bulk`, { method: "POST", headers, body });
  if (answer.status !== 200) throw new Error(`a bulk request: ${answer.status} ${await answer.text()}`);
  return answer;
}
