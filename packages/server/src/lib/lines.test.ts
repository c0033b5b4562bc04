import { expect, test } from "bun:test";
import fc from "fast-check";
import { linesOf } from "./lines.ts";

const encoder = new TextEncoder();

function streamOf(pieces: Uint8Array[], error?: Error): ReadableStream<Uint8Array> {
  const left = [...pieces];
  return new ReadableStream({
    pull(controller) {
      const piece = left.shift();
      if (piece) controller.enqueue(piece);
      else if (error) controller.error(error);
      else controller.close();
    },
  });
}

/** The bytes in pieces that end at the given places, in whatever order those are. */
function cut(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const ends = [...new Set([...places.map((place) => place % (bytes.length + 1)), bytes.length])];
  return ends.sort((a, b) => a - b).map((end, index, all) => bytes.slice(all[index - 1] ?? 0, end));
}

async function read(pieces: Uint8Array[], maxBytes = 1_000_000): Promise<(string | null)[][]> {
  const turns: (string | null)[][] = [];
  for await (const lines of linesOf(streamOf(pieces), maxBytes))
    turns.push(lines.map((line) => line && Buffer.from(line).toString()));
  return turns;
}

const Text = fc.string({ unit: fc.constantFrom("\n", "\n", "\r\n", "a", "ü", "€", "😀", '{"x":1}', " ") });
const Places = fc.array(fc.nat(), { maxLength: 40 });

test("however a text is cut, also within a character, its lines are those of split", async () => {
  await fc.assert(
    fc.asyncProperty(Text, Places, async (text, places) => {
      const expected = text.split("\n");
      if (expected.at(-1) === "") expected.pop();
      expect((await read(cut(encoder.encode(text), places))).flat()).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test("lines past the limit, in bytes, are left out in their place, and no other", async () => {
  await fc.assert(
    fc.asyncProperty(Text, Places, fc.integer({ min: 0, max: 12 }), async (text, places, maxBytes) => {
      const expected = text.split("\n").map((line) => (encoder.encode(line).length > maxBytes ? null : line));
      if (expected.at(-1) === "") expected.pop();
      expect((await read(cut(encoder.encode(text), places), maxBytes)).flat()).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test("each turn gives what one piece completed: nobody waits for what is not sent yet", async () => {
  const pieces = ["a\nb", "c", "d\n\ne\n", "f\n", "g"].map((text) => encoder.encode(text));
  expect(await read(pieces)).toEqual([["a"], ["bcd", "", "e"], ["f"], ["g"]]);
});

test("of a stream that breaks off the last, unfinished line is dropped", async () => {
  const seen: (string | null)[] = [];
  const reading = (async () => {
    const stream = streamOf([encoder.encode("a\nb\nhal")], new Error("cut off"));
    for await (const lines of linesOf(stream, 100))
      seen.push(...lines.map((line) => line && Buffer.from(line).toString()));
  })();
  await expect(reading).rejects.toThrow("cut off");
  expect(seen).toEqual(["a", "b"]);
});

test("a reader that stops early stops the stream", async () => {
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(encoder.encode("a\n")),
    cancel: () => {
      isCancelled = true;
    },
  });
  for await (const lines of linesOf(stream, 100)) if (lines.length > 0) break;
  expect(isCancelled).toBe(true);
});

test("bytes that are no UTF-8 come as they are", async () => {
  const bytes = Uint8Array.of(0xff, 0x0a, 0xc3);
  const lines: unknown[] = [];
  for await (const some of linesOf(streamOf([bytes]), 10)) lines.push(...some);
  expect(lines).toEqual([Uint8Array.of(0xff), Uint8Array.of(0xc3)]);
});

test("a line of many pieces is copied in one go, not again with each piece", async () => {
  const size = 300_000;
  let sent = 0;
  const piece = encoder.encode("x");
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent++ < size) controller.enqueue(piece);
      else controller.close();
    },
  });
  for await (const [line] of linesOf(stream, size)) expect(line?.length).toBe(size);
});
