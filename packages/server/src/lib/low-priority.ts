import { dlopen } from "bun:ffi";

const PROCESS = 0;
const OWN_THREAD = 0;
const NICENESS = 10;

/**
 * From now on the thread that calls it gets a core only where those of ordinary priority leave one: on Linux each thread has a priority of
 * its own. Elsewhere, and where that is not allowed, everything stays as it is.
 */
export function lowerPriority(): void {
  if (process.platform !== "linux") return;
  try {
    const library = dlopen("libc.so.6", {
      setpriority: { args: ["i32", "u32", "i32"], returns: "i32" },
    });
    library.symbols.setpriority(PROCESS, OWN_THREAD, NICENESS);
    library.close();
  } catch {
    // Another libc: nothing depends on it.
  }
}
