import { OWN_LINKS_SCOPES, type Scope } from "@visoli/contract/scopes";
import type { Actor } from "../packages/server/src/core/actor.ts";
import { createKey } from "../packages/server/src/keys/create.ts";
import type { World } from "./context.ts";
import { type Answer, askJson } from "./links.ts";

/** A key that sees its own links alone: as the verbs know it, as a request carries it, and what it is answered. */
export type OwnKey = {
  actor: Actor;
  id: string;
  text: string;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Status and code of the answer. */
  codes(method: string, path: string, body?: unknown): Promise<[number, string | undefined]>;
};

export async function addOwnKey(world: World, ...scopes: Scope[]): Promise<OwnKey> {
  const held = scopes.length > 0 ? scopes : [...OWN_LINKS_SCOPES];
  const { operator, ctx } = world;
  const { id, key } = await createKey(ctx, operator, { name: "own", scopes: held, linkAccess: "own" });
  const ask: OwnKey["ask"] = (...asked) => askJson(world, key, ...asked);
  return {
    actor: { kind: "key", keyId: id, workspaceId: operator.workspaceId, scopes: held, ownerId: id },
    ...{ id, text: key, ask },
    async codes(...asked) {
      const { status, body } = await ask(...asked);
      return [status, body?.code];
    },
  };
}
