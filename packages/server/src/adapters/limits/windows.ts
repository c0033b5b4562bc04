/** How often something was counted in a span of time that began with the first, and what is left of that. */
export type Window = { count: number; msLeft: number };

/** Counts things by name. Without Redis, and while it is away, each process counts for itself. */
export type Windows = {
  /** Counts one more; where nothing was counted lately, a span of so many seconds begins. */
  add(name: string, durationS: number): Promise<Window>;
  /** The same without counting; null where nothing was counted lately. */
  look(name: string, durationS: number): Promise<Window | null>;
  forget(name: string): Promise<void>;
};
