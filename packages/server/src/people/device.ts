import type { LinkCtx } from "../core/ctx.ts";

/** The browser and system of a User-Agent, as people call them. */
export function deviceOf({ visitors }: LinkCtx, userAgent: string | null): string {
  const { browser, os } = visitors.readAgent(userAgent ?? "");
  return [browser, os].filter(Boolean).join(" on ") || "Unknown device";
}
