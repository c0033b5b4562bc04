import { expect, test } from "bun:test";
import type { BulkResult } from "@visoli/contract/bulk";
import { BULK, bulkLines, said } from "../../../../test/bulk.ts";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";
import { DESTINATION, makeLink } from "../../../../test/links.ts";
import type { Line } from "./bulk.ts";
import { answerStream, MAX_LINE_BYTES } from "./bulk-stream.ts";

const LINES_PER_TRANSACTION = 200;

const encoder = new TextEncoder();
const line = (value: unknown) => `${JSON.stringify(value)}\n`;

forEachDatabase("a stream of lines", (world) => {
  test("is answered in order, blank lines left out, whatever stands in the others", async () => {
    const body = Buffer.concat([
      Buffer.from(`\ufeff${line({ url: DESTINATION, title: "ü€😀" })}\r\n \t\r\n\n`),
      Buffer.from(`{"url":"${DESTINATION}","title":"\u00fc"}\n`, "latin1"),
      Buffer.from(`{"url":\n[]\nnull\n{"url":"${DESTINATION}"}\r\n`),
      Buffer.from(`{"url":"${"x".repeat(MAX_LINE_BYTES)}"}\n`),
      Buffer.from(`{"url":"${DESTINATION}last"}`),
    ]);
    const results = await bulkLines(world(), "create", new Uint8Array(body));
    expect(results.map(({ index }) => index)).toEqual([...results.keys()]);
    expect(said(results)).toEqual([
      ...["201", "400 request.malformed", "400 request.malformed"],
      ...["422 request.invalid :invalid_type", "422 request.invalid :invalid_type"],
      ...["201", "413 request.too_large", "201"],
    ]);
    expect(results[0]?.link?.title).toBe("ü€😀");
    expect(results[7]?.link?.url).toBe(`${DESTINATION}last`);
  });

  test("changes and deletes, too; nothing sent is nothing done", async () => {
    const links = [await makeLink(world()), await makeLink(world())];
    const changes = links.map(({ id }) => line({ id, title: "new" })).join("");
    expect(said(await bulkLines(world(), "update", changes))).toEqual(["200", "200"]);
    const [one, two] = links.map(({ id }) => id);
    expect(said(await bulkLines(world(), "delete", `${line(one)}${line({ id: two })}`))).toEqual([
      "204",
      "204",
    ]);
    const before = await countRows(world());
    for (const kind of ["create", "update", "delete"] as const)
      expect(await bulkLines(world(), kind, "\n \n")).toEqual([]);
    expect((await countRows(world())).links).toBe(before.links);
  });

  test("comes under every spelling of its type; where links are not many, it is refused", async () => {
    const { text: key } = await world().key();
    const body = line({ url: DESTINATION });
    for (const type of ["application/x-ndjson; charset=utf-8", "Application/X-NDJSON"]) {
      const response = await ask(world(), "POST", BULK, { key, body, headers: { "Content-Type": type } });
      expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "application/x-ndjson"]);
    }
    const headers = { "Content-Type": "application/x-ndjson" };
    for (const [method, path] of [
      ["POST", "/api/v1/links"],
      ["PUT", "/api/v1/links/external/bulk"],
    ] as const) {
      const response = await ask(world(), method, path, { key, body, headers });
      expect([path, response.status]).toEqual([path, 415]);
    }
    const { text: reader } = await world().key("links:read");
    expect((await ask(world(), "POST", BULK, { key: reader, body, headers })).status).toBe(403);
  });
});

/** A stream of numbers, a line each, that counts how much of it was read. */
function numbers(count: number, linesPerPiece: number, error?: Error) {
  const read = { lines: 0, isCancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (read.lines >= count) return error ? controller.error(error) : controller.close();
        const lines = Array.from({ length: linesPerPiece }, (_, place) => `${read.lines + place}\n`);
        read.lines += linesPerPiece;
        controller.enqueue(encoder.encode(lines.join("")));
      },
      cancel() {
        read.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, read };
}

/** Answers numbers, and notes what was prepared and written. */
function noting() {
  const prepared: number[] = [];
  const written: unknown[][] = [];
  const answer = (lines: Line[]) => {
    prepared.push(lines.length);
    return async () => {
      await new Promise(setImmediate);
      written.push(lines.map(({ value }) => value));
      return lines.map(({ index }): BulkResult => ({ index, status: 204 }));
    };
  };
  return { prepared, written, answer };
}

const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
};

test("nothing is done before somebody takes the answers, and never more than two batches ahead of them", async () => {
  const { prepared, written, answer } = noting();
  const { stream, read } = numbers(1_000_000, 500);
  const reader = answerStream(stream, answer, LINES_PER_TRANSACTION).getReader();
  await settle();
  expect([prepared, written, read.lines]).toEqual([[], [], 0]);
  for (let taken = 1; taken <= 6; taken++) {
    // In pieces of 128 lines.
    for (const lines of [128, 72]) {
      const { value } = await reader.read();
      expect(new TextDecoder().decode(value).trim().split("\n")).toHaveLength(lines);
    }
    await settle();
    expect(prepared).toHaveLength(taken + 2);
    expect(written).toHaveLength(taken + 2);
  }
  expect(new Set(prepared)).toEqual(new Set([LINES_PER_TRANSACTION]));
  expect(read.lines).toBeLessThanOrEqual(2_500);
  await reader.cancel();
  await settle();
  expect(read.isCancelled).toBe(true);
  expect(written.flat()).toEqual([...Array(8 * LINES_PER_TRANSACTION).keys()]);
});

test("what comes while a batch is written waits to be one batch, prepared meanwhile and written after it", async () => {
  const events: string[] = [];
  const first = Promise.withResolvers<void>();
  const answer = (lines: Line[]) => {
    events.push(`prepare ${lines.length}`);
    return async () => {
      events.push(`write ${lines.length}`);
      if (lines[0]?.index === 0) await first.promise;
      return lines.map(({ index }): BulkResult => ({ index, status: 204 }));
    };
  };
  const { stream } = numbers(21, 3);
  const text = new Response(answerStream(stream, answer, 10)).text();
  await settle();
  expect(events).toEqual(["prepare 3", "write 3", "prepare 10"]);
  first.resolve();
  expect((await text).trim().split("\n")).toHaveLength(21);
  expect(events.slice(3)).toEqual(["prepare 8", "write 10", "write 8"]);
});

test("where the request breaks off, what is answered is what was done, and no half line is", async () => {
  const { written, answer } = noting();
  const { stream } = numbers(LINES_PER_TRANSACTION * 2, 50, new Error("cut off"));
  const text = await new Response(answerStream(stream, answer, LINES_PER_TRANSACTION)).text();
  expect(text.trim().split("\n")).toHaveLength(LINES_PER_TRANSACTION * 2);
  expect(written.flat()).toEqual([...Array(LINES_PER_TRANSACTION * 2).keys()]);
});
