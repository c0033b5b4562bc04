import { expect, test } from "bun:test";
import { join } from "node:path";
import fc from "fast-check";
import { pino } from "pino";
import { temporaryFolder } from "../../../../../test/engines.ts";
import { type Blocked, openThreats } from "./threats.ts";

const silent = pino({ level: "silent" });

async function threatsWith(list: string, blocked: Blocked[] = []) {
  const file = join(temporaryFolder(), "harm.txt");
  await Bun.write(file, list);
  return openThreats({ lists: [file], webRisk: null }, async () => blocked, silent);
}

test.each([
  ["http://192.0.2.1/", ["raw_ip"]],
  ["http://0xC0.0.2.1/", ["raw_ip"]],
  ["http://3221225985/", ["raw_ip"]],
  ["http://[2001:db8::1]:8080/", ["raw_ip"]],
  ["http://192.0.2.1./", ["raw_ip"]],
  ["https://user@example.com/", ["credentials"]],
  ["https://:password@example.com/", ["credentials"]],
  ["https://paypal.com@192.0.2.1/", ["raw_ip", "credentials"]],
  ["https://pаypal.com/", ["look_alike"]],
  ["https://bit.ly/x", ["shortener"]],
  ["https://BIT.LY./x", ["shortener"]],
  ["https://1.2.3.4.example.com/", []],
  ["https://example.com/user@host", []],
  ["mailto:user@example.com", []],
  ["myapp://192.0.2.1/", []],
  ["no address", []],
])("%s has the flags %j", async (url, flags) => {
  expect((await threatsWith("")).inspect(url)).toEqual({ refusal: null, flags });
});

const LIST = `# a list of several formats
0.0.0.0 hosts-file.example www.second.example
127.0.0.1 localhost
::1 ip6-localhost
bad.example
*.wild.example   # with a comment
Großes-Übel.example
192.0.2.66
2001:db8::66
!reason: phishing
https://shared.example/~thief/
http://shared.example:8080/x?id=1
pages.example/login
https://whole.example
`;

test.each([
  ["https://hosts-file.example/", "harm"],
  ["https://second.example/", null],
  ["https://www.second.example/", "harm"],
  ["https://bad.example/path", "harm"],
  ["https://a.b.bad.example/", "harm"],
  ["https://notbad.example/", null],
  ["https://bad.example.org/", null],
  ["https://wild.example/", "harm"],
  ["https://sub.wild.example/", "harm"],
  ["https://großes-übel.example/", "harm"],
  ["https://xn--groes-bel-k3a9l.example/", null],
  ["http://192.0.2.66:8080/x", "harm"],
  ["http://1.192.0.2.66/", null],
  ["http://0xC0000242/", "harm"],
  ["http://192.0.2.6/", null],
  ["http://[2001:db8:0::66]/", "harm"],
  ["https://shared.example/", null],
  ["https://shared.example/~thief", null],
  ["http://shared.example/~thief/page.html?x=1", "phishing"],
  ["http://shared.example/%7Ethief/%2e/page.html", "phishing"],
  ["http://shared.example/a/../~thief/", "phishing"],
  ["http://sub.shared.example/~thief/", null],
  ["http://shared.example:8080/~thief/", null],
  ["http://shared.example:8080/x?id=12", "phishing"],
  ["http://shared.example:8080/x?id=2", null],
  ["https://pages.example/login/now", "phishing"],
  ["https://pages.example/", null],
  ["https://whole.example/any/thing", "phishing"],
  ["https://sub.whole.example/", null],
  ["http://localhost/", null],
  ["http://127.0.0.1/", null],
  ["ftp://bad.example/", null],
])("%s is listed for %p", async (url, reason) => {
  expect((await threatsWith(LIST)).listed(url)).toBe(reason);
});

test("the refusal says why", async () => {
  const { inspect } = await threatsWith(LIST);
  expect(inspect("https://bad.example/").refusal).toContain("(harm)");
});

test("what the operator blocked counts beside the lists, and first", async () => {
  const blocked = [{ destination: "bad.example", reason: "seen by us" }];
  const { listed, reloadBlocked } = await threatsWith(LIST, blocked);
  expect(listed("https://bad.example/")).toBe("seen by us");
  blocked[0] = { destination: "http://fresh.example/x", reason: "new" };
  await reloadBlocked();
  expect(listed("https://bad.example/")).toBe("harm");
  expect(listed("https://fresh.example/xyz")).toBe("new");
});

test("any text is inspected without an error, and flags are of the four", async () => {
  const { inspect } = await threatsWith(LIST);
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.string({ unit: "binary", maxLength: 60 }).map((text) => `https://${text}/`),
    fc
      .string({ unit: "grapheme", maxLength: 30 })
      .map((text) => `https://${text}.example/${text}?${text}#${text}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const { refusal, flags } = inspect(text);
      expect(refusal === null || refusal.length > 0).toBe(true);
      expect(["raw_ip", "credentials", "look_alike", "shortener"]).toEqual(expect.arrayContaining(flags));
    }),
    { numRuns: 2_000 },
  );
});

test("a listed host is refused in every spelling, and one that is not listed in none", async () => {
  const label = fc.stringMatching(/^[a-z]([a-z0-9]{0,8})$/);
  const hosts = fc.uniqueArray(
    fc.tuple(label, label).map(([name, top]) => `${name}.${top}x`),
    { minLength: 2, maxLength: 40 },
  );
  const spelling = fc.record({
    capitals: fc.boolean(),
    fullwidth: fc.boolean(),
    escaped: fc.boolean(),
    below: fc.constantFrom("", "www.", "a.b.c."),
    dot: fc.constantFrom("", "."),
    port: fc.constantFrom("", ":80", ":443", ":8443"),
    user: fc.constantFrom("", "user@", "user:p%40ss@", "example.com:x@"),
    scheme: fc.constantFrom("http://", "https://", "HTTPS://"),
    rest: fc.constantFrom("", "/", "/path?x=1#y", "?x", "\\path"),
  });
  await fc.assert(
    fc.asyncProperty(hosts, spelling, async ([clean = "", ...listed], how) => {
      const { inspect } = await threatsWith(listed.join("\n"));
      const spell = (host: string) => {
        let text = how.capitals ? host.toUpperCase() : host;
        if (how.fullwidth)
          text = text.replace(/[a-z]/, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
        if (how.escaped) text = text.replace(/[a-zA-Z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
        return `${how.scheme}${how.user}${how.below}${text}${how.dot}${how.port}${how.rest}`;
      };
      for (const host of listed)
        expect([spell(host), inspect(spell(host)).refusal]).not.toEqual([spell(host), null]);
      expect(inspect(spell(clean)).refusal).toBeNull();
    }),
    { numRuns: 150 },
  );
});

test.each([
  ["bad.example", "bad.example"],
  ["BAD.Example.", "bad.example"],
  ["*.bad.example", "bad.example"],
  ["müller.example", "xn--mller-kva.example"],
  ["https://Bad.Example/%7ex", "http://bad.example/~x"],
  ["bad.example/x", "http://bad.example/x"],
  ["192.0.2.1", "192.0.2.1"],
  ["com", null],
  ["", null],
  ["# comment", null],
  ["!reason: x", null],
  ["bad.example worse.example", null],
  ["ftp://bad.example/", null],
  ["https://", null],
  ["a..b", null],
])("%j is written %j", async (text, expected) => {
  expect((await threatsWith("")).normalize(text)).toBe(expected);
});
