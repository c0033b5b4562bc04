import { expect, test } from "bun:test";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { DAY_MS } from "../lib/time.ts";
import {
  type ApiRequestRow,
  apiRequestTable,
  countApiRequests,
  insertApiRequests,
  prepareApiRequests,
} from "./api-requests.ts";
import { askApiRequests, type RequestPlace } from "./questions/api-requests.ts";

const NOW = Math.floor(Date.now() / 1_000) * 1_000;
let workspaces = 0;

forEachAnalytics("requests to the API", (suite) => {
  const request = (at: number, more: Partial<ApiRequestRow> = {}): ApiRequestRow => ({
    ...{ workspace: `ws_${workspaces}`, at, method: "GET", route: "/api/v1/links", status: 200 },
    ...{ duration_ms: 1.25, actor: "key_1", request_id: `req_${at}`, ...more },
  });
  const insert = (rows: ApiRequestRow[], token: string = crypto.randomUUID()) =>
    insertApiRequests(suite.analytics, rows, token);
  const ask = (more: object = {}) =>
    askApiRequests(suite.analytics, {
      ...{ workspaceId: `ws_${workspaces}`, start: NOW - DAY_MS, end: NOW + DAY_MS, limit: 1_000, ...more },
    });

  test("come back as they were, newest first, whatever characters they have", async () => {
    workspaces++;
    const odd = `/api/v1/'a\\b"\n{x:String} ü`;
    const rows = [request(NOW - 5), request(NOW, { route: odd, actor: "us'r\\", status: 599 })];
    await insert(rows);
    const stored = rows.map(({ workspace: _, ...row }) => row);
    expect(await ask()).toEqual(stored.reverse());
    expect(await ask({ route: odd })).toHaveLength(1);
  });

  test("a batch handed on twice under one token is there once", async () => {
    workspaces++;
    const rows = [request(NOW), request(NOW - 1)];
    for (let time = 0; time < 3; time++) await insert(rows, `token-${workspaces}`);
    expect(await countApiRequests(suite.analytics, `ws_${workspaces}`, NOW - DAY_MS)).toBe(2);
  });

  test("are counted from an instant on, each workspace's alone", async () => {
    workspaces++;
    await insert([request(NOW - 2), request(NOW - 1), request(NOW), request(NOW, { workspace: "ws_else" })]);
    const count = (since: number) => countApiRequests(suite.analytics, `ws_${workspaces}`, since);
    expect([await count(NOW - 2), await count(NOW - 1), await count(NOW + 1)]).toEqual([3, 2, 0]);
    expect(await countApiRequests(suite.analytics, "ws_none", 0)).toBe(0);
  });

  test("every filter finds what a plain search finds", async () => {
    workspaces++;
    const statuses = [200, 201, 404, 422, 429, 500, 503];
    const rows = Array.from({ length: 60 }, (_, at) =>
      request(NOW - at * 1_000, {
        method: at % 3 === 0 ? "POST" : "GET",
        route: at % 4 === 0 ? "/api/v1/keys/{id}" : "/api/v1/links",
        status: statuses[at % 7] ?? 200,
        actor: `key_${at % 5}`,
        request_id: `req_${at}`,
      }),
    );
    await insert(rows);
    const found = async (more: object) => (await ask(more)).map(({ request_id }) => request_id);
    const expected = (is: (row: ApiRequestRow) => boolean) => rows.filter(is).map((row) => row.request_id);
    expect(await found({ method: "POST" })).toEqual(expected((row) => row.method === "POST"));
    expect(await found({ route: "/api/v1/links" })).toEqual(expected((row) => row.route === "/api/v1/links"));
    expect(await found({ actor: "key_3" })).toEqual(expected((row) => row.actor === "key_3"));
    expect(await found({ statuses: ["404"] })).toEqual(expected((row) => row.status === 404));
    expect(await found({ statuses: ["4xx"] })).toEqual(
      expected((row) => row.status >= 400 && row.status < 500),
    );
    expect(await found({ statuses: ["5xx", "201"] })).toEqual(
      expected((row) => row.status >= 500 || row.status === 201),
    );
    expect(await found({ requestId: "req_7" })).toEqual(["req_7"]);
    expect(await found({ start: NOW - 9_000, end: NOW - 4_000 })).toEqual(
      expected((row) => row.at >= NOW - 9_000 && row.at < NOW - 4_000),
    );
    expect(await found({ statuses: ["5xx"], method: "GET", actor: "key_1" })).toEqual(
      expected((row) => row.status >= 500 && row.method === "GET" && row.actor === "key_1"),
    );
  });

  test("pages show each once, in one order, also where many have one instant and new ones come in", async () => {
    workspaces++;
    const rows = Array.from({ length: 40 }, (_, at) => request(NOW - (at % 3), { request_id: `req_${at}` }));
    await insert(rows);
    const seen: string[] = [];
    let after: RequestPlace | undefined;
    for (let turn = 0; ; turn++) {
      const page = await ask({ after, limit: 7 });
      seen.push(...page.map(({ request_id }) => request_id));
      const last = page.at(-1);
      if (page.length < 7 || !last) break;
      after = { at: last.at, requestId: last.request_id };
      await insert([request(NOW + 1 + turn, { request_id: `req_new_${turn}` })]);
    }
    const sorted = rows.toSorted((a, b) => b.at - a.at || (a.request_id < b.request_id ? 1 : -1));
    expect(seen).toEqual(sorted.map(({ request_id }) => request_id));
  });

  test("the table keeps a day as a part, and lets it go after a month", async () => {
    workspaces++;
    await prepareApiRequests(suite.analytics);
    const old = NOW - 40 * DAY_MS;
    await insert([request(NOW), request(old)]);
    const table = apiRequestTable(suite.analytics);
    await suite.analytics.command(`optimize table ${table} final`);
    const left = await suite.analytics.query<{ request_id: string }>(
      `select request_id from ${table} where workspace = 'ws_${workspaces}'`,
    );
    expect(left).toEqual([{ request_id: `req_${NOW}` }]);
  });
});
