import type { Context } from "hono";
import type { Actor } from "../core/actor.ts";
import type { Env } from "../core/http.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { type People, type Visitor, visitorOf } from "./people.ts";

/** Who is signed in, as the browser's cookie says. */
export type Here = {
  actor: Extract<Actor, { kind: "person" }>;
  sessionId: string;
  /** To be set beside the answer: a session that is used lives on. */
  cookies: string[];
};

/** What pages ask of a request. */
export type Door = {
  people: People;
  visitor(c: Context<Env>): Visitor;
  /** null where nobody is signed in, or the session is over. */
  here(c: Context<Env>): Promise<Here | null>;
};

export function openDoor(people: People, readAddress: ReadAddress): Door {
  const visitor = (c: Context<Env>) => visitorOf(people, c, readAddress);
  return { people, visitor, here: (c) => hereOf(people, visitor(c)) };
}

async function hereOf({ sessions }: People, { caller }: Visitor): Promise<Here | null> {
  const cookie = sessions.cookieOf(caller.cookie);
  const session = cookie === undefined ? null : await sessions.find(cookie);
  if (cookie === undefined || !session) return null;
  const { id: sessionId, userId, isInstanceAdmin, lacksSecondFactor, memberships } = session;
  const place = memberships.find((one) => one.workspaceId === session.workspaceId) ??
    memberships[0] ?? { workspaceId: "", role: "viewer" as const };
  const renewed = await sessions.renew(session, cookie);
  const from = caller.addressClass;
  return {
    actor: { kind: "person", userId, ...place, isInstanceAdmin, lacksSecondFactor, from },
    sessionId,
    cookies: renewed === null ? [] : [renewed],
  };
}
