import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { invalid } from "./errors.ts";
import type { Env } from "./http.ts";
import type { Idempotency } from "./idempotency.ts";

/** The header, for the description of a route. */
export const idempotencyHeader = z.object({
  "Idempotency-Key": z.string().optional().meta({
    description: "Up to 255 printable characters; the same key and request get the same answer for 24 hours",
  }),
});

/** The Idempotency-Key of a request, with what it asks. @throws request.invalid where the key is not 1 to 255 printable ASCII characters */
export function idempotencyOf(c: Context<Env>, input: unknown): Idempotency | undefined {
  const key = c.req.header("Idempotency-Key");
  if (key === undefined) return undefined;
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw invalid({
      path: "Idempotency-Key",
      code: "invalid_format",
      message: "Must be 1 to 255 printable ASCII characters",
    });
  }
  return { key, request: [c.req.method, c.req.path, input] };
}
