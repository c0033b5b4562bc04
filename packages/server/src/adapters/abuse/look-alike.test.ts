import { expect, test } from "bun:test";
import { isLookAlike } from "./look-alike.ts";
import { isShortener } from "./shorteners.ts";

const hostOf = (url: string) => new URL(url).hostname;

test.each([
  ["pаypal.com", "a Cyrillic а among Latin letters"],
  ["xn--pypal-4ve.com", "the same in ASCII"],
  ["XN--PYPAL-4VE.COM", "the same in capitals"],
  ["www.pаypal.com", "one label of several"],
  ["аррӏе.com", "all Cyrillic, and reads as apple"],
  ["xn--80ak6aa92e.com", "the same in ASCII"],
  ["ѕсоре.net", "all Cyrillic, and reads as scope"],
  ["οοο.com", "all Greek, and reads as ooo"],
  ["gοοgle.com", "Greek ο among Latin letters"],
  ["microsоft.com", "a Cyrillic о"],
  ["ɡithub.com", "a Latin letter of phoneticians"],
  ["paypạl.com", "a dot under the a"],
  ["payp\u0323al.com", "a dot under a letter for which there is none with a dot"],
  ["ṗaypal.com", "a dot over the p"],
  ["paypaḻ.com", "a line under the l"],
  ["paypał.com", "an l with a stroke"],
  ["twıtter.com", "an i without a dot"],
  ["faceḃook.com", "a dot over the b"],
  ["bank-օf-x.com", "an Armenian օ"],
  ["日本語пример.jp", "Japanese and Cyrillic"],
  ["αbc.рф", "Greek and Latin, under whatever top level"],
])("%s is a look-alike: %s", (host) => {
  expect(isLookAlike(hostOf(`https://${host}/`))).toBe(true);
});

test.each([
  "example.com",
  "paypal.com",
  "xn--mller-kva.de",
  "müller.de",
  "straße.de",
  "français.fr",
  "æøå.dk",
  "smørrebrød.dk",
  "españa.es",
  "пример.рф",
  "привет.com",
  "пример.com",
  "роса.рф",
  "παράδειγμα.gr",
  "例え.jp",
  "ひらがなカタカナ漢字.jp",
  "abc日本.jp",
  "中文.cn",
  "한국.kr",
  "한국kpop.kr",
  "उदाहरण.भारत",
  "مثال.إختبار",
  "דוגמה.co.il",
  "ตัวอย่าง.ไทย",
  "złoty.pl",
  "ışık.com.tr",
  "việt.vn",
  "phở.com",
  "đakovo.hr",
  "ės.lt",
  "☃.net",
  "faß-123.de",
  "192.0.2.1",
  "[2001:db8::1]",
])("%s is what it is", (host) => {
  expect(isLookAlike(hostOf(`https://${host}/`))).toBe(false);
});

test.each([
  ["bit.ly", true],
  ["www.bit.ly", true],
  ["t.co", true],
  ["brand.rebrand.ly", true],
  ["tinyurl.com", true],
  ["rabbit.ly", false],
  ["t.com", false],
  ["co", false],
  ["ly", false],
  ["bit.ly.example", false],
])("%s is a shortener's: %p", (host, isOne) => {
  expect(isShortener(host)).toBe(isOne);
});
