import { expect, test } from "bun:test";
import { LOGO_PREFIX } from "@visoli/contract/qr";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { askJson } from "../../../../test/links.ts";
import { pngOf } from "../adapters/qr/logo.fixture.ts";
import { readLogo } from "../adapters/qr/logo.ts";
import { findLogo } from "../db/logos.ts";

const dataUrl = (bytes: Uint8Array) => LOGO_PREFIX + Buffer.from(bytes).toString("base64");
const png = (width: number, height = width) => pngOf(width, height, (x, y) => [x, y, 77, 255]);

forEachDatabase("the workspace's logo", (world) => {
  const put = async (logo: unknown, key?: string) =>
    askJson(world(), key ?? (await world().key()).text, "PUT", "/workspace/logo", { logo });
  const kept = () => findLogo(world().ctx.db, world().operator.workspaceId);
  const actions = async () => {
    const { ctx, operator } = world();
    const rows = ctx.db
      .selectFrom("audit_log")
      .select("action")
      .where("workspace_id", "=", operator.workspaceId);
    return (await rows.orderBy("id").execute()).map((row) => row.action).filter((each) => /logo/.test(each));
  };

  test("is kept as the picture alone, replaced, and removed", async () => {
    const bytes = png(20, 30);
    // Behind the end of a PNG anything may stand.
    const answer = await put(dataUrl(Buffer.concat([bytes, Buffer.from("<script>")])));
    expect(answer.status).toBe(200);
    const first = await kept();
    expect(answer.body).toEqual({ logo: LOGO_PREFIX + first });
    const { text: reader } = await world().key("workspace:read");
    const shown = () => askJson(world(), reader, "GET", "/workspace/logo");
    expect((await shown()).body).toEqual({ logo: LOGO_PREFIX + first });
    const read = readLogo(Buffer.from(first ?? "", "base64"));
    expect([read?.width, read?.height, read?.pixels]).toEqual([20, 30, readLogo(bytes)?.pixels]);
    expect(Buffer.from(first ?? "", "base64").includes("<script>")).toBe(false);
    expect((await put(dataUrl(png(16)))).status).toBe(200);
    expect(await kept()).not.toBe(first);
    const { text: key } = await world().key();
    for (let time = 0; time < 2; time++)
      expect((await ask(world(), "DELETE", "/api/v1/workspace/logo", { key })).status).toBe(204);
    expect(await kept()).toBeNull();
    expect((await shown()).body).toEqual({ logo: null });
    expect(await actions()).toEqual(["workspace.logo.set", "workspace.logo.set", "workspace.logo.remove"]);
  });

  test("is nothing but a PNG that can be read, of 16 to 1024 pixels a side", async () => {
    const whole = png(20);
    const faulty: unknown[] = [
      ...[dataUrl(png(15)), dataUrl(png(16, 1_025))],
      ...[
        dataUrl(whole.subarray(0, whole.length - 20)),
        dataUrl(whole.map((byte, at) => (at === 60 ? byte ^ 1 : byte))),
      ],
      ...["", "x", null, 5, `data:image/svg+xml;base64,${Buffer.from("<svg/>").toString("base64")}`],
      ...[LOGO_PREFIX, "https://example.com/logo.png", `${LOGO_PREFIX}iVBORw0KGgo${"A".repeat(100_000)}`],
    ];
    const { text: key } = await world().key();
    for (const logo of faulty) {
      const { status, body } = await put(logo, key);
      expect([logo, status, body.errors?.[0]?.path]).toEqual([logo, 422, "logo"]);
    }
    expect(await kept()).toBeNull();
    expect(await actions()).toEqual([]);
  });

  test("asks for workspace:write, and is each workspace's own", async () => {
    const { text: reader } = await world().key("workspace:read", "links:write");
    expect((await put(dataUrl(png(16)), reader)).status).toBe(403);
    const remove = await ask(world(), "DELETE", "/api/v1/workspace/logo", { key: reader });
    expect(remove.status).toBe(403);
    const { text: key } = await world().key("workspace:write");
    await put(dataUrl(png(16)), key);
    const stranger = await world().stranger();
    const { text: theirs } = await stranger.key();
    expect(await findLogo(world().ctx.db, stranger.operator.workspaceId)).toBeNull();
    await ask(world(), "DELETE", "/api/v1/workspace/logo", { key: theirs });
    expect(await kept()).not.toBeNull();
  });
});
