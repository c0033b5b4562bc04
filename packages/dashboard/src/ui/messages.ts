import { defineMessages, type Translate, useMessages } from "../lib/messages.ts";

const MESSAGES = defineMessages(
  {
    close: "Close",
    cancel: "Cancel",
    save: "Save",
    copy: "Copy",
    copied: "Copied",
    retry: "Try again",
    loading: "Loading",
    notLoaded: "This could not be loaded",
    typeToConfirm: "Type {text} to confirm",
    more: "Load more",
    noAccess: "Your role in this workspace does not include this. Ask an admin.",
  },
  {
    close: "Schließen",
    cancel: "Abbrechen",
    save: "Speichern",
    copy: "Kopieren",
    copied: "Kopiert",
    retry: "Noch einmal versuchen",
    loading: "Wird geladen",
    notLoaded: "Das konnte nicht geladen werden",
    typeToConfirm: "Zum Bestätigen {text} eingeben",
    more: "Mehr laden",
    noAccess: "Deine Rolle in diesem Arbeitsbereich umfasst das nicht. Frag einen Admin.",
  },
);

/** The words that all of the parts share. */
export function useUiMessages(): Translate<keyof (typeof MESSAGES)["en"]> {
  return useMessages(MESSAGES);
}
