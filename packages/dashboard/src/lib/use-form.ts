import { VisoliError } from "@visoli/sdk";
import { type FormEvent, useState } from "react";
import { messageOf } from "./problem.ts";

export type Form<Values> = {
  values: Values;
  set<Name extends keyof Values>(name: Name, value: Values[Name]): void;
  reset(values: Values): void;
  /** What is wrong with a field, by its path on the wire (`url`, `rules[0].then`); parts of it count as it. */
  fault(path: string): string | undefined;
  /** What is wrong with no field that `fault` was asked for. */
  problem: string | undefined;
  /** Whether it is that the plan has no more of it. */
  isPlanSpent: boolean;
  isBusy: boolean;
  isChanged: boolean;
  submit(event?: FormEvent): void;
};

type Faults = { path: string; message: string }[];

/** Values of a form, sent by `send`; what the server finds wrong stands beside its field. */
export function useForm<Values extends object>(
  initial: Values,
  send: (values: Values) => Promise<unknown>,
): Form<Values> {
  const [begun, setBegun] = useState(initial);
  const [values, setValues] = useState(initial);
  const [faults, setFaults] = useState<Faults>([]);
  const [problem, setProblem] = useState<string>();
  const [isPlanSpent, setPlanSpent] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const asked = new Set<string>();
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    setFaults([]);
    try {
      await send(values);
    } catch (error) {
      const found = error instanceof VisoliError ? (error.errors ?? []) : [];
      setFaults(found);
      setPlanSpent(error instanceof VisoliError && error.status === 402);
      const isShown =
        found.length > 0 && found.every(({ path }) => [...asked].some((one) => covers(one, path)));
      if (!isShown) setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    ...{ values, problem, isPlanSpent, isBusy },
    isChanged: JSON.stringify(values) !== JSON.stringify(begun),
    set: (name, value) => setValues((before) => ({ ...before, [name]: value })),
    reset: (next) => {
      setBegun(next);
      setValues(next);
      setFaults([]);
      setProblem(undefined);
    },
    fault: (path) => {
      asked.add(path);
      return faults.find((each) => covers(path, each.path))?.message;
    },
    submit: (event) => {
      event?.preventDefault();
      if (!isBusy) void run();
    },
  };
}

const covers = (path: string, faulty: string) =>
  faulty === path || faulty.startsWith(`${path}.`) || faulty.startsWith(`${path}[`);
