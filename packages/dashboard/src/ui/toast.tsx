import { useSyncExternalStore } from "react";
import { messageOf } from "../lib/problem.ts";

type Toast = { id: number; text: string; isAlarm: boolean; action?: { label: string; run(): void } };

const SHOWN_MS = 6_000;
const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let count = 0;

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Says for a moment what was done, perhaps with a way to undo it. */
export function toast(text: string, action?: { label: string; run(): void }, isAlarm = false): void {
  count += 1;
  const id = count;
  change([...toasts, { id, text, isAlarm, ...(action && { action }) }]);
  setTimeout(() => dismiss(id), SHOWN_MS);
}

export function toastError(error: unknown): void {
  toast(messageOf(error), undefined, true);
}

function dismiss(id: number): void {
  change(toasts.filter((each) => each.id !== id));
}

/** Where the toasts stand; once on the page. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-60 grid justify-items-center gap-2"
    >
      {shown.map(({ id, text, isAlarm, action }) => (
        <div
          key={id}
          role={isAlarm ? "alert" : undefined}
          className="animate-in pointer-events-auto flex max-w-lg items-center gap-4 rounded-xl bg-ink px-4 py-2.5 text-paper shadow-pop wrap-anywhere"
        >
          {text}
          {action && (
            <button
              type="button"
              className="font-semibold underline"
              onClick={() => {
                dismiss(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
