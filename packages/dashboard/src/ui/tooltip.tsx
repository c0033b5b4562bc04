import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** A word about its trigger (something that takes the focus). */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={250}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            sideOffset={6}
            collisionPadding={8}
            className="animate-in z-60 max-w-72 rounded-lg bg-ink px-2.5 py-1.5 text-[0.8125rem] text-paper shadow-pop"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
