import { expect, test } from "bun:test";
import { VisoliError } from "./errors.ts";
import { Visoli } from "./index.ts";
import type { Fetch } from "./options.ts";

type Step = string | number | Error;

/** Answers a connection after the other: with these events, with this status, or not at all. */
function streams(steps: Step[]) {
  const asked: { url: string; lastEventId: string | null }[] = [];
  const fetch: Fetch = async (url, init) => {
    const step = steps[asked.length] ?? 401;
    asked.push({ url, lastEventId: new Headers(init.headers).get("Last-Event-ID") });
    if (step instanceof Error) throw step;
    if (typeof step === "number") return new Response("", { status: step });
    return new Response(step);
  };
  return { asked, visoli: new Visoli({ fetch, maxRetries: 0 }) };
}
const click = (id: string) => `id: ${id}\nevent: click\ndata: {"id":"${id}"}\n\n`;
// As soon as may be: what is tested is not how long.
const HELLO = "retry: 1\n\n";

test("clicks go on after a break, from where they were", async () => {
  const { asked, visoli } = streams([
    HELLO + click("clk_1") + click("clk_2"),
    new TypeError("reset"),
    503,
    `${HELLO}event: missed\ndata: {"start":"a","end":"b"}\n\n${click("clk_3")}event: end\ndata: {"code":"auth.unauthenticated"}\n\n`,
  ]);
  const heard: string[] = [];
  const listen = async () => {
    for await (const event of visoli.clicks.stream({ country: ["DE"], lastEventId: "clk_0" }))
      heard.push(event.event === "click" ? event.click.id : `${event.start}-${event.end}`);
  };
  const error = await listen().catch((failure) => failure);
  expect(error).toBeInstanceOf(VisoliError);
  expect(error.status).toBe(401);
  expect(heard).toEqual(["clk_1", "clk_2", "a-b", "clk_3"]);
  expect(asked.map(({ lastEventId }) => lastEventId)).toEqual(["clk_0", "clk_2", "clk_2", "clk_2", "clk_3"]);
  expect(new Set(asked.map(({ url }) => new URL(url).search))).toEqual(new Set(["?country=DE"]));
});

test("a signal ends them, while they are waited for and while they are not there", async () => {
  for (const step of [HELLO, 503]) {
    const stopping = new AbortController();
    const { visoli } = streams(Array(100).fill(step));
    const next = visoli.clicks.stream({}, { signal: stopping.signal }).next();
    setTimeout(() => stopping.abort(new Error("enough")), 5);
    expect((await next.catch((failure) => failure)).message).toBe("enough");
  }
});

test("a signal that goes on holds on to no connection that is over", async () => {
  const { signal } = new AbortController();
  const listening = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: unknown[]) => {
    listening.add(given[1]);
    add(...(given as Parameters<typeof add>));
  };
  signal.removeEventListener = (...given: unknown[]) => {
    listening.delete(given[1]);
    remove(...(given as Parameters<typeof remove>));
  };
  const { visoli } = streams([HELLO, HELLO, HELLO + click("clk_1")]);
  for await (const event of visoli.clicks.stream({}, { signal })) {
    expect(event.event).toBe("click");
    expect(listening.size).toBe(1);
    break;
  }
  expect(listening.size).toBe(0);
});
