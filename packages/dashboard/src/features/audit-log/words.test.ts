import { expect, test } from "bun:test";
import { MESSAGES } from "./messages.ts";
import { TOPICS } from "./search.ts";

const SERVER = `${import.meta.dir}/../../../../server/src`;

test("there are words for every action that the service writes down", async () => {
  const actions = new Set<string>();
  for await (const path of new Bun.Glob("**/*.ts").scan(SERVER)) {
    if (/\.test\.ts$|^adapters\//.test(path)) continue;
    const text = await Bun.file(`${SERVER}/${path}`).text();
    if (!/\baudit\(|insertAudit\(/.test(text)) continue;
    for (const [, action = ""] of text.matchAll(/"((?:[a-z]+)(?:\.[a-z_]+){1,2})"/g))
      if (new RegExp(`action:[^\\n]*"${action}"|tell\\([^)]*"${action}"`).test(text)) actions.add(action);
  }
  expect(actions.size).toBeGreaterThan(40);
  expect([...actions].filter((action) => !(action.replaceAll(".", "_") in MESSAGES.en))).toEqual([]);
  const topics: readonly string[] = TOPICS;
  const heads = new Set(
    [...actions].map((action) => (action.split(".")[0] ?? "").replace(/^links$/, "link")),
  );
  expect([...heads].filter((head) => !topics.includes(head))).toEqual([]);
});
