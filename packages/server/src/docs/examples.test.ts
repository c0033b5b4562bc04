import { expect, test } from "bun:test";
import { WORKSPACE_SCOPES } from "@visoli/contract/scopes";
import { forEachDatabase } from "../../../../test/context.ts";
import { callOf, curlOf, KEY, sdkOf } from "./examples.ts";
import { allOperations } from "./openapi.ts";

const operations = allOperations();

forEachDatabase("the examples of the documentation", (world) => {
  test("are taken by the service: none has a faulty field", async () => {
    const key = await world().key(...WORKSPACE_SCOPES);
    const asked = operations.filter(({ asks }) => asks !== "instance:admin" && asks !== "ownership");
    for (const operation of asked) {
      const { path, query, body } = callOf(operation);
      const response = await world().app.request(`${path}?${new URLSearchParams(query)}`, {
        method: operation.method,
        headers: { Authorization: `Bearer ${key.text}`, "Content-Type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const isStream = response.headers.get("content-type")?.includes("event-stream");
      const answer = isStream ? "" : await response.text();
      if (isStream) await response.body?.cancel();
      const isFaulty = /"code":"request\.(invalid|malformed|unsupported_media_type)"/.test(answer);
      // An image that is cut off cannot be a right one.
      if (operation.route !== "PUT /api/v1/workspace/logo")
        expect([operation.route, isFaulty && answer]).toEqual([operation.route, false]);
    }
  }, 30_000);
});

test("what is written in a shell stays what it is", () => {
  const rewrite = operations.find(({ route }) => route === "POST /api/v1/rewrite");
  if (!rewrite) throw new Error("no such route");
  const [, quoted = ""] = /-d '(.*)'$/s.exec(curlOf(rewrite, "https://go.example.com")) ?? [];
  expect(JSON.parse(quoted.replaceAll("'\\''", "'"))).toEqual(callOf(rewrite).body as object);
});

test("an example holds a key's place exactly where a key is asked for", () => {
  for (const operation of operations) {
    const hasKey = curlOf(operation, "https://go.example.com").includes(KEY);
    expect([operation.route, hasKey]).toEqual([operation.route, /:|anybody/.test(operation.asks)]);
    const sdk = sdkOf(operation, "https://go.example.com");
    if (sdk !== null) {
      expect(sdk.split(KEY)).toHaveLength(2);
      // What is no TypeScript is found here.
      new Bun.Transpiler({ loader: "ts" }).transformSync(sdk.replace(KEY, '"key"'));
    }
  }
});
