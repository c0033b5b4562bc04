import { clsx } from "clsx";
import type { ReactNode } from "react";

const LOOKS = {
  note: "bg-mark-soft text-ink",
  warn: "bg-warn-soft text-warn",
  alarm: "bg-alarm-soft text-alarm",
  good: "bg-good-soft text-good",
};

/** Something to know before going on; an alarm is read aloud at once. */
export function Alert({ look = "note", children }: { look?: keyof typeof LOOKS; children: ReactNode }) {
  return (
    <div
      role={look === "alarm" ? "alert" : "status"}
      className={clsx("rounded-lg px-3 py-2.5 wrap-anywhere", LOOKS[look])}
    >
      {children}
    </div>
  );
}
