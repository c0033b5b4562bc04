import { describe, expect, test } from "bun:test";
import { type Condition, ConditionSchema } from "@visoli/contract/rules";
import { aVisitor, type Told } from "../../../../../test/visitors.ts";
import { compileCondition } from "./condition.ts";

const NOW = Date.UTC(2026, 5, 15, 12);

/** What is asked, of whom, and whether it holds; the same with `not` must be the opposite. */
type Row = [condition: Record<string, unknown>, told: Told, holds: boolean];

const holds = (condition: unknown, told: Told, now = NOW) =>
  compileCondition(ConditionSchema.parse(condition))(aVisitor(told), now);

function table(name: Condition["type"], rows: Row[]) {
  describe(name, () => {
    test.each(rows)("%j of %j is %p", (condition, told, expected) => {
      expect(holds({ type: name, ...condition }, told)).toBe(expected);
      expect(holds({ type: name, ...condition, not: false }, told)).toBe(expected);
      expect(holds({ type: name, ...condition, not: true }, told)).toBe(!expected);
    });
  });
}

table("device", [
  [{ in: ["mobile", "tablet"] }, { agent: { device: "tablet" } }, true],
  [{ in: ["mobile", "tablet"] }, { agent: { device: "desktop" } }, false],
  [{ in: ["mobile"] }, {}, false],
]);

table("os", [
  [{ in: ["iOS"] }, { agent: { os: "iOS" } }, true],
  [{ in: ["ipados"] }, { agent: { os: "iOS" } }, true],
  [{ in: ["macOS"] }, { agent: { os: "Mac OS" } }, true],
  [{ in: ["mac os x"] }, { agent: { os: "macOS" } }, true],
  [{ in: ["ANDROID"] }, { agent: { os: "Android" } }, true],
  [{ in: ["windows"] }, { agent: { os: "Windows" } }, true],
  [{ in: ["windows"] }, { agent: { os: "Windows Phone" } }, false],
  [{ in: ["chromeos"] }, { agent: { os: "Chromium OS" } }, true],
  [{ in: ["linux"] }, { agent: { os: "Ubuntu" } }, true],
  [{ in: ["linux"] }, { agent: { os: "Linux" } }, true],
  [{ in: ["ubuntu"] }, { agent: { os: "Ubuntu" } }, true],
  [{ in: ["ubuntu"] }, { agent: { os: "Linux" } }, false],
  [{ in: ["linux"] }, { agent: { os: "Android" } }, false],
  [{ in: ["ios", "android"] }, {}, false],
  [{ in: ["-"] }, {}, false],
  [{ in: ["constructor"] }, {}, false],
]);

table("browser", [
  [{ in: ["FIREFOX"] }, { agent: { browser: "Firefox" } }, true],
  [{ in: ["mobile safari"] }, { agent: { browser: "Mobile Safari" } }, true],
  [{ in: ["safari"] }, { agent: { browser: "Mobile Safari" } }, false],
  [{ in: ["chrome"] }, {}, false],
]);

table("continent", [
  [{ in: ["eu"] }, { place: { continent: "EU" } }, true],
  [{ in: ["NA", "EU"] }, { place: { continent: "AS" } }, false],
  [{ in: ["EU"] }, {}, false],
]);

table("country", [
  [{ in: ["de", "AT"] }, { place: { country: "DE" } }, true],
  [{ in: ["DE"] }, { place: { country: "FR" } }, false],
  [{ in: ["DE"] }, {}, false],
]);

table("region", [
  [{ in: ["bavaria"] }, { place: { region: "Bavaria" } }, true],
  [{ in: ["BAVARIA"] }, { place: { region: "Bavaria" } }, true],
  [{ in: ["Bavaria"] }, { place: { region: "Upper Bavaria" } }, false],
  [{ in: ["x"] }, {}, false],
]);

table("city", [
  [{ in: ["MÜNCHEN"] }, { place: { city: "München" } }, true],
  [{ in: ["Mu\u0308nchen"] }, { place: { city: "München" } }, true],
  [{ in: ["Munich"] }, { place: { city: "München" } }, false],
  [{ in: ["x"] }, {}, false],
]);

