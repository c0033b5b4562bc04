import { afterAll, beforeAll, expect, test } from "bun:test";
import openApi from "../packages/contract/openapi.json";
import { routesOf } from "../test/junk.ts";
import { type Doors, type Headers, openDoors, PASSWORD, tokenOf } from "./doors.ts";
import { endAll, type Server, startServer } from "./server.ts";

const HOME = "https://links.example";
const COOKIE = "__Host-visoli.session_token";
const ADA = "ada@example.com";
const EVE = "eve@example.com";
let server: Server;
let { ask, openBrowser, signIn, signUp, addressesTo } = {} as Doors;

beforeAll(async () => {
  const google = { GOOGLE_CLIENT_ID: "id", GOOGLE_CLIENT_SECRET: "secret" };
  const env = { PUBLIC_URL: HOME, TRUST_PROXY: "1", REGISTRATION: "open", MAIL_PREVIEW: "on", ...google };
  server = await startServer({ env });
  ({ ask, openBrowser, signIn, signUp, addressesTo } = openDoors(server, HOME));
  for (const email of [ADA, EVE]) await signUp(email);
}, 120_000);
afterAll(endAll, 90_000);

test("no word tells whether there is an account, confirmed or not", async () => {
  await signUp("half@example.com", false);
  const answers = new Map<string, Set<string>>();
  for (const email of [ADA, "half@example.com", "nobody@example.com"]) {
    for (const [path, body] of [
      ["sign-in", { email, password: "not the password" }],
      ["password-reset", { email }],
      ["verification-mail", { email }],
      ["sign-up", { name: "Somebody", email, password: "another staple of horses" }],
    ] as const) {
      const { status, headers, body: said } = await ask("POST", `/api/auth/${path}`, body);
      const { requestId: _, ...rest } = said;
      const names = [...headers.keys()].sort();
      answers.set(path, (answers.get(path) ?? new Set()).add(JSON.stringify([status, rest, names])));
    }
  }
  for (const [path, kinds] of answers) expect([path, [...kinds]]).toEqual([path, [[...kinds][0] ?? ""]]);
}, 60_000);

test("the session's cookie is ours alone, and no other text is one", async () => {
  const browser = openBrowser();
  const answer = await browser.ask("POST", "/api/auth/sign-in", { email: ADA, password: PASSWORD });
  expect(answer.headers.getSetCookie()).toEqual([
    expect.stringMatching(
      /^__Host-visoli\.session_token=\S+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    ),
  ]);
  const own = browser.cookies.get(COOKIE) ?? "";
  const [token = "", signature = ""] = decodeURIComponent(own).split(".");
  const withCookie = async (line: string) =>
    (await ask("GET", "/api/v1/me", undefined, { Cookie: line })).status;
  expect(await withCookie(`${COOKIE}=${own}`)).toBe(200);
  const other = token.startsWith("A") ? `B${token.slice(1)}` : `A${token.slice(1)}`;
  for (const line of [
    `${COOKIE}=${other}.${encodeURIComponent(signature)}`,
    `${COOKIE}=${token}.${"A".repeat(43)}%3D`,
    `${COOKIE}=${token}`,
    `${COOKIE}=${token}.`,
    `${COOKIE}=${own}x`,
    `${COOKIE}=%00${own}`,
    `${COOKIE}=; ${COOKIE}=${own}`,
    `visoli.session_token=${own}`,
    `__host-visoli.session_token=${own}`,
    `__Secure-visoli.session_token=${own}`,
  ])
    expect([line, await withCookie(line)]).toEqual([line, 401]);
  expect((await ask("GET", `/api/v1/me?${COOKIE}=${own}&token=${token}`)).status).toBe(401);
  const bearer = await ask("GET", "/api/v1/me", undefined, { Authorization: `Bearer ${token}` });
  expect(bearer.status).toBe(401);
});

test("a session that was planted before signing in is not the one afterwards, and ends", async () => {
  const eve = await signIn(EVE);
  const planted = eve.cookies.get(COOKIE) ?? "";
  const victim = openBrowser(new Map([[COOKIE, planted]]));
  await victim.ask("POST", "/api/auth/sign-in", { email: ADA, password: PASSWORD });
  expect(victim.cookies.get(COOKIE)).not.toBe(planted);
  expect((await victim.ask("GET", "/api/v1/me")).body.person).toMatchObject({ email: ADA });
  expect((await eve.ask("GET", "/api/v1/me")).status).toBe(401);
});

