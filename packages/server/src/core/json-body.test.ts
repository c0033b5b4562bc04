import { expect, test } from "bun:test";
import { ProblemSchema } from "@visoli/contract/errors";
import { ask, countRows, forEachDatabase } from "../../../../test/context.ts";

const JSON_TYPE = { "Content-Type": "application/json" };
const LINK = { url: "https://example.com/" };

forEachDatabase("JSON bodies", (world) => {
  async function refusal(body: string | Uint8Array, headers: Record<string, string> = JSON_TYPE) {
    const { text: key } = await world().key();
    const before = await countRows(world());
    const response = await ask(world(), "POST", "/api/v1/links", { key, body, headers });
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    expect(await countRows(world())).toEqual(before);
    const { status, code } = ProblemSchema.parse(await response.json());
    return [status, code];
  }

  test("text that is not JSON is malformed", async () => {
    const whole = JSON.stringify(LINK);
    const broken = [
      "",
      " ",
      "{",
      whole.slice(0, -1),
      `${whole}x`,
      "{'url':1}",
      "undefined",
      "NaN",
      '{"url":"\t"}',
    ];
    for (const body of broken)
      expect([body, ...(await refusal(body))]).toEqual([body, 400, "request.malformed"]);
  });

  test("bytes that are not UTF-8 are malformed", async () => {
    const latin1 = Buffer.from('{"url":"https://example.com/\u00fc"}', "latin1");
    const utf16 = Buffer.from(JSON.stringify(LINK), "utf16le");
    for (const body of [latin1, utf16])
      expect(await refusal(new Uint8Array(body))).toEqual([400, "request.malformed"]);
  });

  test("100,000 nested arrays or objects are refused, not followed", async () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const objects = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    for (const body of [deep, objects, `{"url":${deep}}`, `{"url":"https://a.b/","tags":${deep}}`]) {
      expect((await refusal(body))[0]).toBeOneOf([400, 422]);
    }
  });

  test("JSON that is no object is refused", async () => {
    for (const body of ["null", "[]", "5", '"x"', "true", "[{}]"]) {
      expect([body, ...(await refusal(body))]).toEqual([body, 422, "request.invalid"]);
    }
  });

  test("fields that every object inherits are unknown, not set", async () => {
    for (const field of ["__proto__", "constructor", "toString"]) {
      const body = `{"url":"https://example.com/","${field}":{"isAdmin":true}}`;
      expect([field, ...(await refusal(body))]).toEqual([field, 422, "request.invalid"]);
    }
  });

  test("a body past 1 MiB is too large, one byte less is read", async () => {
    const padded = (bytes: number) => `{"pad":"${"x".repeat(bytes - 10)}"}`;
    expect(await refusal(padded(1_048_577))).toEqual([413, "request.too_large"]);
    expect(await refusal(padded(1_048_576))).toEqual([422, "request.invalid"]);
  });

  test("of many links may have 16 MiB, and not one byte more", async () => {
    const { text: key } = await world().key();
    const send = (bytes: number) =>
      ask(world(), "POST", "/api/v1/links/bulk", {
        key,
        body: `{"links":[{"url":"${"x".repeat(bytes - 22)}"}]}`,
        headers: JSON_TYPE,
      });
    expect((await send(16 * 1_048_576)).status).toBe(200);
    expect((await send(16 * 1_048_576 + 1)).status).toBe(413);
  });

  test("another content type, or none, is refused", async () => {
    const types = [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "",
      "json",
    ];
    for (const type of [...types, "application/json5", "application/problem+json", "text/json"]) {
      const answer = await refusal(JSON.stringify(LINK), { "Content-Type": type });
      expect([type, ...answer]).toEqual([type, 415, "request.unsupported_media_type"]);
    }
  });

  test("JSON is read under every spelling of its type", async () => {
    const { text: key } = await world().key();
    const created = await ask(world(), "POST", "/api/v1/links", { key, body: LINK });
    const { id } = (await created.json()) as { id: string };
    const types = [
      "application/json; charset=utf-8",
      "Application/JSON",
      "application/json ; charset=utf-8",
      "application/json;",
    ];
    for (const type of types) {
      const body = JSON.stringify({ title: type });
      const response = await ask(world(), "PATCH", `/api/v1/links/${id}`, {
        key,
        body,
        headers: { "Content-Type": type },
      });
      expect([response.status, await response.json()]).toEqual([
        200,
        expect.objectContaining({ title: type }),
      ]);
    }
  });

  test("a byte order mark before the JSON is read over or refused, but no failure of ours", async () => {
    const { text: key } = await world().key();
    const response = await ask(world(), "POST", "/api/v1/links", {
      key,
      body: `\ufeff${JSON.stringify(LINK)}`,
      headers: JSON_TYPE,
    });
    expect(response.status).toBeOneOf([201, 400]);
  });
});
