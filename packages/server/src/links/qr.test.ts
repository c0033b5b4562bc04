import { expect, test } from "bun:test";
import { LOGO_PREFIX } from "@visoli/contract/qr";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { addDomain, addFolder, askJson, makeLink } from "../../../../test/links.ts";
import { decodeQr } from "../adapters/qr/decode.fixture.ts";
import { pngOf } from "../adapters/qr/logo.fixture.ts";
import { findModules, readPng, readSvg } from "../adapters/qr/read-back.fixture.ts";
import { HOUR_MS } from "../lib/time.ts";

const LOGO = LOGO_PREFIX + Buffer.from(pngOf(40, 30, (x, y) => [200, x * 6, y * 8, 255])).toString("base64");
const BLACK = [0, 0, 0, 255] as const;

forEachDatabase("QR codes", (world) => {
  const get = async (path: string, headers: Record<string, string> = {}, key?: string) =>
    ask(world(), "GET", `/api/v1/links/${path}`, { key: key ?? (await world().key()).text, headers });
  const errorsOf = async (response: Response) =>
    ((await response.json()) as { errors: { path: string; code: string }[] }).errors.map(
      ({ path, code }) => `${path} ${code}`,
    );
  const readSvgText = async (response: Response) => decodeQr(readSvg(await response.text(), 4)).text;

  test("hold the short URL with the parameter of scans, as SVG and as PNG", async () => {
    await addDomain(world(), `${world().operator.workspaceId.toLowerCase().replace("_", "-")}.example`);
    const host = `${world().operator.workspaceId.toLowerCase().replace("_", "-")}.example`;
    const links = [
      await makeLink(world(), { slug: `${world().operator.workspaceId}-q` }),
      await makeLink(world(), { slug: "köln/fête", domain: host }),
    ];
    for (const link of links) {
      const wanted = `${link.shortUrl}?qr=1`;
      const svg = await get(`${link.id}/qr`);
      expect([svg.status, svg.headers.get("Content-Type")]).toEqual([200, "image/svg+xml"]);
      expect(await readSvgText(svg)).toBe(wanted);
      const png = await get(`${link.id}/qr?format=png&size=300`);
      expect([png.status, png.headers.get("Content-Type")]).toEqual([200, "image/png"]);
      const pixels = readPng(new Uint8Array(await png.arrayBuffer()));
      expect(pixels.width).toBe(300);
      expect(decodeQr(findModules(pixels, BLACK).modules).text).toBe(wanted);
    }
  });

  test("come with headers that let nothing in them run and nobody but the caller keep them", async () => {
    const slug = `${world().operator.workspaceId}/a`;
    const link = await makeLink(world(), { slug });
    const { headers } = await get(`${link.id}/qr`);
    expect(headers.get("Content-Security-Policy")).toBe(
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'",
    );
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Cache-Control")).toStartWith("private");
    const name = slug.replace("/", "-");
    expect(headers.get("Content-Disposition")).toBe(`inline; filename="${name}.svg"`);
    const host = `${world().operator.workspaceId.toLowerCase().replace("_", "-")}-2.example`;
    await addDomain(world(), host);
    const other = await makeLink(world(), { slug: "süß", domain: host });
    const png = await get(`${other.id}/qr?format=png`);
    expect(png.headers.get("Content-Disposition")).toBe(
      `inline; filename="s__.png"; filename*=UTF-8''s%C3%BC%C3%9F.png`,
    );
  });

  test("are drawn anew only where something of them is other", async () => {
    const link = await makeLink(world());
    const key = (await world().key()).text;
    const tag = async (query = "") => (await get(`${link.id}/qr${query}`, {}, key)).headers.get("ETag") ?? "";
    const first = await tag();
    expect(first).toMatch(/^"[0-9a-f]{32}"$/);
    expect(await tag("?color=%23000000ff&margin=4&logo=false")).toBe(first);
    const others = ["?format=png", "?size=513", "?margin=3", "?color=111111", "?errorCorrection=H"];
    const tags = [first, ...(await Promise.all(others.map((query) => tag(query))))];
    expect(new Set(tags).size).toBe(tags.length);
    const same = await get(`${link.id}/qr`, { "If-None-Match": `"x", W/${first}` }, key);
    expect([same.status, await same.text(), same.headers.get("ETag")]).toEqual([304, "", first]);
    expect(same.headers.get("Cache-Control")).toStartWith("private");
    const changed = await askJson(world(), key, "PATCH", `/links/${link.id}`, {
      slug: `${world().operator.workspaceId}new`,
    });
    const after = await get(`${link.id}/qr`, { "If-None-Match": first }, key);
    expect([after.status, await readSvgText(after)]).toEqual([200, `${changed.body.shortUrl}?qr=1`]);
  });

  test("carry the workspace's logo, small and large, once it has one", async () => {
    const key = (await world().key()).text;
    const link = await makeLink(world());
    const none = await get(`${link.id}/qr?logo=true`, {}, key);
    expect([none.status, await errorsOf(none)]).toEqual([422, ["logo no_logo"]]);
    await askJson(world(), key, "PUT", "/workspace/logo", { logo: LOGO });
    const svg = await (await get(`${link.id}/qr?logo=true`, {}, key)).text();
    expect(svg).toContain(`href="${LOGO_PREFIX}`);
    const large = await get(`${link.id}/qr?logo=true&format=png&size=2000`, {}, key);
    const pixels = readPng(new Uint8Array(await large.arrayBuffer()));
    expect([large.status, pixels.width]).toEqual([200, 2_000]);
    expect(decodeQr(findModules(pixels, BLACK).modules).text).toBe(`${link.shortUrl}?qr=1`);
    const again = await get(`${link.id}/qr?logo=true&format=png&size=2000`, {}, key);
    expect(again.headers.get("ETag")).toBe(large.headers.get("ETag"));
    const stranger = await (await world().stranger()).key();
    expect((await get(`${link.id}/qr?logo=true`, {}, stranger.text)).status).toBe(404);
  });

  test("that cannot be drawn so are refused by field, all faulty ones at once", async () => {
    const slug = `${world().operator.workspaceId}${"-x".repeat(60)}`;
    const link = await makeLink(world(), { slug });
    const faults: [string, string[]][] = [
      ["?format=gif&size=63&margin=17", ["format invalid_value", "size too_small", "margin too_big"]],
      ["?color=ffffff", ["color low_contrast"]],
      ["?colour=000000", ["colour unknown_field"]],
      ["?format=png&size=64&margin=16&errorCorrection=H", ["size too_small"]],
    ];
    for (const [query, errors] of faults) {
      const answer = await get(`${link.id}/qr${query}`);
      expect([query, answer.status, await errorsOf(answer)]).toEqual([query, 422, errors]);
    }
  });

  test("ask for links:read, and are not there where the link is not", async () => {
    const { ctx, clock } = world();
    const link = await makeLink(world());
    const writer = await world().key("links:write");
    expect((await get(`${link.id}/qr`, {}, writer.text)).status).toBe(403);
    const stranger = await (await world().stranger()).key();
    expect((await get(`${link.id}/qr`, {}, stranger.text)).status).toBe(404);
    const reader = await world().key("links:read");
    const hidden = await addFolder(world(), "hidden", "none");
    const shown = await addFolder(world(), "shown", "viewer");
    await ctx.db.updateTable("links").set({ folder_id: hidden }).where("id", "=", link.id).execute();
    expect((await get(`${link.id}/qr`, {}, reader.text)).status).toBe(404);
    await ctx.db.updateTable("links").set({ folder_id: shown }).where("id", "=", link.id).execute();
    expect((await get(`${link.id}/qr`, {}, reader.text)).status).toBe(200);
    await ctx.db.updateTable("links").set({ deleted_at: clock.now }).where("id", "=", link.id).execute();
    expect((await get(`${link.id}/qr`, {}, reader.text)).status).toBe(404);
    clock.now += HOUR_MS;
  });

  test("by externalId and by address, too", async () => {
    const slug = `${world().operator.workspaceId}-by`;
    const link = await makeLink(world(), { slug, externalId: "user/42" });
    for (const reference of [`ext_${encodeURIComponent("user/42")}`, `localhost%3A3000%2F${slug}`])
      expect(await readSvgText(await get(`${reference}/qr`))).toBe(`${link.shortUrl}?qr=1`);
  });
});
