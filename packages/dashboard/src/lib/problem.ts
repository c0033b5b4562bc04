import { VisoliConnectionError, VisoliError } from "@visoli/sdk";
import { language } from "./language.ts";
import { defineMessages, translator } from "./messages.ts";

const MESSAGES = defineMessages(
  {
    connection: "The server cannot be reached right now.",
    unknown: "Something went wrong here. Try again.",
    failure: "Something went wrong on the server. Its reference is {requestId}.",
    signedOut: "You are not signed in any more. Sign in in another tab and try again: nothing is lost here.",
    wait: "Too many requests. Try again in {seconds} seconds.",
  },
  {
    connection: "Der Server ist gerade nicht erreichbar.",
    unknown: "Hier ist etwas schiefgegangen. Versuch es noch einmal.",
    failure: "Auf dem Server ist etwas schiefgegangen. Das Kennzeichen dazu ist {requestId}.",
    signedOut:
      "Du bist nicht mehr angemeldet. Melde dich in einem anderen Tab an und versuch es noch einmal: Hier geht nichts verloren.",
    wait: "Zu viele Anfragen. Versuch es in {seconds} Sekunden noch einmal.",
  },
);

/** What to tell a person of whatever was thrown. */
export function messageOf(error: unknown): string {
  const t = translator(MESSAGES, language());
  if (error instanceof VisoliConnectionError) return t("connection");
  if (!(error instanceof VisoliError)) return t("unknown");
  if (error.code === "auth.unauthenticated") return t("signedOut");
  if (error.status === 429 && error.retryAfter) return t("wait", { seconds: error.retryAfter });
  if (error.status >= 500) return t("failure", { requestId: error.requestId ?? "" });
  return error.detail ?? error.title;
}
