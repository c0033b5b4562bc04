import { clsx } from "clsx";
import type { ReactNode } from "react";

const LOOKS = {
  plain: "bg-sunken text-soft",
  mark: "bg-mark-soft text-mark",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  alarm: "bg-alarm-soft text-alarm",
};
export type BadgeLook = keyof typeof LOOKS;

export function Badge({
  look = "plain",
  children,
  className,
}: {
  look?: BadgeLook;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={clsx(
        "inline-flex max-w-full items-center gap-1 truncate rounded-md px-1.5 py-0.5 text-xs font-medium whitespace-nowrap",
        LOOKS[look],
        className,
      )}
    >
      {children}
    </span>
  );
}
