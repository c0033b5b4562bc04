import type { LinkCtx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";

/** @throws request.invalid where the link would lead back to the short domain, and so round in circles */
export function refuseSelfLoop(ctx: LinkCtx, url: string): void {
  // With a dot behind it a host name is the same host.
  if (new URL(url).host.replace(/\.(?=:|$)/, "") === ctx.config.domain) {
    throw invalid({
      path: "url",
      code: "self_loop",
      message: "Must not lead back to the domain of the short links",
    });
  }
}
