import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { forEachDatabase } from "../../../../test/context.ts";
import { HUMAN, NOW, openRig, type Rig } from "../../../../test/redirect.ts";

const DESTINATION = "https://secret.example/place";
const PASSWORD = "Grüße & Küsse=100%";
const CHEAP = { algorithm: "argon2id", memoryCost: 8, timeCost: 1 } as const;
const HASH = await Bun.password.hash(PASSWORD, CHEAP);
const OTHER_HASH = await Bun.password.hash("another", CHEAP);
const FORM = "application/x-www-form-urlencoded";

forEachDatabase("a link with a password", (world) => {
  let rig: Rig;
  let slug: string;
  let slugs = 0;
  let addresses = 0;

  beforeEach(async () => {
    rig = await openRig(world().database, world().ctx.config.database.kind);
    slug = `locked${slugs++}`;
    await rig.add(slug, { url: DESTINATION, options: { passwordHash: HASH } });
  });
  afterEach(async () => {
    expect(rig.failures).toEqual([]);
    await rig.close();
  });

  type Sent = { headers?: Record<string, string>; body?: RequestInit["body"]; path?: string };
  const address = () => ({ "X-Forwarded-For": `192.0.2.${addresses++ % 250}` });
  const post = (password: string, { headers, body, path }: Sent = {}) =>
    rig.ask(path ?? `/${slug}`, {
      method: "POST",
      headers: { "Content-Type": FORM, ...address(), ...headers },
      body: body ?? new URLSearchParams({ password }).toString(),
    });
  const cookieOf = (response: Response) => response.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
  const get = (cookie: string, path = `/${slug}`) => rig.ask(path, { headers: { Cookie: cookie } });
  const everythingOf = async (response: Response) =>
    `${JSON.stringify([...response.headers])}${await response.text()}`;

  test("asks for it by a form, without a word about where it leads, and records nothing", async () => {
    for (const method of ["GET", "HEAD"]) {
      const response = await rig.ask(`/${slug}`, { method, headers: { "User-Agent": HUMAN } });
      expect([response.status, response.headers.get("cache-control")]).toEqual([401, "no-store"]);
      const all = await everythingOf(response);
      expect(all).not.toContain("secret.example");
      if (method === "GET") expect(all).toContain('<label for="password">Password</label>');
      if (method === "GET") expect(all).not.toMatch(/<script|role="alert"/);
      expect(response.headers.get("content-security-policy")).toContain("form-action 'self'");
    }
    expect([rig.visits, rig.counts.password]).toEqual([[], 2]);
  });

  test("tells programs by a problem", async () => {
    const ask = (init: RequestInit) =>
      rig.ask(`/${slug}`, { ...init, headers: { Accept: "application/json", "Content-Type": FORM } });
    for (const response of [await ask({}), await ask({ method: "POST", body: "password=no" })]) {
      expect([response.status, response.headers.get("content-type")]).toEqual([
        401,
        "application/problem+json",
      ]);
      expect(response.headers.get("www-authenticate")).not.toContain("Bearer");
      expect(await response.json()).toMatchObject({ code: "link.password_required", status: 401 });
    }
  });

  test("the right one leads to the same address, with a proof that opens it", async () => {
    const response = await post(PASSWORD, { path: `/${slug}?a=%C3%A4&b=1` });
    expect([response.status, response.headers.get("location")]).toEqual([303, `/${slug}?a=%C3%A4&b=1`]);
    expect(await response.text()).toBe("");
    expect(rig.visits).toEqual([]);
    const opened = await get(cookieOf(response));
    expect([opened.status, opened.headers.get("location")]).toEqual([302, DESTINATION]);
    expect(opened.headers.get("cache-control")).toBe("private, no-store");
    expect(rig.visits).toHaveLength(1);
    const again = await post("", { headers: { Cookie: cookieOf(response) } });
    expect(again.status).toBe(303);
  });

  test("a wrong one gets the form again, which says so aloud and repeats nothing", async () => {
    const guess = "<b>guess</b>";
    const response = await post(guess);
    const html = await response.text();
    expect([response.status, response.headers.get("set-cookie")]).toEqual([401, null]);
    expect(html).toContain('role="alert">This is not the password.');
    expect(html).toContain('aria-invalid="true" aria-describedby="fault"');
    expect(html).not.toContain("guess");
    for (const wrong of [PASSWORD.toLowerCase(), `${PASSWORD} `, "\0", "a".repeat(1_000)])
      expect((await post(wrong)).status).toBe(401);
    expect(await (await post("")).text()).toContain("Enter the password first.");
  });

  test("a proof opens no other link, none after its time, and none once the password changed", async () => {
    const other = `other${slugs++}`;
    await rig.add(other, { url: DESTINATION, options: { passwordHash: HASH } });
    const cookie = cookieOf(await post(PASSWORD));
    expect((await get(cookie, `/${other}`)).status).toBe(401);
    rig.clock.now = NOW + 901_000;
    expect((await get(cookie)).status).toBe(401);
    rig.clock.now = NOW;
    expect((await get(cookie)).status).toBe(302);
    await world()
      .ctx.db.updateTable("links")
      .set({ settings: JSON.stringify({ passwordHash: OTHER_HASH }) })
      .where("slug", "=", slug)
      .execute();
    rig.forget();
    expect((await get(cookie)).status).toBe(401);
    expect((await post(PASSWORD)).status).toBe(401);
    expect((await post("another")).status).toBe(303);
  });

  test("after five wrong ones even the right one waits, but only from there", async () => {
    const from = (ip: string) => ({ headers: { "X-Forwarded-For": ip } });
    const guesses = Array.from({ length: 12 }, () => post("no", from("203.0.113.5")));
    const all = (await Promise.all(guesses)).map(({ status }) => status).sort();
    expect(all).toEqual([...Array(5).fill(401), ...Array(7).fill(429)]);
    const late = await post(PASSWORD, from("203.0.113.5"));
    expect([late.status, late.headers.get("set-cookie")]).toEqual([429, null]);
    expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(890);
    expect(await late.text()).toContain("Please try again in 15 minutes");
    const program = await post("no", {
      headers: { "X-Forwarded-For": "203.0.113.5", Accept: "application/json" },
    });
    expect(await program.json()).toMatchObject({ code: "request.rate_limited", status: 429 });
    expect(program.headers.get("retry-after")).toMatch(/^\d+$/);
    expect((await post(PASSWORD, from("203.0.113.6"))).status).toBe(303);
  });

  test("a page elsewhere cannot send one", async () => {
    const sent = async (Origin: string, Host = "go.example") =>
      (await post(PASSWORD, { headers: { Origin, Host } })).status;
    expect(await sent("https://go.example")).toBe(303);
    expect(await sent("https://go.example", "visoli:3000")).toBe(303);
    expect(await sent("http://10.0.0.1:3000", "10.0.0.1:3000")).toBe(303);
    for (const origin of [
      "https://evil.example",
      "null",
      "https://go.example.evil.example",
      "x",
      "https://go.example:8443",
    ])
      expect(await sent(origin)).toBe(401);
  });

  test("only links that ask for one take a POST", async () => {
    await rig.add(`plain${slug}`);
    for (const path of [`/plain${slug}`, "/nothing", "/", "/robots.txt"]) {
      const response = await post(PASSWORD, { path });
      expect([path, response.status, response.headers.get("allow")]).toEqual([path, 405, "GET, HEAD"]);
    }
    const put = await rig.ask(`/${slug}`, { method: "PUT" });
    expect(put.status).toBe(405);
  });

  test("a link that leads nowhere any more asks for none", async () => {
    await rig.add(`old${slug}`, { expires_at: NOW, options: { passwordHash: HASH } });
    for (const method of ["GET", "POST"]) expect((await rig.ask(`/old${slug}`, { method })).status).toBe(410);
  });

  test("is asked for before anything else is told: preview, card, limit", async () => {
    const limited = `limited${slug}`;
    await rig.add(limited, { url: DESTINATION, options: { passwordHash: HASH, maxClicks: 1 } });
    for (const path of [`/${slug}+`, `/${limited}`, `/${limited}+`])
      for (const agent of [HUMAN, "Slackbot-LinkExpanding 1.0"]) {
        const response = await rig.ask(path, { headers: { "User-Agent": agent } });
        expect(response.status).toBe(401);
        expect(await everythingOf(response)).not.toContain("secret.example");
      }
    const cookie = cookieOf(await post(PASSWORD, { path: `/${limited}` }));
    expect([(await get(cookie, `/${limited}`)).status, (await get(cookie, `/${limited}`)).status]).toEqual([
      302, 410,
    ]);
  });

  describe("a body that is no form", () => {
    test.each([
      ["JSON", "application/json", '{"password":"x"}', 415],
      ["a file", "multipart/form-data; boundary=a", "--a--", 415],
      ["no type", "", "password=x", 415],
      ["too long", FORM, `password=${"a".repeat(5_000)}`, 413],
      ["empty", FORM, "", 401],
      ["without the field", FORM, "pass=x", 401],
      ["malformed", FORM, "password=%zz&%=&=&&\0", 401],
      ["no text", FORM, new Uint8Array([0xff, 0xfe, 0x00]), 401],
      ["with a charset", `${FORM}; charset=UTF-8`, "password=x", 401],
    ])("%s is refused kindly", async (_, type, body, status) => {
      const response = await post("", { headers: { "Content-Type": type }, body });
      expect(response.status).toBe(status);
    });

    test("nor is one that never ends, or hides its length", async () => {
      const endless = new ReadableStream({
        pull(controller) {
          controller.enqueue(new TextEncoder().encode("password=aaaaaaaa".repeat(100)));
        },
      });
      expect((await post("", { body: endless })).status).toBe(413);
    });
  });

  test("the password is in no answer, and in nothing that is recorded", async () => {
    const answers = [
      await post(PASSWORD),
      await post("Grüße-wrong"),
      await post(PASSWORD, { path: `/${slug}+` }),
    ];
    for (const answer of answers) expect(await everythingOf(answer)).not.toMatch(/Gr(ü|%C3%BC)/);
    expect(JSON.stringify(rig.visits)).not.toMatch(/Gr(ü|%C3%BC)/);
  });
});
