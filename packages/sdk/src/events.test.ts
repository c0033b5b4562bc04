import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { VisoliConnectionError } from "./errors.ts";
import { readEvents, type ServerEvent } from "./events.ts";

/** A body of these bytes, cut at these places. */
function bodyOf(text: string, cuts: number[]): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return new ReadableStream({
    start(stream) {
      for (const [index, end] of places.entries()) stream.enqueue(bytes.slice(places[index - 1] ?? 0, end));
      stream.close();
    },
  });
}

async function eventsOf(text: string, cuts: number[] = []): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of readEvents(bodyOf(text, cuts))) events.push(event);
  return events;
}

const TEXT =
  '\u{feff}retry: 2000\n\n:\n\nid: clk_1\r\nevent: click\r\ndata: {"city":"Köln 🌉"}\r\n\r\ndata:a\rdata: b\r\revent: slow\n\nid\ndata\n\ndata: lost';

describe("server-sent events", () => {
  test("are read as the standard says", async () => {
    expect(await eventsOf(TEXT)).toEqual([
      { id: "", event: "message", data: "", retry: 2_000 },
      { id: "clk_1", event: "click", data: '{"city":"Köln 🌉"}', retry: undefined },
      { id: "clk_1", event: "message", data: "a\nb", retry: undefined },
      { id: "", event: "message", data: "", retry: undefined },
    ]);
  });

  test("are the same however the bytes come", async () => {
    const whole = await eventsOf(TEXT);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 40 }), async (cuts) => {
        expect(await eventsOf(TEXT, cuts)).toEqual(whole);
      }),
    );
  });

  test("that break off say so, and whoever leaves ends them", async () => {
    const broken = new ReadableStream<Uint8Array>({ pull: (stream) => stream.error(new Error("reset")) });
    const failure = await readEvents(broken)
      .next()
      .catch((error) => error);
    expect(failure).toBeInstanceOf(VisoliConnectionError);
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (stream) => stream.enqueue(new TextEncoder().encode("data: 1\n\n")),
      cancel() {
        isCancelled = true;
      },
    });
    for await (const { data } of readEvents(endless)) {
      expect(data).toBe("1");
      break;
    }
    expect(isCancelled).toBe(true);
  });
});
