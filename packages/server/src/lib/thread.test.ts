import { expect, test } from "bun:test";
import { niceness } from "./niceness.fixture.ts";
import type { Answer, Question } from "./thread.fixture.ts";
import { createThread, type Services, ThreadBusy } from "./thread.ts";

const script = new URL("./thread.fixture.ts", import.meta.url);
const start = (services: Services = {}, maxWaiting = 100) =>
  createThread<Question, Answer>(script, maxWaiting, services);

/** `expect(...).rejects` does not let the event loop go on as it would. */
const failureOf = (asked: Promise<Answer>) => asked.then(() => "none", String);

test("answers come to their questions, at once or later", async () => {
  const ask = start();
  const said = [ask({ say: "a", afterMs: 20 }), ask({ say: "b" }), ask({ say: "c", afterMs: 5 })];
  expect(await Promise.all(said)).toEqual(["a", "b", "c"]);
});

test("bytes are moved there and back", async () => {
  const ask = start();
  const bytes = Uint8Array.of(1, 2, 3);
  const answer = ask({ add: bytes }, [bytes.buffer]);
  expect(bytes.length).toBe(0);
  expect(await answer).toEqual(Uint8Array.of(2, 3, 4));
});

test("what fails there is thrown here, at once or later, and spoils nothing else", async () => {
  const ask = start();
  const asked = [ask({ fail: "one" }), ask({ fail: "two", afterMs: 5 }), ask({ say: "still here" })];
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes).toEqual([
    { status: "rejected", reason: expect.objectContaining({ message: "Error: one" }) },
    { status: "rejected", reason: expect.objectContaining({ message: "Error: two" }) },
    { status: "fulfilled", value: "still here" },
  ]);
});

test("the thread asks back, and hears answers and failures", async () => {
  const ask = start({
    greet: (name: string) => `good day, ${name}`,
    later: async (ms: number) => Bun.sleep(ms).then(() => `after ${ms}`),
    broken: () => {
      throw new Error("not today");
    },
  });
  expect(await ask({ askBack: "greet", argument: "Ada" })).toBe("good day, Ada");
  expect(await ask({ askBack: "later", argument: 5 })).toBe("after 5");
  expect(await failureOf(ask({ askBack: "broken", argument: 0 }))).toContain("not today");
});

test("whoever waits for a thread that breaks is told, whoever serves it, too; the next question starts another", async () => {
  const ended = Promise.withResolvers<string>();
  const ask = start({
    forEver: (_: unknown, end: AbortSignal) =>
      new Promise(() => end.addEventListener("abort", () => ended.resolve("told"))),
  });
  const asking = ask({ askBack: "forEver", argument: null });
  ask({ break: true }).catch(() => {});
  expect(await failureOf(asking)).toContain("the thread ended");
  expect(await ended.promise).toBe("told");
  expect(await ask({ say: "again" })).toBe("again");
});

test("more may not wait than is said", async () => {
  const ask = start({}, 1);
  const first = ask({ say: "a" });
  expect(await ask({ say: "b" }).catch((error) => error)).toBeInstanceOf(ThreadBusy);
  expect(await first).toBe("a");
});

test.skipIf(process.platform !== "linux")("a thread lowers its own priority, and no other", async () => {
  const [one, other] = [start(), start()];
  const before = niceness();
  expect(await one({ priority: "as it is" })).toBe(before);
  expect(await one({ priority: "lowered" })).toBe(before + 10);
  expect([niceness(), await other({ priority: "as it is" })]).toEqual([before, before]);
});
