import { clsx } from "clsx";

/** How much of a limit is used, in the colour of how near its end is. */
export function Meter({ used, limit, label }: { used: number; limit: number; label: string }) {
  const share = limit > 0 ? Math.min(used / limit, 1) : 1;
  const look = share >= 1 ? "bg-alarm" : share >= 0.8 ? "bg-warn" : "bg-mark";
  return (
    // biome-ignore lint/a11y/useSemanticElements: its looks are the same in no two browsers
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={limit}
      aria-valuenow={Math.min(used, limit)}
      className="h-2 overflow-hidden rounded-full bg-line"
    >
      <div className={clsx("h-full rounded-full", look)} style={{ width: `${share * 100}%` }} />
    </div>
  );
}