table("language", [
  [{ in: ["de"] }, { acceptLanguage: "de" }, true],
  [{ in: ["de"] }, { acceptLanguage: "de-AT,en;q=0.9" }, true],
  [{ in: ["DE-at"] }, { acceptLanguage: "de-AT,de;q=0.9" }, true],
  [{ in: ["de-at"] }, { acceptLanguage: "de-DE,de-AT;q=0.9" }, false],
  [{ in: ["pt-br"] }, { acceptLanguage: "pt-BR" }, true],
  [{ in: ["pt_BR"] }, { acceptLanguage: "pt-BR" }, true],
  [{ in: ["pt-br"] }, { acceptLanguage: "pt-PT" }, false],
  [{ in: ["pt-br"] }, { acceptLanguage: "pt" }, false],
  [{ in: ["en"] }, { acceptLanguage: "de;q=0.5,en;q=0.8" }, true],
  [{ in: ["en"] }, { acceptLanguage: "de,en" }, false],
  [{ in: ["d"] }, { acceptLanguage: "de" }, false],
  [{ in: ["de"] }, { acceptLanguage: "" }, false],
  [{ in: ["*"] }, { acceptLanguage: "*" }, false],
]);

table("referrer", [
  [{ in: ["example.com"] }, { referrerHost: "example.com" }, true],
  [{ in: ["example.com"] }, { referrerHost: "a.b.example.com" }, true],
  [{ in: ["www.Example.com"] }, { referrerHost: "example.com" }, true],
  [{ in: ["https://example.com/page"] }, { referrerHost: "example.com" }, true],
  [{ in: ["bücher.example"] }, { referrerHost: "xn--bcher-kva.example" }, true],
  [{ in: ["com.slack"] }, { referrerHost: "com.slack" }, true],
  [{ in: ["example.com"] }, { referrerHost: "badexample.com" }, false],
  [{ in: ["news.example.com"] }, { referrerHost: "example.com" }, false],
  [{ in: ["example.com"] }, { referrerHost: "example.com.evil.org" }, false],
  [{ in: ["example.com"] }, {}, false],
  [{ in: ["//"] }, {}, false],
]);

table("asn", [
  [{ in: [3320, 64_500] }, { asn: 3320 }, true],
  [{ in: [3320] }, { asn: 332 }, false],
  [{ in: [3320] }, {}, false],
]);

table("cidr", [
  [{ in: ["203.0.113.0/24"] }, { address: "203.0.113.255" }, true],
  [{ in: ["203.0.113.0/24"] }, { address: "203.0.114.0" }, false],
  [{ in: ["203.0.113.0/24"] }, { address: "::ffff:203.0.113.7" }, true],
  [{ in: ["::ffff:203.0.113.0/120"] }, { address: "203.0.113.7" }, true],
  [{ in: ["::ffff:203.0.113.0/120"] }, { address: "203.0.114.7" }, false],
  [{ in: ["203.0.113.7"] }, { address: "203.0.113.7" }, true],
  [{ in: ["::/0"] }, { address: "203.0.113.7" }, false],
  [{ in: ["0.0.0.0/0"] }, { address: "2001:db8::1" }, false],
  [{ in: ["2001:db8::/32"] }, { address: "2001:0DB8:0:0::1" }, true],
  [{ in: ["2001:db8::1"] }, { address: "2001:db8::2" }, false],
  [{ in: ["0.0.0.0/0", "::/0"] }, { address: "" }, false],
  [{ in: ["0.0.0.0/0", "::/0"] }, { address: "nonsense" }, false],
]);

table("query", [
  [{ name: "a" }, { query: "a" }, true],
  [{ name: "a" }, { query: "b=a" }, false],
  [{ name: "a", in: ["1", "2"] }, { query: "a=2" }, true],
  [{ name: "a", in: ["1"] }, { query: "a=2&a=1" }, true],
  [{ name: "a", in: ["1"] }, { query: "a=11" }, false],
  [{ name: "a", in: ["x y"] }, { query: "a=x+y" }, true],
  [{ name: "A", in: ["1"] }, { query: "a=1" }, false],
  [{ name: "a" }, {}, false],
]);

const at = (ms: number) => new Date(ms).toISOString();
table("date", [
  [{}, {}, true],
  [{ from: at(NOW) }, {}, true],
  [{ from: at(NOW + 1) }, {}, false],
  [{ until: at(NOW) }, {}, false],
  [{ until: at(NOW + 1) }, {}, true],
  [{ from: at(NOW - 1), until: at(NOW + 1) }, {}, true],
  [{ from: "2026-06-15T14:00:00+02:00" }, {}, true],
]);

table("visitor", [
  [{ is: "human" }, { agent: { class: "human" } }, true],
  [{ is: "human" }, { agent: { class: "bot" } }, false],
  [{ is: "human" }, { agent: { class: "preview" } }, false],
  [{ is: "human" }, { agent: { class: "prefetch" } }, false],
  [{ is: "bot" }, { agent: { class: "human" } }, false],
  [{ is: "bot" }, { agent: { class: "bot" } }, true],
  [{ is: "bot" }, { agent: { class: "preview" } }, true],
  [{ is: "bot" }, { agent: { class: "prefetch" } }, true],
]);
