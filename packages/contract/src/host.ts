import { text } from "./text.ts";

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** The host as it is stored and compared: lower case, IDNA in ASCII, no dot at the end; null where it is no name of a host. */
export function normalizeHost(host: string): string | null {
  // A URL would read more out of these: a port, a path, an escape, an address.
  if (/[\s:/?#@\\%[\]]/.test(host)) return null;
  const name = URL.parse(`http://${host}`)?.hostname.replace(/\.$/, "") ?? "";
  const labels = name.split(".");
  const isName = labels.length > 1 && name.length <= 253 && labels.every((label) => LABEL.test(label));
  return isName && !/^\d+$/.test(labels.at(-1) ?? "") ? name : null;
}

/** The bare name of a host with a dot in it, in any script; read to lower-case ASCII. */
export const HostNameSchema = text(1, 253)
  .transform((host, context) => {
    const name = normalizeHost(host);
    if (name !== null) return name;
    const message = "Must be the name of a host such as go.example.com: no port, no path, no IP address";
    context.addIssue({ code: "custom", message, params: { code: "invalid_host" } });
    return host;
  })
  .meta({ description: "The name of a host", example: "go.example.com" });
