import type { Log } from "../core/ctx.ts";

export type Job = {
  /** Lets the run that is under way end, and starts no other. */
  stop(): Promise<void>;
};

/** Does the work again and again, `pauseMs` after each end; after a failure (logged) later and later, up to `maxPauseMs`. */
export function every(
  pauseMs: number,
  log: Log,
  name: string,
  work: () => Promise<unknown>,
  maxPauseMs = Math.max(pauseMs, 10_000),
): Job {
  let failures = 0;
  let timer: Timer;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  async function run(): Promise<void> {
    try {
      await work();
      if (failures > 0) log.info({ job: name, failures }, "job works again");
      failures = 0;
    } catch (error) {
      failures++;
      log.error({ job: name, failures, err: error }, "job failed; it will be tried again");
    }
    if (!stopped) schedule(Math.min(maxPauseMs, pauseMs * 2 ** Math.min(failures, 20)));
  }

  function schedule(afterMs: number): void {
    timer = setTimeout(() => {
      running = run();
    }, afterMs);
  }

  schedule(pauseMs);
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
