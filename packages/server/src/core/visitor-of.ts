import type { Server } from "bun";
import type { Context } from "hono";
import type { Env } from "./http.ts";
import type { ReadAddress } from "./visitor-address.ts";

/** What the listener hands down beside the request. */
export type Listener = { server?: Pick<Server<unknown>, "requestIP"> };

/** The address of whoever asks, as the redirect knows it; "" where it cannot be known. For limits: it is written nowhere. */
export function addressOfVisitor(c: Context<Env>, readAddress: ReadAddress): string {
  const { server } = (c.env ?? {}) as Listener;
  return readAddress(
    () => server?.requestIP(c.req.raw)?.address ?? "",
    c.req.header("x-forwarded-for") ?? null,
  );
}
