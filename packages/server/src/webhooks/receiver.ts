import type { FieldError } from "@visoli/contract/errors";
import { reachOf } from "../adapters/web/fetch-public.ts";
import { explain } from "../adapters/web/outcome.ts";
import { readTarget } from "../adapters/web/target.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { leadsToUs } from "../core/domains.ts";
import { invalid } from "../core/errors.ts";

/** Refuses at once what could never be posted to. Where a name leads is looked at whenever something is sent. @throws request.invalid */
export function checkReceiver(ctx: LinkCtx, url: string): void {
  const fault = faultOf(ctx, url);
  if (fault) throw invalid({ path: "url", ...fault });
}

function faultOf(ctx: LinkCtx, url: string): Pick<FieldError, "code" | "message"> | null {
  if (leadsToUs(ctx.domains, url))
    return { code: "self_loop", message: "Must not lead to the service itself" };
  const reach = reachOf({ isPrivateAllowed: ctx.config.arePrivateWebhooksAllowed });
  const target = readTarget(url, reach);
  const refuse = (reason: Parameters<typeof explain>[0]["reason"]) => ({
    code: reason,
    message: `The address ${explain({ kind: "refused", reason: reason as "url", url })}`,
  });
  if (typeof target === "string") return refuse(target);
  return target.isAddress && !reach.isAllowed(target.host) ? refuse("not_public") : null;
}
