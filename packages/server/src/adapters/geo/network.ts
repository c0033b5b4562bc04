import { firstText, valueAt } from "./record.ts";

/** Whose network an address is in; 0 and empty strings where the database doesn't know. */
export type Network = {
  readonly asn: number;
  readonly name: string;
  readonly domain: string;
  readonly type: string;
};

/** The one answer for every address of which nothing is known. */
export const noNetwork: Network = Object.freeze({ asn: 0, name: "", domain: "", type: "" });

/** Reads an ASN record in the shape of MaxMind (autonomous_system_*) or ipinfo ("AS15169", name, domain, type). */
export function toNetwork(record: unknown): Network {
  const asn = asNumber(valueAt(record, "autonomous_system_number") ?? valueAt(record, "asn"));
  const name = firstText(
    valueAt(record, "autonomous_system_organization"),
    valueAt(record, "as_name"),
    valueAt(record, "name"),
  );
  const domain = firstText(valueAt(record, "as_domain"), valueAt(record, "domain"));
  const type = firstText(valueAt(record, "type"));
  return asn || name || domain || type ? { asn, name, domain, type } : noNetwork;
}

function asNumber(value: unknown): number {
  const digits = /^(?:AS)?(\d{1,10})$/i.exec(String(value))?.[1];
  const asn = Number(digits ?? 0);
  return asn <= 0xffff_ffff ? asn : 0;
}
