/** Called between small pieces of long work; gives back a promise to await where it is somebody else's turn. */
export type Pacer = () => Promise<void> | null;

/** Lets others have their turn whenever the work has gone on for `budgetMs`, so that a redirect never waits for much longer. */
export function createPacer(budgetMs = 4): Pacer {
  let began = performance.now();
  return () => {
    if (performance.now() - began < budgetMs) return null;
    return Bun.sleep(1).then(() => {
      began = performance.now();
    });
  };
}
