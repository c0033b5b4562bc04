import { useEffect, useRef } from "react";

/** Calls back when the key is pressed (`c`, `/`, `?`, `mod+k`), not while something is typed or a dialog is open. */
export function useShortcut(key: string, act: () => void, { inFields = false } = {}): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!isPressed(key, event) || event.defaultPrevented || event.isComposing) return;
      if (
        !inFields &&
        (isTyping(event.target) || document.querySelector("[role=dialog],[role=alertdialog],[role=menu]"))
      )
        return;
      event.preventDefault();
      latest.current();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [key, inFields]);
}

function isPressed(key: string, event: KeyboardEvent): boolean {
  const isModified = event.ctrlKey || event.metaKey;
  const [modifier, letter] = key.startsWith("mod+") ? [true, key.slice(4)] : [false, key];
  return isModified === modifier && !event.altKey && event.key.toLowerCase() === letter;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=checkbox]),textarea,select"))
  );
}

/** Whether keys are named as on a Mac. */
export function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}
