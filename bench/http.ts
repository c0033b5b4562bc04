/** Waits until the child answers under the address. @throws where it ends, or stays silent for a minute */
export async function untilAnswers(child: Bun.Subprocess, url: string): Promise<void> {
  const end = performance.now() + 60_000;
  while (performance.now() < end) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    const answer = await fetch(url, { redirect: "manual" }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer) return;
    await Bun.sleep(20);
  }
  throw new Error(`nothing answers at ${url} (exit code ${child.exitCode})`);
}

/** The body of an answer that must be 200. */
export async function getText(url: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(url, { headers });
  if (answer.status !== 200) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`);
  return answer.text();
}
