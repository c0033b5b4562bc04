import { expect, test } from "bun:test";
import fc from "fast-check";
import { createPasswordCookies } from "./password-cookie.ts";

const LINK = { id: "lnk_0k3Qz9" };
const HASH = "$argon2id$v=19$m=65536,t=2,p=1$salt$hash";
const clock = { now: Date.UTC(2026, 0, 15) };
const cookies = createPasswordCookies({ secret: "secret", isSecure: true, now: () => clock.now });
const insecure = createPasswordCookies({ secret: "secret", isSecure: false, now: () => clock.now });
const pairOf = (header: string) => header.split(";", 1)[0] ?? "";
const holds = (cookie: string, link = LINK, hash = HASH) =>
  cookies.holds(new Headers({ Cookie: cookie }), link, hash);

test("a proof is a cookie that no script reads, which ends after 15 minutes", () => {
  const header = cookies.issue(LINK, HASH);
  expect(header).toMatch(
    /^visoli_0k3Qz9=\d+\.[\w-]{43}; Path=\/; Max-Age=900; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect(insecure.issue(LINK, HASH)).not.toContain("Secure");
  const own = pairOf(header);
  expect(holds(own)).toBe(true);
  expect(holds(`other=1; visoli_0k3Qz9=forged; ${own};x`)).toBe(true);
  clock.now += 899_000;
  expect(holds(own)).toBe(true);
  clock.now += 1_000;
  expect(holds(own)).toBe(false);
  clock.now -= 900_000;
});

test("it is none for another link, another password, another secret, or a later end", () => {
  const own = pairOf(cookies.issue(LINK, HASH));
  const other = { id: "lnk_other" };
  expect(holds(own.replace("0k3Qz9", "other"), other)).toBe(false);
  expect(holds(own, LINK, `${HASH}2`)).toBe(false);
  expect(holds(own.replace(/=\d+/, (end) => `=${Number(end.slice(1)) + 1}`))).toBe(false);
  const stranger = createPasswordCookies({ secret: "else", isSecure: true, now: () => clock.now });
  expect(holds(pairOf(stranger.issue(LINK, HASH)))).toBe(false);
  expect(cookies.holds(new Headers(), LINK, HASH)).toBe(false);
});

test("nothing that is made up is one, and nothing throws", () => {
  const own = pairOf(cookies.issue(LINK, HASH));
  const forged = fc.oneof(
    fc.string({ unit: "grapheme-ascii" }).map((text) => `visoli_0k3Qz9=${text}`),
    fc.tuple(fc.nat(), fc.base64String()).map(([end, sign]) => `visoli_0k3Qz9=${end}.${sign}`),
    fc
      .tuple(fc.nat({ max: own.length - 1 }), fc.constantFrom("A", "0", ".", "_", ""))
      .map(([at, sign]) => own.slice(0, at) + sign + own.slice(at + 1)),
  );
  fc.assert(
    fc.property(forged, (cookie) => {
      const headers = { get: () => cookie } as unknown as Headers;
      // The last character carries four bits that base64 does not use.
      const isOwn = cookie.slice(0, -1) === own.slice(0, -1);
      if (!isOwn) expect(cookies.holds(headers, LINK, HASH)).toBe(false);
    }),
    { numRuns: 500 },
  );
});
