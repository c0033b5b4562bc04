import { z } from "zod";

/** What an API key may do. A key makes only keys that may do no more than itself. */
export const SCOPES = ["links:read", "links:write", "stats:read", "keys:read", "keys:write"] as const;

export const ScopeSchema = z.enum(SCOPES).meta({ id: "Scope" });
export type Scope = z.infer<typeof ScopeSchema>;
