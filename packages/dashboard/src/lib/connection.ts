import { useSyncExternalStore } from "react";

const RETRY_MS = 2_000;
const listeners = new Set<() => void>();
const returns = new Set<() => void>();
let isThere = true;

/** Says whether the server answered; while it does not, it is asked again until it does. */
export function reportConnection(answered: boolean): void {
  if (answered === isThere) return;
  isThere = answered;
  for (const tell of listeners) tell();
  if (answered) for (const back of returns) back();
  else setTimeout(tryAgain, RETRY_MS);
}

async function tryAgain(): Promise<void> {
  if (isThere) return;
  if (await answers()) reportConnection(true);
  else setTimeout(tryAgain, RETRY_MS);
}

/** Whether the server answers at this moment. */
export async function answers(): Promise<boolean> {
  return fetch("/healthz").then(
    (response) => response.ok,
    () => false,
  );
}

/** Calls back each time that the server is there again. */
export function onReturn(back: () => void): () => void {
  returns.add(back);
  return () => returns.delete(back);
}

/** From where the server does not answer until it does again. */
export function untilReturn(): Promise<void> {
  return new Promise((resolve) => {
    const stop = onReturn(() => {
      stop();
      resolve();
    });
    reportConnection(false);
  });
}

export function useIsConnected(): boolean {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => isThere,
  );
}
