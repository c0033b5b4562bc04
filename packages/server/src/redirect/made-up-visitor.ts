import type { TryInput } from "@visoli/contract/try";
import { continentOf } from "../adapters/geo/continents.ts";
import type { Network, Place } from "../adapters/geo/geo.ts";
import type { VisitorSources } from "../core/ctx.ts";
import type { Agent } from "../lib/agent.ts";
import { hostOf } from "./rules/referrer.ts";
import { shareOf, type Visitor } from "./visitor.ts";

/** A visitor as the caller makes them up, read as a real one is wherever they say no more. */
export function madeUpVisitor(sources: VisitorSources, input: TryInput): Visitor {
  const address = input.ip ?? "";
  return {
    agent: agentOf(sources, input),
    place: placeOf(sources, input, address),
    network: networkOf(sources, input, address),
    address,
    referrerHost: input.referrer === undefined ? "" : hostOf(input.referrer),
    acceptLanguage: input.language ?? "",
    query: new URLSearchParams(input.query),
    share: (id) => shareOf(sources.secret, id, address, input.userAgent ?? ""),
    restOfPath: (input.path ?? "").replace(/^\//, ""),
    wantsPreview: false,
    hasPassword: () => input.password === true,
  };
}

function agentOf({ readAgent }: VisitorSources, input: TryInput): Agent {
  const read = readAgent(input.userAgent ?? "");
  const { device = read.device, os = read.os, browser = read.browser } = input;
  // Who sends no user agent is a program; who leaves one out here did not mean that.
  const known = input.userAgent === undefined ? "human" : read.class;
  return { ...read, device, os, browser, class: input.class ?? known };
}

/** Who names the country does not mean the city of the address. */
function placeOf({ geo }: VisitorSources, input: TryInput, address: string): Place {
  const { country } = input;
  const read =
    country === undefined
      ? geo.place(address)
      : { continent: continentOf(country), country, region: "", city: "" };
  const { continent = read.continent, region = read.region, city = read.city } = input;
  return { continent, country: read.country, region, city };
}

function networkOf({ geo }: VisitorSources, { asn }: TryInput, address: string): Network {
  return asn === undefined ? geo.network(address) : { asn, name: "", domain: "", type: "" };
}
