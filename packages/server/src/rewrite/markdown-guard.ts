import type { Spend } from "./effort.ts";
import type { Construct, Effects, Extension } from "./markdown-types.ts";

const STEP_EFFORT = 3;
const ATTEMPT_EFFORT = 30;
const TOKEN_EFFORT = 300;
/** Line endings (as micromark counts them) and `! & * < [ \ ] _` and the backtick: what the inside of a paragraph is looked through for. */
const CODES = [-5, -4, -3, 33, 38, 42, 60, 91, 92, 93, 95, 96];
const CLOSING_BRACKET = 93;

/**
 * A micromark extension that reads nothing and counts what the others do inside of paragraphs,
 * where an unclosed `<!--` makes them look to the end again and again.
 */
export function markdownGuard(spend: Spend): Extension {
  const counted = new WeakSet<Effects>();
  const guard: Construct = {
    partial: true,
    tokenize(effects, _, nok) {
      spend(ATTEMPT_EFFORT);
      if (!counted.has(effects)) {
        counted.add(effects);
        count(effects, spend);
      }
      return nok;
    },
  };
  const references: Construct = {
    partial: true,
    tokenize(_effects, _, nok) {
      // Each reference is looked up in a plain list.
      spend(this.parser.defined.length);
      return nok;
    },
  };
  const text = Object.fromEntries(CODES.map((code) => [code, guard]));
  return {
    text: { ...text, [CLOSING_BRACKET]: [guard, references] },
    // Emphasis moves no link, and takes cubic time on `*a_` in a row.
    disable: { null: ["attention"] },
  };
}

function count(effects: Effects, spend: Spend): void {
  const { consume, enter } = effects;
  effects.consume = (code) => {
    spend(STEP_EFFORT);
    return consume(code);
  };
  effects.enter = (type, fields) => {
    spend(TOKEN_EFFORT);
    return enter(type, fields);
  };
}
