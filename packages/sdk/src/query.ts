import type { Filter } from "@visoli/contract/filter";

/** What can be asked for by a query string, as a program says it: numbers, booleans and lists beside their spelling. */
export type Query<Input, Output> = {
  [Name in keyof Input]: Name extends keyof Output
    ? Value<Exclude<Input[Name], undefined>, Exclude<Output[Name], undefined>> | undefined
    : Input[Name];
};

type Value<Input, Output> = unknown extends Input
  ? Output
  : Output extends boolean
    ? Input | boolean
    : Output extends readonly string[]
      ? Input | readonly Output[number][]
      : Output extends Filter | readonly object[]
        ? Input | readonly (string | number)[]
        : Input;
