import type { Geo, Network, Place } from "../adapters/geo/geo.ts";
import { memoByObject } from "../lib/memo.ts";
import { members } from "./step.ts";

/** Where the address is. */
export function placeStep(geo: Geo): (address: string) => Uint8Array {
  const write = memoByObject((place: Place) =>
    members({ continent: place.continent, country: place.country, region: place.region, city: place.city }),
  );
  return (address) => write(geo.place(address));
}

/** Whose network the address is in. */
export function networkStep(geo: Geo): (address: string) => Uint8Array {
  const write = memoByObject((network: Network) =>
    members({ asn: network.asn, as_name: network.name, as_domain: network.domain, as_type: network.type }),
  );
  return (address) => write(geo.network(address));
}
