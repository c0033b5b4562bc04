import { afterEach, describe, expect, test } from "bun:test";
import { freePort, redisUrl, until } from "../../../../../test/engines.ts";
import { type News, openNews } from "./news.ts";

const opened: News[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

function open(url: string | null, channel: string, self: string) {
  const news = openNews(url, channel, self);
  opened.push(news);
  let heard = 0;
  news.listen(() => void heard++);
  return { ...news, heard: () => heard };
}

describe.skipIf(!redisUrl)("news between processes", () => {
  const fresh = () => `test:${crypto.randomUUID()}`;
  /** Whoever has just come may not listen yet. */
  const tellUntil = (one: News, isHeard: () => boolean) =>
    until(() => {
      one.tell();
      return isHeard();
    });

  test("are heard by all others of the installation, and by nobody else", async () => {
    const channel = fresh();
    const [one, two, three] = ["1", "2", "3"].map((self) => open(redisUrl ?? "", channel, self));
    const stranger = open(redisUrl ?? "", fresh(), "4");
    if (!one || !two || !three) throw new Error("three were opened");
    await tellUntil(one, () => two.heard() > 0 && three.heard() > 0);
    await tellUntil(two, () => one.heard() > 0);
    // What was sent before has come: its order is kept. Nobody heard of this but by others' words.
    await tellUntil(stranger, () => true);
    expect(stranger.heard()).toBe(0);
  });

  test("of many words at once one goes out", async () => {
    const channel = fresh();
    const [one, two] = [open(redisUrl ?? "", channel, "1"), open(redisUrl ?? "", channel, "2")];
    await tellUntil(one, () => two.heard() > 0);
    await Bun.sleep(50);
    const before = two.heard();
    for (let count = 0; count < 1_000; count++) one.tell();
    await until(() => two.heard() > before);
    await Bun.sleep(50);
    expect(two.heard()).toBe(before + 1);
  });

  test("a Redis that is away holds up nobody, and fails nothing", async () => {
    const nowhere = open(`redis://127.0.0.1:${await freePort()}`, fresh(), "1");
    for (let count = 0; count < 3; count++) {
      nowhere.tell();
      await Bun.sleep(10);
    }
    expect(nowhere.heard()).toBe(0);
  });
});

test("without Redis there are none", () => {
  const alone = open(null, "x", "1");
  alone.tell();
  expect(alone.heard()).toBe(0);
});
