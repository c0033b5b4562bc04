import type { FieldError } from "@visoli/contract/errors";
import type { Rewrite, Skipped } from "@visoli/contract/rewrite";
import { ProblemError } from "../core/errors.ts";
import { findLinks } from "./find-links.ts";
import { planRewrite, refusedTarget } from "./plan.ts";

/** What is read of a request: content, format and what to leave alone; and the hosts of short links. */
export type ReadQuestion = Pick<Rewrite, "content" | "format" | "includeImages" | "skip" | "utm"> & {
  ownDomains: string[];
};
/** A destination, where it stands (UTF-16 units from `start` to `end`), and its entry of `skipped` in case no link may lead there. */
export type ReadTarget = { url: string; places: { start: number; end: number }[]; refused: Skipped };
/** A value that passes between threads, refusals included. */
export type Reading = { targets: ReadTarget[]; skipped: Skipped[] } | { refusal: FieldError[] };

/** Finds the destinations in the content. A short URL needs no escape in any of the places: it is plain ASCII without a mark. */
export function readContent(question: ReadQuestion): Reading {
  try {
    const { targets, skipped } = planRewrite(
      findLinks(question.content, question.format, question),
      question,
    );
    return {
      targets: targets.map((target) => ({
        url: target.url,
        places: target.places.map(({ start, end }) => ({ start, end })),
        refused: refusedTarget(target),
      })),
      skipped,
    };
  } catch (error) {
    if (error instanceof ProblemError && error.errors) return { refusal: error.errors };
    throw error;
  }
}
