/** The service's own domain as the database names it: its links stay where they are when PUBLIC_URL changes. */
export const OWN_DOMAIN = "";

/** The host that people see, of a domain as the database names it. */
export function shownDomain(config: { domain: string }, stored: string): string {
  return stored === OWN_DOMAIN ? config.domain : stored;
}

/** The domain as the database names it, of a host that people see. */
export function storedDomain(config: { domain: string }, shown: string): string {
  return shown === config.domain ? OWN_DOMAIN : shown;
}
