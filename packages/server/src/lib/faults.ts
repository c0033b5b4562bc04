/** Where a click is between its visitor and the ledger; the places at which tests end the process. */
export const FAULT_POINTS = [
  /** A segment is there, and nothing is in it. */
  "journal.opened",
  /** The lines of a turn are in the file; nobody was answered. */
  "journal.written",
  /** The segment gets no more lines; its name does not say yet what is in it. */
  "journal.sealing",
  /** Now it does, and it is not on the disk yet. */
  "journal.sealed",
  "ingest.inserting",
  /** The click store has the segment, and it is still there. */
  "ingest.inserted",
  "ingest.removed",
] as const;

export type FaultPoint = (typeof FAULT_POINTS)[number];
export type Fault = { point: FaultPoint; count: number };
/** Called as each point is passed. */
export type Faults = (point: FaultPoint) => void;

export const noFaults: Faults = () => {};

/** Ends the process as a power switch would, the `count`-th time that the point is passed. */
export function killAt({ point, count }: Fault): Faults {
  let left = count;
  return (passed) => {
    if (passed === point && --left === 0) process.kill(process.pid, "SIGKILL");
  };
}
