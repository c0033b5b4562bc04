import { describe, expect, test } from "bun:test";
import { readPart, UNKNOWN, visit } from "../../../../test/clicks.ts";
import { noNetwork } from "../adapters/geo/network.ts";
import { nowhere } from "../adapters/geo/place.ts";
import { createByteBuffer } from "../lib/byte-buffer.ts";
import { languageStep } from "./language.ts";
import { networkStep, placeStep } from "./place.ts";
import { referrerStep } from "./referrer.ts";
import { members, type Part } from "./step.ts";
import { triggerStep } from "./trigger.ts";
import { utmStep } from "./utm.ts";

const read = readPart;

describe("the referrer is the host alone", () => {
  const referrer = referrerStep();
  test.each([
    ["https://example.org/path?token=secret#part", "example.org"],
    ["https://www.example.org/", "example.org"],
    ["https://WWW.Example.ORG:8443/", "example.org"],
    ["http://user:password@example.org/", "example.org"],
    ["https://www.www.org", "www.org"],
    ["https://wwwexample.org", "wwwexample.org"],
    ["https://bücher.example/", "xn--bcher-kva.example"],
    ["android-app://com.slack/", "com.slack"],
    ["android-app://com.google.android.gm", "com.google.android.gm"],
    ["about:client", ""],
    ["javascript:alert(1)", ""],
    ["mailto:someone@example.org", ""],
    ["example.org", ""],
    ["/path", ""],
    ["", ""],
    ["https://", ""],
    [`https://example.org/${"x".repeat(3_000)}`, ""],
  ])("%s -> %j", (text, host) => {
    expect(read(referrer(text))).toMatchObject({ referrer: host });
    expect(read(referrer(text))).toMatchObject({ referrer: host });
  });
});

describe("the campaign", () => {
  const utm = utmStep();
  const link = (url: string) => visit({ link: { url } }).link;
  const destination = link("https://example.com/?utm_source=d&utm_campaign=spring+sale&utm_term=%C3%A4");
  const nothing = { utm_source: "", utm_medium: "", utm_campaign: "", utm_term: "", utm_content: "" };

  test("is what the destination says", () => {
    const said = { ...nothing, utm_source: "d", utm_campaign: "spring sale", utm_term: "ä" };
    expect(read(utm(destination, "", false))).toMatchObject(said);
    expect(read(utm(destination, "x=1", false))).toMatchObject(said);
  });

  test("what the short URL was asked with goes before, name by name, also where it is empty", () => {
    const answer = read(utm(destination, "utm_source=short&utm_medium=qr&utm_term=", false));
    expect(answer).toMatchObject({
      ...nothing,
      utm_source: "short",
      utm_medium: "qr",
      utm_campaign: "spring sale",
    });
  });

  test("of who wants to be left alone is without what may stand for one recipient", () => {
    const asked = "utm_medium=letter&utm_content=ann@example.org";
    const said = { ...nothing, utm_source: "d", utm_medium: "letter", utm_campaign: "spring sale" };
    expect(read(utm(destination, asked, true))).toMatchObject(said);
    expect(read(utm(destination, "", true))).toMatchObject({ ...said, utm_medium: "" });
    expect(read(utm(destination, asked, false))).toMatchObject({ utm_content: "ann@example.org" });
  });

  test("only the five names, in small letters, first come first served", () => {
    const odd = "UTM_SOURCE=a&utm_sources=b&utm_id=7&utm_content=1&utm_content=2";
    expect(read(utm(link("https://example.com"), odd, false))).toMatchObject({
      ...nothing,
      utm_content: "1",
    });
  });

  test("never longer than 255, and whole letters only", () => {
    const { utm_source } = read(utm(link("https://example.com"), `utm_source=${"😀".repeat(200)}`, false));
    expect(String(utm_source)).toHaveLength(255);
    expect(String(utm_source).isWellFormed()).toBe(true);
  });

  test.each(["utm_source=%", "utm_source=%zz", "utm_source=%ff%fe", "utm_source=%00", "utm_", "&&&utm_=="])(
    "%s does no harm",
    (query) => {
      expect(Object.keys(read(utm(link("not a url"), query, false)))).toEqual(Object.keys(UNKNOWN));
    },
  );
});

describe("the language is the one that is liked best", () => {
  const language = languageStep();
  test.each([
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["en;q=0.8,de-AT", "de"],
    ["de;q=0,en;q=0.1", "en"],
    ["EN", "en"],
    [" fr-CH", "fr"],
    ["gsw", "gsw"],
    ["*", ""],
    ["", ""],
    ["english", ""],
    ["x", ""],
    ['"><script>', ""],
    ["de_DE", ""],
    [`${"x".repeat(600)},de`, ""],
  ])("%j -> %j", (header, expected) => {
    expect(read(language(header))).toMatchObject({ language: expected });
  });
});

describe("place and network", () => {
  const place = { continent: "EU", country: "DE", region: "", city: 'Köln "am Rhein"' };
  const network = { asn: 4_294_967_295, name: "A\\B", domain: "", type: "isp" };

  test("are told as the databases know them", () => {
    expect(read(placeStep()(place, false))).toMatchObject(place);
    const expected = { asn: 4_294_967_295, as_name: "A\\B", as_domain: "", as_type: "isp" };
    expect(read(networkStep()(network))).toMatchObject(expected);
  });

  test("of who wants to be left alone there is a country, and no city", () => {
    const bavaria = { ...place, region: "Bavaria" };
    expect(read(placeStep()(bavaria, true))).toEqual({ ...UNKNOWN, continent: "EU", country: "DE" });
  });

  test("are empty where nothing is known", () => {
    expect(read(placeStep()(nowhere, false))).toEqual(UNKNOWN);
    expect(read(networkStep()(noNetwork))).toEqual(UNKNOWN);
  });
});

describe("what was followed and what decided", () => {
  const trigger = triggerStep();
  const text = (part: Parameters<typeof visit>[0]) => {
    const row = createByteBuffer();
    trigger(visit(part), row);
    return new TextDecoder().decode(row.bytes());
  };

  test("is nothing for a plain link", () => {
    expect(text({})).toBe("");
  });

  test.each(["qr", "open", "orphan"] as const)("%s is named", (name) => {
    expect(text({ trigger: name })).toBe(`,"trigger":"${name}"`);
  });

  test("rule and variant are told by name, whatever their owner calls them", () => {
    expect(text({ rule: "1", variant: "A" })).toBe(',"rule":"1","variant":"A"');
    expect(text({ rule: "1" })).toBe(',"rule":"1"');
    for (const name of ['"', "\\", "\n", 'a","trigger":"qr', "__proto__", "ünï 😀", "0", " "]) {
      for (let times = 0; times < 2; times++)
        expect(readPart(Buffer.from(text({ trigger: "qr", rule: name, variant: name })))).toEqual({
          ...UNKNOWN,
          ...{ trigger: "qr", rule: name, variant: name },
        });
    }
    expect(text({ rule: "half \ud83d" })).toBe(',"rule":"half \ufffd"');
  });
});

test("members of a part are JSON after a comma, in whole letters, without what is unknown", () => {
  const text = (part: Part) => new TextDecoder().decode(members(part));
  expect(text({})).toBe("");
  expect(text({ slug: 'a"\\\n', city: "", asn: 7 })).toBe(',"slug":"a\\"\\\\\\n","asn":7');
  expect(text({ slug: "a\ud83d", asn: 0 })).toBe(',"slug":"a\ufffd"');
  expect(text({ slug: "\\ud83d 😀" })).toBe(',"slug":"\\\\ud83d 😀"');
});
