import type { Trigger, Visit } from "../core/visit.ts";
import type { ByteBuffer } from "../lib/byte-buffer.ts";
import { memoByText } from "../lib/memo.ts";
import { members } from "./step.ts";

const MAX_NAMES = 5_000;
const TRIGGERS: Record<Exclude<Trigger, "">, Uint8Array> = {
  qr: members({ trigger: "qr" }),
  open: members({ trigger: "open" }),
  orphan: members({ trigger: "orphan" }),
};

/** What was followed, and the rule and variant that decided where it went; nothing for a plain link, as most are. */
export function triggerStep(): (visit: Visit, row: ByteBuffer) => void {
  // Their owners choose the names, any text at all.
  const ofRule = memoByText(MAX_NAMES, (rule) => members({ rule }));
  const ofVariant = memoByText(MAX_NAMES, (variant) => members({ variant }));
  return ({ trigger, rule, variant }, row) => {
    if (trigger !== "") row.put(TRIGGERS[trigger]);
    if (rule !== "") row.put(ofRule(rule));
    if (variant !== "") row.put(ofVariant(variant));
  };
}
