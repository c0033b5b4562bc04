import type { Domain, DomainUpdate } from "@visoli/contract/domain";

/** What the form of a domain's settings holds. */
export type DomainValues = {
  rootUrl: string;
  notFoundUrl: string;
  expiredUrl: string;
  redirectStatus: string;
  noindex: boolean;
  isCrawled: boolean;
  caseSensitive: boolean;
  apple: string;
  android: string;
};

export function valuesOf(domain: Domain): DomainValues {
  const { appleAppSiteAssociation, assetLinks, redirectStatus, noindex, caseSensitive } = domain;
  return {
    ...{ rootUrl: domain.rootUrl ?? "", notFoundUrl: domain.notFoundUrl ?? "" },
    ...{ expiredUrl: domain.expiredUrl ?? "", redirectStatus: `${redirectStatus ?? ""}` },
    ...{ noindex, isCrawled: domain.robots === "allow", caseSensitive },
    apple: appleAppSiteAssociation ? JSON.stringify(appleAppSiteAssociation, null, 2) : "",
    android: assetLinks ? JSON.stringify(assetLinks, null, 2) : "",
  };
}

/** Only what is different, so that what somebody else changed meanwhile stays. @throws SyntaxError where a file is no JSON */
export function changesOf(before: DomainValues, after: DomainValues): DomainUpdate {
  const isChanged = (name: keyof DomainValues) => before[name] !== after[name];
  const file = (text: string) => (text.trim() === "" ? null : JSON.parse(text));
  return {
    ...(isChanged("rootUrl") && { rootUrl: after.rootUrl || null }),
    ...(isChanged("notFoundUrl") && { notFoundUrl: after.notFoundUrl || null }),
    ...(isChanged("expiredUrl") && { expiredUrl: after.expiredUrl || null }),
    ...(isChanged("redirectStatus") && { redirectStatus: statusOf(after.redirectStatus) }),
    ...(isChanged("noindex") && { noindex: after.noindex }),
    ...(isChanged("isCrawled") && { robots: after.isCrawled ? "allow" : "disallow" }),
    ...(isChanged("caseSensitive") && { caseSensitive: after.caseSensitive }),
    ...(isChanged("apple") && { appleAppSiteAssociation: file(after.apple) }),
    ...(isChanged("android") && { assetLinks: file(after.android) }),
  };
}

export const STATUSES = [301, 302, 307, 308] as const satisfies readonly Domain["redirectStatus"][];

function statusOf(text: string): Domain["redirectStatus"] {
  return STATUSES.find((status) => `${status}` === text) ?? null;
}

/** Why the text is no JSON; undefined where it is, or where there is none. */
export function jsonFault(text: string): string | undefined {
  try {
    if (text.trim() !== "") JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
