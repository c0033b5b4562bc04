import { continentOf } from "./continents.ts";
import { firstText, valueAt } from "./record.ts";

/** Where an address is, as the databases know it; empty strings where they don't. */
export type Place = {
  /** AF AN AS EU NA OC SA or "". */
  readonly continent: string;
  /** ISO 3166-1 alpha-2, or XK, or "". */
  readonly country: string;
  readonly region: string;
  readonly city: string;
};

/** The one answer for every address of which nothing is known. */
export const nowhere: Place = Object.freeze({ continent: "", country: "", region: "", city: "" });

/** Reads a city record in the shape of ip-location-db (flat, state1), MaxMind (nested) or ipinfo (flat, region). */
export function toPlace(record: unknown): Place {
  const country = countryCode(
    valueAt(record, "country_code"),
    valueAt(record, "country", "iso_code"),
    valueAt(record, "country"),
  );
  const region = firstText(
    valueAt(record, "state1"),
    valueAt(record, "subdivisions", 0, "names", "en"),
    valueAt(record, "region"),
  );
  const city = firstText(valueAt(record, "city"), valueAt(record, "city", "names", "en"));
  const known = continentOf(country);
  const continent =
    known || continentCode(valueAt(record, "continent", "code"), valueAt(record, "continent_code"));
  return continent || country || region || city ? { continent, country, region, city } : nowhere;
}

function countryCode(...values: unknown[]): string {
  const code = values.find((value) => typeof value === "string" && /^[A-Z]{2}$/.test(value));
  return code === undefined || code === "ZZ" ? "" : String(code);
}

function continentCode(...values: unknown[]): string {
  return firstText(...values.filter((value) => /^(AF|AN|AS|EU|NA|OC|SA)$/.test(String(value))));
}
