import { invalid } from "../core/errors.ts";

/** Counts work, one unit being about 10 ns. @throws request.invalid when it becomes too much */
export type Spend = (units: number) => void;

/** About a second on a small machine. */
export const MAX_EFFORT = 100_000_000;

/** A budget of work for one call. It is counted and not timed, so that the same content always gets the same answer. */
export function newEffort(max = MAX_EFFORT): Spend {
  let spent = 0;
  return (units) => {
    spent += units;
    if (spent > max) throw tooComplex();
  };
}

/** The content would take too long to read, by its length or by how it is made. */
export function tooComplex() {
  return invalid({
    path: "content",
    code: "too_complex",
    message: "Is too long or too deeply nested to be rewritten in one call",
  });
}
