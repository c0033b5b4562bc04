/** `work`, never twice at once: who asks while it is being done has it done once more, together with all who ask until that begins. */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  const begin = () => {
    next = null;
    last = work();
    return last;
  };
  return () => {
    next ??= last.then(begin, begin);
    return next;
  };
}
