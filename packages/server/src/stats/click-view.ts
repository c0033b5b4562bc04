import { randomText } from "@visoli/contract/base62";
import type { ClickView } from "../analytics/questions/click-columns.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { shortUrl } from "../core/short-url.ts";
import { serviceSecret } from "../db/secrets.ts";

/** What the clicks of these workspaces are shown with. */
export type ReadView = (workspaceIds: ReadonlySet<string>) => Promise<ClickView>;

export function clickViews(ctx: ClickCtx): ReadView {
  let secret: string | undefined;
  return async (workspaceIds) => {
    secret ??= await serviceSecret(ctx.db, "clicks", randomText(43));
    const { domains, config } = ctx;
    const hosts = domains.hosts().flatMap((name) => {
      const domain = domains.byHost(name);
      if (!domain || (domain.workspaceId !== null && !workspaceIds.has(domain.workspaceId))) return [];
      const origin = shortUrl({ domains, publicUrl: config.publicUrl }, { domain: domain.id, slug: "" });
      return [{ id: domain.id, host: domain.host, origin }];
    });
    return { secret, hosts };
  };
}
