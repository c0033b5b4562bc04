import { useQuery } from "@tanstack/react-query";
import { keysQuery, membersQuery } from "../../lib/choices.ts";
import { useHere } from "../../lib/me.ts";
import { useMessages } from "../../lib/messages.ts";
import { MESSAGES } from "./messages.ts";

/** What the keys and people are called who did something, as far as one may know. */
export function useActorName(): (actor: string | null) => string {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const members = useQuery({ ...membersQuery, enabled: may("members:read") });
  const keys = useQuery({ ...keysQuery, enabled: may("keys:read") });
  return (actor) => {
    if (actor === null) return t("somebody");
    if (actor === "operator") return t("operator");
    const known = [...(members.data ?? []), ...(keys.data ?? [])];
    return known.find(({ id }) => id === actor)?.name ?? actor;
  };
}
