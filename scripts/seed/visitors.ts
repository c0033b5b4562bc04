import UserAgent from "user-agents";
import type { Geo } from "../../packages/server/src/adapters/geo/geo.ts";
import { type Random, weighted } from "./random.ts";

/** What a browser sends of its person. */
export type Visitor = { address: string; agent: string; acceptLanguage: string };

const COUNTRIES = [
  ["DE", 26, "de-DE,de;q=0.9,en;q=0.7"],
  ["US", 18, "en-US,en;q=0.9"],
  ["FR", 9, "fr-FR,fr;q=0.9"],
  ["GB", 9, "en-GB,en;q=0.9"],
  ["NL", 6, "nl-NL,nl;q=0.9,en;q=0.8"],
  ["AT", 6, "de-AT,de;q=0.9"],
  ["CH", 5, "de-CH,de;q=0.9,fr;q=0.8"],
  ["PT", 4, "pt-PT,pt;q=0.9"],
  ["ES", 4, "es-ES,es;q=0.9"],
  ["PL", 3, "pl-PL,pl;q=0.9"],
  ["IN", 3, "en-IN,en;q=0.9,hi;q=0.8"],
  ["BR", 3, "pt-BR,pt;q=0.9"],
  ["JP", 2, "ja-JP,ja;q=0.9"],
  ["AU", 2, "en-AU,en;q=0.9"],
] as const;
const BOTS = [
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
  "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
  "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  "WhatsApp/2.23.20.0",
  "curl/8.5.0",
];
const AGENTS = 600;

/** Draws visitors: people of some countries with browsers as they are spread, and a program now and then. */
export function visitorsOf(geo: Pick<Geo, "place">, random: Random, count: number): () => Visitor {
  const addresses = addressesByCountry(geo, random, count);
  const agents = Array.from({ length: AGENTS }, () => new UserAgent().toString());
  const people = Array.from({ length: count }, (_, index): Visitor => {
    const country = countryOf(index, count);
    const [, , acceptLanguage] = country;
    return {
      address: random.pick(addresses.get(country[0]) ?? ["192.0.2.1"]),
      agent: random.pick(agents),
      acceptLanguage,
    };
  });
  const isProgram = weighted(random, [
    [true, 9],
    [false, 91],
  ]);
  const anyAddress = [...addresses.values()].flat();
  return () =>
    isProgram()
      ? { address: random.pick(anyAddress), agent: random.pick(BOTS), acceptLanguage: "" }
      : random.pick(people);
}

/** As many of each country as its weight says. */
function countryOf(index: number, count: number): (typeof COUNTRIES)[number] {
  const total = COUNTRIES.reduce((sum, [, weight]) => sum + weight, 0);
  let end = 0;
  for (const country of COUNTRIES) {
    end += country[1];
    if ((index / count) * total < end) return country;
  }
  return COUNTRIES[0];
}

/** Addresses that lie where they should, found by trying: an address may be anywhere. */
function addressesByCountry(geo: Pick<Geo, "place">, random: Random, wanted: number): Map<string, string[]> {
  const found = new Map<string, string[]>(COUNTRIES.map(([code]) => [code, []]));
  for (let tries = 0; tries < wanted * 20; tries++) {
    const address = [1 + random.below(222), random.below(256), random.below(256), 1 + random.below(254)].join(
      ".",
    );
    const ofCountry = found.get(geo.place(address).country);
    if (ofCountry && ofCountry.length < wanted / 4) ofCountry.push(address);
  }
  // Without a database of places nothing is found: any address will do.
  for (const [code, addresses] of found) if (addresses.length === 0) found.set(code, ["192.0.2.1"]);
  return found;
}
