/** What our guard found wrong with an address, before anything was sent there. */
export type RefusedReason = "url" | "scheme" | "credentials" | "port" | "not_public";

export type FailedReason = "dns" | "connection" | "tls" | "timeout" | "redirects" | "protocol";

/** `url` is where it ended, after redirects. */
export type Refused = { kind: "refused"; reason: RefusedReason; url: string };
export type Failed = { kind: "failed"; reason: FailedReason; url: string };

/** `body` is empty if it came encoded (gzip and the like); `isTruncated` says that there was more of it than we read. */
export type Answer = {
  kind: "answer";
  status: number;
  headers: Headers;
  body: Uint8Array;
  isTruncated: boolean;
  url: string;
};

export type FetchOutcome = Answer | Refused | Failed;

const REASONS: Record<RefusedReason | FailedReason, string> = {
  url: "is not a valid address",
  scheme: "does not start with http:// or https://",
  credentials: "contains a user name or a password",
  port: "names a port that is not one of the usual web ports",
  not_public: "does not lead to a public address on the internet",
  dns: "names a host that could not be found in the DNS",
  connection: "could not be reached: the connection was not accepted, or broke off",
  tls: "has no valid certificate for its name",
  timeout: "did not answer in time",
  redirects: "redirects too many times",
  protocol: "did not answer with valid HTTP",
};

/** Why there is no answer, for people: a predicate that continues a sentence beginning with the address. */
export function explain(outcome: Refused | Failed): string {
  return REASONS[outcome.reason];
}