test("another site sends nothing in somebody's name: not by Origin, forms, or what stands for methods", async () => {
  const ada = await signIn(ADA);
  const link = { url: "https://example.com/" };
  const { body: made } = await ada.ask("POST", "/api/v1/links", link);
  const Cookie = `${COOKIE}=${ada.cookies.get(COOKIE)}`;
  const own = { Origin: HOME };
  for (const headers of [
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: "http://links.example" },
    { Origin: `${HOME}.evil.example` },
    { Origin: `${HOME}:444` },
    { ...own, "Sec-Fetch-Site": "cross-site" },
    { ...own, "Sec-Fetch-Site": "same-site" },
    {},
  ] as Headers[]) {
    for (const [method, path, body] of [
      ["POST", "/api/v1/links", link],
      ["PATCH", "/api/v1/me", { name: "Mallory" }],
      ["DELETE", `/api/v1/links/${made.id}`, undefined],
      ["DELETE", "/api/v1/me/sessions", undefined],
      ["POST", "/api/auth/sign-out", undefined],
    ] as const) {
      const { status, body: said } = await ask(method, path, body, { Cookie, ...headers });
      expect([method, path, headers, status, said.code]).toEqual([
        ...[method, path, headers, 403, "auth.foreign_origin"],
      ]);
    }
  }
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/json",
  ]) {
    const headers = { Cookie, ...own, "Content-Type": type };
    expect([type, (await ask("POST", "/api/v1/links", JSON.stringify(link), headers)).status]).toEqual([
      type,
      415,
    ]);
  }
  for (const name of ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]) {
    const path = `/api/v1/links/${made.id}?_method=DELETE`;
    const overridden = await ask("GET", path, undefined, { Cookie, ...own, [name]: "DELETE" });
    expect([name, overridden.status < 500]).toEqual([name, true]);
    expect((await ask("POST", path, {}, { Cookie, ...own, [name]: "DELETE" })).status).toBe(405);
  }
  expect((await ada.ask("GET", `/api/v1/links/${made.id}`)).status).toBe(200);
  expect((await ada.ask("GET", "/api/v1/me")).body.person).toMatchObject({ name: "Somebody" });
}, 60_000);

test("a workspace of others is not there, however it is named", async () => {
  const [ada, eve] = [await signIn(ADA), await signIn(EVE)];
  const theirs = String((await eve.ask("GET", "/api/v1/me")).body.workspaceId);
  const { body: secret } = await eve.ask("POST", "/api/v1/links", { url: "https://example.com/secret" });
  for (const [method, path, body] of [
    ["GET", "/api/v1/links", undefined],
    ["POST", "/api/v1/links", { url: "https://example.com/" }],
    ["POST", "/api/v1/keys", { name: "mine" }],
    ["DELETE", "/api/v1/workspace", { name: "Somebody" }],
  ] as const) {
    for (const id of [theirs, ` ${theirs}`, `${theirs}, ${theirs}`, theirs.toUpperCase(), "*", ""]) {
      const { status, body: said } = await ada.ask(method, path, body, { "X-Workspace-Id": id });
      // A header without its blanks is the id itself, and that is another's.
      expect([method, path, id, status, said.code]).toEqual([method, path, id, 404, "workspace.not_found"]);
    }
  }
  expect((await ada.ask("GET", `/api/v1/links/${secret.id}`)).status).toBe(404);
  expect((await eve.ask("GET", `/api/v1/links/${secret.id}`)).status).toBe(200);
});

