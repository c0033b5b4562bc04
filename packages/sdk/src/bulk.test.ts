import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import type { BulkResult } from "@visoli/contract/bulk";
import { VisoliConnectionError } from "./errors.ts";
import { Visoli } from "./index.ts";

type Line = { url: string };
const state = {
  requests: [] as { method: string; key: string | null; lines: number }[],
  mustFail: false,
  most: 9_999,
};

/** Answers each line, as a list or as a stream, as the service does. */
const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  maxRequestBodySize: 16 * 1_048_576,
  async fetch(request) {
    const { method, headers } = request;
    if (headers.get("Content-Type") === "application/x-ndjson") return new Response(answers(request.body));
    const { links } = (await request.json()) as { links: Line[] };
    state.requests.push({ method, key: headers.get("Idempotency-Key"), lines: links.length });
    if (state.mustFail && state.requests.length === 1) return new Response("", { status: 502 });
    return Response.json({ results: links.map((_, index) => ({ index, status: 204 })) });
  },
});

function answers(body: ReadableStream<Uint8Array> | null): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder();
  let [index, rest] = [0, ""];
  const split = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, stream) {
      const whole = (rest + decoder.decode(bytes, { stream: true })).split("\n");
      rest = whole.pop() ?? "";
      for (const _ of whole)
        if (index < state.most)
          stream.enqueue(new TextEncoder().encode(`${JSON.stringify({ index: index++, status: 204 })}\n`));
    },
  });
  return (body ?? new ReadableStream<Uint8Array>()).pipeThrough(split);
}

const visoli = new Visoli({ apiKey: "k", baseUrl: `http://127.0.0.1:${server.port}` });
beforeEach(() => {
  Object.assign(state, { requests: [], mustFail: false, most: 9_999 });
});
afterAll(() => server.stop(true));

const linesOf = (count: number, length = 1): Line[] =>
  Array.from({ length: count }, (_, place) => ({ url: `https://example.com/${"x".repeat(length)}${place}` }));

async function indexesOf(results: AsyncIterable<BulkResult>): Promise<number[]> {
  const indexes: number[] = [];
  for await (const { index } of results) indexes.push(index);
  return indexes;
}

describe("many lines", () => {
  test("go out by the thousand, and each result has its line's place", async () => {
    expect(await indexesOf(visoli.links.bulk.create(linesOf(2_500)))).toEqual([...Array(2_500).keys()]);
    expect(state.requests.map(({ lines }) => lines)).toEqual([1_000, 1_000, 500]);
    expect(new Set(state.requests.map(({ key }) => key)).size).toBe(3);
    expect(await indexesOf(visoli.links.bulk.create([]))).toEqual([]);
  });

  test("that are long go out by fewer, each alone where it must", async () => {
    expect(await indexesOf(visoli.links.bulk.create(linesOf(900, 8_000)))).toHaveLength(900);
    expect(state.requests.length).toBe(2);
    state.requests = [];
    expect(await indexesOf(visoli.links.bulk.create(linesOf(2, 5_000_000)))).toEqual([0, 1]);
    expect(state.requests.map(({ lines }) => lines)).toEqual([1, 1]);
  });

  test("that were lost on the way are sent again, with the same key; deleting is not", async () => {
    state.mustFail = true;
    expect(await indexesOf(visoli.links.bulk.create(linesOf(3)))).toEqual([0, 1, 2]);
    const [first, second] = state.requests;
    expect(first?.key).toBeString();
    expect(second).toEqual(first as NonNullable<typeof first>);
    state.requests = [];
    await expect(indexesOf(visoli.links.bulk.delete([{ id: "a" }]))).rejects.toMatchObject({ status: 502 });
  });

  test("are read no further than they are asked for", async () => {
    let made = 0;
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) yield { id: `${made++}`, title: "t" };
      } finally {
        isClosed = true;
      }
    }
    for await (const { index } of visoli.links.bulk.update(endless())) if (index === 1_200) break;
    expect([made <= 2_001, isClosed, state.requests.length]).toEqual([true, true, 2]);
  });
});

describe("a stream of lines", () => {
  test("has its results while lines still come", async () => {
    const results: number[] = [];
    let wake = () => {};
    async function* slow() {
      for (let place = 0; place < 3; place++) {
        const isAnswered = new Promise<void>((resolve) => {
          wake = resolve;
        });
        yield { url: `https://example.com/${place}` };
        // The next line only once this one has its result.
        await isAnswered;
      }
    }
    for await (const { index } of visoli.links.bulk.create(slow(), { stream: true })) {
      results.push(index);
      wake();
    }
    expect(results).toEqual([0, 1, 2]);
    expect(state.requests.length).toBe(0);
  });

  test("that is answered in part failed", async () => {
    state.most = 2;
    const results = indexesOf(visoli.links.bulk.create(linesOf(5), { stream: true }));
    const error = await results.catch((failure) => failure);
    expect(error).toBeInstanceOf(VisoliConnectionError);
    expect(error.message).toBe("2 results came of 5 lines");
  });

  test("that fails itself says how", async () => {
    async function* failing() {
      yield { url: "https://example.com/" };
      throw new Error("the file is gone");
    }
    const results = indexesOf(visoli.links.bulk.create(failing(), { stream: true }));
    expect((await results.catch((failure) => failure)).message).toBe("the file is gone");
  });
});
