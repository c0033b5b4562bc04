import { createThread, ThreadBusy } from "../../lib/thread.ts";
import { type Drawing, drawNow } from "./drawing.ts";
import type { QrImage, QrRefusal } from "./render.ts";

export type Drawn = QrImage | QrRefusal | { refused: "busy" };
export type QrDrawer = (drawing: Drawing) => Promise<Drawn>;

/** Up to here a PNG without a logo takes a few milliseconds. */
const MAX_PIXELS_AT_ONCE = 1_024;
const MAX_WAITING = 32;

/** Draws small codes at once, and those that would hold up redirects on a thread of their own, one after the other. */
export function createQrDrawer(): QrDrawer {
  const ask = createThread<Drawing, QrImage | QrRefusal>(
    new URL("./draw-worker.ts", import.meta.url),
    MAX_WAITING,
  );
  return async (drawing) => {
    if (!isLarge(drawing)) return drawNow(drawing);
    try {
      return await ask(drawing);
    } catch (error) {
      if (error instanceof ThreadBusy) return { refused: "busy" };
      throw error;
    }
  };
}

/** A logo has to be unpacked first, whatever is drawn around it. */
function isLarge({ look, logo }: Drawing): boolean {
  return logo !== null || (look.format === "png" && look.size > MAX_PIXELS_AT_ONCE);
}
