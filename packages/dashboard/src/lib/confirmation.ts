import { VisoliError } from "@visoli/sdk";
import { useSyncExternalStore } from "react";

type Question = { answer(isConfirmed: boolean): void };

const listeners = new Set<() => void>();
let question: Question | null = null;

function change(next: Question | null): void {
  question = next;
  for (const tell of listeners) tell();
}

/**
 * Does what the service may want a fresh password for: then it is asked for, and the same is done again. False where somebody gave up
 * there, and nothing was done.
 */
export async function confirmed(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof VisoliError && error.code === "auth.confirmation_needed")) throw error;
  }
  if (!(await ask())) return false;
  await act();
  return true;
}

function ask(): Promise<boolean> {
  question?.answer(false);
  return new Promise((resolve) =>
    change({
      answer(isConfirmed) {
        change(null);
        resolve(isConfirmed);
      },
    }),
  );
}

/** What waits for a password; null most of the time. */
export function useQuestion(): Question | null {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => question,
  );
}