test("an invitation is not guessed, not another's, and used once", async () => {
  const [ada, eve] = [await signIn(ADA), await signIn(EVE)];
  const invited = await ada.ask("POST", "/api/v1/members/invitations", { email: EVE, role: "viewer" });
  expect(JSON.stringify(invited.body)).not.toMatch(/token|#/);
  const [address] = await addressesTo(EVE, "invites you", 1);
  const token = /[#/](\w{43})$/.exec(address?.href ?? "")?.[1] ?? "";
  expect(token).toMatch(/^\w{43}$/);
  const guesses = [
    `${token.slice(1)}A`,
    token.slice(0, -1),
    `${token}0`,
    token.toLowerCase(),
    String(invited.body.id),
  ];
  for (const guess of guesses.filter((one) => one !== token)) {
    const answers = [
      await ask("GET", `/api/v1/invitations/${guess}`),
      await eve.ask("POST", "/api/v1/invitations/accept", { token: guess }),
    ];
    expect(answers.every(({ status }) => status === 404 || status === 422)).toBe(true);
  }
  await signUp("mallory@example.com");
  const mallory = await signIn("mallory@example.com");
  expect((await mallory.ask("POST", "/api/v1/invitations/accept", { token })).body.code).toBe(
    "invitation.wrong_person",
  );
  expect((await eve.ask("POST", "/api/v1/invitations/accept", { token })).status).toBe(200);
  expect((await ask("GET", `/api/v1/invitations/${token}`)).status).toBe(404);
  const again = await mallory.ask("POST", "/api/v1/invitations/accept", { token });
  expect([again.status, again.body.code]).toEqual([404, "invitation.not_found"]);
}, 60_000);

test("links in mails lead to the service's own address, whatever Host a request names", async () => {
  const evil = ["Host", "X-Forwarded-Host", "X-Host", "X-Original-Host", "Forwarded"];
  const headers = Object.fromEntries(evil.map((name) => [name, "evil.example"]));
  headers.Forwarded = "host=evil.example;proto=http";
  headers["X-Forwarded-Proto"] = "http";
  expect((await ask("POST", "/api/auth/password-reset", { email: EVE }, headers)).status).toBe(202);
  const [address] = await addressesTo(EVE, "Choose a new password", 1);
  expect(address?.origin).toBe(HOME);
  const start = await ask("POST", "/api/auth/provider", { provider: "google" }, headers);
  expect(start.status).toBe(200);
  const there = new URL(String(start.body.url));
  expect([there.host, there.searchParams.get("redirect_uri")]).toEqual([
    ...["accounts.google.com", `${HOME}/api/auth/callback/google`],
  ]);
});

test("a reset works once, and ends every other that was asked for, and the sessions", async () => {
  await signUp("forgetful@example.com");
  const email = "forgetful@example.com";
  const browser = await signIn(email);
  for (let round = 0; round < 2; round++) await ask("POST", "/api/auth/password-reset", { email });
  const tokens = (await addressesTo(email, "Choose a new password", 2)).map(tokenOf);
  const password = "a wholly other set of words";
  const reset = (token: string) => ask("POST", "/api/auth/password-reset/confirm", { token, password });
  for (const token of ["", "x", `${tokens[0]}x`, `${tokens[0]}`.slice(1)])
    expect([404, 422]).toContain((await reset(token)).status);
  expect((await reset(`${tokens[0]}`)).status).toBe(200);
  for (const token of tokens) expect((await reset(token)).body.code).toBe("auth.token_not_found");
  expect((await browser.ask("GET", "/api/v1/me")).status).toBe(401);
  await signIn(email, password);
}, 60_000);

test("nobody is led away: not by where to go on, nor by what a page is asked for", async () => {
  for (const redirectTo of [
    ...[
      "//evil.example",
      "/\\evil.example",
      "/%5cevil.example/..//",
      "https://evil.example",
      "javascript:alert(1)",
    ],
    ...["/\t/evil.example", "\\\\evil.example", "/..//evil.example", "/.//evil.example", "@evil.example"],
  ]) {
    const { status, body } = await ask("POST", "/api/auth/provider", { provider: "google", redirectTo });
    if (status !== 200) expect([redirectTo, status]).toEqual([redirectTo, 422]);
    // Where it is taken it is a path of ours, whatever a browser makes of it.
    else
      expect([redirectTo, new URL(HOME + redirectTo).origin, typeof body.url]).toEqual([
        redirectTo,
        HOME,
        "string",
      ]);
  }
  for (const query of [
    ...["", "?error=x&state=y", "?code=x&state=y", "?state=https://evil.example", "?code[]=x"],
    "?error=access_denied&callbackURL=https://evil.example&redirectTo=//evil.example&state=%00",
  ]) {
    const { status, headers } = await ask("GET", `/api/auth/callback/google${query}`);
    const location = headers.get("location") ?? HOME;
    expect([query, status < 500, new URL(location, HOME).origin]).toEqual([query, true, HOME]);
  }
  for (const path of ["/account/verify?token=", "/account/reset?token=", "/account/sign-in-failed?error="]) {
    const { text, headers } = await ask("GET", `${path}%22%3E%3Cscript%3Ealert(1)%3C/script%3E`);
    expect([path, text.includes("<script>alert")]).toEqual([path, false]);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  }
});

test("a form of another site does nothing at our pages, and a form of ours leads to no other", async () => {
  const ada = await signIn(ADA);
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  for (const headers of [
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: "" },
    { Origin: HOME, "Sec-Fetch-Site": "cross-site" },
    { Origin: HOME, "Sec-Fetch-Site": "same-site" },
  ] as Headers[])
    for (const page of [
      "sign-out",
      "end-sessions",
      "sign-in",
      "sign-up",
      "forgot",
      "provider",
      "verify",
      "reset",
    ]) {
      const body = `email=${EVE}&password=${PASSWORD}&token=x`;
      const { status, headers: said } = await ada.ask("POST", `/account/${page}`, body, {
        ...form,
        ...headers,
      });
      expect([page, headers, status, said.getSetCookie()]).toEqual([page, headers, 403, []]);
    }
  expect((await ada.ask("GET", "/api/v1/me")).body.person).toMatchObject({ email: ADA });
  for (const next of [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "/account/../..//evil.example",
    "%00",
  ]) {
    const body = new URLSearchParams({ email: ADA, password: PASSWORD, next }).toString();
    const { status, headers } = await openBrowser().ask("POST", `/account/sign-in?next=${next}`, body, form);
    expect([next, status, headers.get("location")]).toEqual([next, 303, "/app"]);
  }
}, 60_000);

test("the one-time link sets up once", async () => {
  const token = server.setupUrl.split("/setup/")[1] ?? "";
  expect(token.length).toBeGreaterThanOrEqual(32);
  const input = { token, name: "Owner", email: "owner@example.com", password: PASSWORD };
  for (const wrong of ["", "x", token.slice(1), `${token}x`, token.toLowerCase()])
    expect([404, 422]).toContain((await ask("POST", "/api/auth/setup", { ...input, token: wrong })).status);
  const both = await Promise.all([0, 1].map(() => ask("POST", "/api/auth/setup", input)));
  expect(both.map(({ status }) => status).sort()).toEqual([201, 404]);
  const again = { ...input, email: EVE, password: "taken over by somebody" };
  expect((await ask("POST", "/api/auth/setup", again)).status).toBe(404);
  expect((await ask("GET", `/setup/${token}`)).status).toBe(404);
  await signIn(EVE);
});

test("a value of another kind is refused at every door, and nothing fails", async () => {
  const doors = routesOf(openApi).filter(({ path, body }) => path.startsWith("/api/auth/") && body !== "");
  expect(doors.length).toBeGreaterThan(8);
  const deep = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;
  const whole = [
    "[]",
    '"x"',
    "1",
    "null",
    "true",
    "{}",
    deep,
    `{"a":${deep}}`,
    '{"__proto__":{"admin":true}}',
    "{",
    "",
  ];
  const values = [
    [],
    {},
    ["x"],
    { $ne: null },
    null,
    0,
    true,
    "",
    "\0",
    "a\0b@example.com",
    "x".repeat(900_000),
  ];
  for (const { method, path, fields } of doors) {
    const bodies = fields.flatMap((field) =>
      values.map((value) => JSON.stringify({ email: EVE, password: "guess", token: "x", [field]: value })),
    );
    const odd = fields.map((field) => `{"${field}":"\\ud800","${field}":["x"]}`);
    for (const body of [...whole, ...bodies, ...odd]) {
      const { status, body: said } = await ask(method, path, body);
      const is = [path, body.slice(0, 80), status >= 400 && status < 500, said.status];
      expect(is).toEqual([path, body.slice(0, 80), true, status]);
    }
  }
  expect(
    server
      .stdout()
      .split("\n")
      .filter((line) => line.includes('"level":50')),
  ).toEqual([]);
}, 120_000);
