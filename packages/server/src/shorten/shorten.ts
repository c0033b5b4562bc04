import { DestinationSchema } from "@visoli/contract/url";
import type { LinkCtx } from "../core/ctx.ts";
import { ProblemError } from "../core/errors.ts";
import { DAY_MS, iso } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { publicWorkspace } from "./public-workspace.ts";

/** Makes a link in the workspace, as its operator; the rules of links apply. @throws request.invalid and others */
export type CreateLink = (
  workspaceId: string,
  input: { url: string; expiresAt: string },
) => Promise<{ shortUrl: string; expiresAt: string | null }>;

/** Why there is no link, by the key of its message; `said` is what the API says of it, in English. */
export type Fault = { fault: FaultKey; said?: string };
type FaultKey = "noAddress" | "harmful" | "rawIp" | "credentials" | "lookAlike" | "refused";
/** The link, or why there is none, for people. */
export type Shortened = { shortUrl: string; expiresAt: string | null } | Fault;

/** Whoever fills in the form waits for Google, but not for long; the link is judged again a moment later. */
const WEB_RISK_MS = 1_500;

/** What may be unusual about a link of a workspace, but not about anybody's. */
const REFUSED_FLAGS: Record<string, FaultKey> = {
  ...{ raw_ip: "rawIp", credentials: "credentials", look_alike: "lookAlike" },
};

/** What was entered, as a link may lead there; or why none may, as far as that is known at once. */
export function readDestination(ctx: LinkCtx, text: string): { url: string } | Fault {
  const url = withScheme(text);
  if (!/^https?:/i.test(url) || !DestinationSchema.safeParse(url).success) return { fault: "noAddress" };
  const { refusal, flags } = ctx.inspect(url);
  const fault = refusal === null ? flags.map((flag) => REFUSED_FLAGS[flag]).find(Boolean) : "harmful";
  return fault === undefined ? { url } : { fault };
}

/** Makes a link that anybody asked for, which ends after some days. */
export async function shorten(ctx: LinkCtx, createLink: CreateLink, url: string): Promise<Shortened> {
  if (await isThreat(ctx, url)) return { fault: "harmful" };
  const expiresAt = iso(ctx.now() + (ctx.config.publicShortening?.linkDays ?? 1) * DAY_MS);
  try {
    return await createLink(await publicWorkspace(ctx), { url, expiresAt });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status >= 500) throw error;
    return { fault: "refused", said: error.errors?.[0]?.message ?? error.detail };
  }
}

/** People write example.com. */
function withScheme(text: string): string {
  const trimmed = text.trim();
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) || !/^[^\s/:]+\.[^\s/:]+/.test(trimmed)
    ? trimmed
    : `https://${trimmed}`;
}

async function isThreat({ threats, log }: LinkCtx, url: string): Promise<boolean> {
  if (!threats.askWebRisk) return false;
  try {
    return (await within(WEB_RISK_MS, threats.askWebRisk(url))).kind === "threat";
  } catch (error) {
    log.warn({ err: error }, "Web Risk is slow; a public link was made before it answered");
    return false;
  }
}
