import { expect, test } from "bun:test";
import { WEBHOOK_EVENTS } from "@visoli/contract/event";
import { EVENT_GROUPS } from "./events.ts";

test("every event that there is can be chosen, once", () => {
  const offered = Object.values(EVENT_GROUPS).flat().sort();
  const all = WEBHOOK_EVENTS.filter((event) => event !== "webhook.test").sort();
  expect<string[]>(offered).toEqual(all);
});
