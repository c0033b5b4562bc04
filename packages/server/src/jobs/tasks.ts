import type { LinkCtx } from "../core/ctx.ts";
import { claimTasks, endTask, putOffTask, type Task } from "../db/tasks.ts";
import { MINUTE_MS } from "../lib/time.ts";

/** Does one task. What it throws is tried again, later and later. */
export type DoTask = (task: Task) => Promise<void>;

const AT_ONCE = 8;
const MAX_ATTEMPTS = 5;
/** Four times as long after each failure: an hour after the fourth. */
const FIRST_PAUSE_MS = MINUTE_MS;
/** Whoever has not ended a task by then has broken off. */
const CLAIM_MS = MINUTE_MS;

/** Does what is due, several at once, until nothing is left. */
export async function doTasks(ctx: LinkCtx, kinds: Record<string, DoTask>): Promise<void> {
  for (;;) {
    const now = ctx.now();
    const claim = { now, until: now + CLAIM_MS, limit: AT_ONCE };
    const tasks = await claimTasks(ctx.db, ctx.config.database.kind, claim);
    await Promise.all(tasks.map((task) => doTask(ctx, kinds, task)));
    if (tasks.length < AT_ONCE) return;
  }
}

async function doTask(ctx: LinkCtx, kinds: Record<string, DoTask>, task: Task): Promise<void> {
  try {
    // Past the last attempt: whoever was at it ended with it, each time.
    if (task.attempts <= MAX_ATTEMPTS) await kinds[task.kind]?.(task);
  } catch (error) {
    ctx.log.warn({ task: task.kind, link: task.link_id, attempts: task.attempts, err: error }, "task failed");
    if (task.attempts < MAX_ATTEMPTS)
      return putOffTask(ctx.db, task, ctx.now() + FIRST_PAUSE_MS * 4 ** (task.attempts - 1));
  }
  await endTask(ctx.db, task);
}
