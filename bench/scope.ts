type Undo = () => void | Promise<void>;

const undos: Undo[] = [];
let closing: Promise<void> | null = null;

/** Remembers how to undo what was just started; done last first by `closeScope`, on Ctrl-C too. */
export function onEnd(undo: Undo): void {
  undos.push(undo);
}

/** Undoes everything once; a failure of one does not keep the others from being undone. */
export function closeScope(): Promise<void> {
  closing ??= closeAll();
  return closing;
}

/** From now on Ctrl-C (or a SIGTERM) undoes everything before the process ends. */
export function closeOnSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void closeScope().then(() => process.exit(130)));
  }
}

async function closeAll(): Promise<void> {
  for (let undo = undos.pop(); undo; undo = undos.pop()) {
    try {
      await undo();
    } catch (error) {
      console.error("while cleaning up:", error);
    }
  }
}
