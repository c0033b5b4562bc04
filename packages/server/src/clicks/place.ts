import type { Network, Place } from "../adapters/geo/geo.ts";
import { memoByObject } from "../lib/memo.ts";
import { members } from "./step.ts";

/** Where the visitor is; of who wants to be left alone the country, and nothing below it. */
export function placeStep(): (place: Place, isPrivate: boolean) => Uint8Array {
  const write = memoByObject(({ continent, country, region, city }: Place) =>
    members({ continent, country, region, city }),
  );
  const writePrivate = memoByObject(({ continent, country }: Place) => members({ continent, country }));
  return (place, isPrivate) => (isPrivate ? writePrivate(place) : write(place));
}

/** Whose network the visitor is in. */
export function networkStep(): (network: Network) => Uint8Array {
  return memoByObject(({ asn, name, domain, type }: Network) =>
    members({ asn, as_name: name, as_domain: domain, as_type: type }),
  );
}
