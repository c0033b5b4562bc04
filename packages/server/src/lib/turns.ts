/** To be awaited after each piece of long work: after every `count` pieces, whatever waits in the event loop has its turn. */
export function turnsEvery(count: number): () => Promise<void> | undefined {
  let done = 0;
  return () => (++done % count === 0 ? new Promise(setImmediate) : undefined);
}
