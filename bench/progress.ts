const WIDTH = 30;

/** A bar with percent and time to go, on one line of stderr; on no terminal a line at each tenth. */
export function createProgress(what: string, total: number): (done: number) => void {
  const start = performance.now();
  let shown = -1;
  return (done) => {
    const part = Math.min(1, done / total);
    const step = process.stderr.isTTY ? Math.floor(part * 200) : Math.floor(part * 10);
    if (step === shown) return;
    shown = step;
    const seconds = (performance.now() - start) / 1_000;
    const left = part > 0 ? `${Math.ceil((seconds / part) * (1 - part))} s left` : "";
    const bar = "#".repeat(Math.round(part * WIDTH)).padEnd(WIDTH, ".");
    const line = `${what} [${bar}] ${Math.floor(part * 100)} % ${part < 1 ? left : `${seconds.toFixed(1)} s`}`;
    if (!process.stderr.isTTY) console.error(line);
    else process.stderr.write(`\r\x1b[K${line}${part < 1 ? "" : "\n"}`);
  };
}

/** The bar of something whose length is known: moves by the clock until the work ends. */
export async function withClock<T>(what: string, seconds: number, work: Promise<T>): Promise<T> {
  const show = createProgress(what, seconds);
  const start = performance.now();
  const timer = setInterval(() => show(Math.min(seconds * 0.99, (performance.now() - start) / 1_000)), 250);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    show(seconds);
  }
}
