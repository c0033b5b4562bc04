import type { parse } from "micromark";

// micromark's types, which it does not export itself.
export type Extension = NonNullable<NonNullable<Parameters<typeof parse>[0]>["extensions"]>[number];
export type TokenizeContext = ReturnType<ReturnType<typeof parse>["document"]>;
export type Event = TokenizeContext["events"][number];
export type Token = Event[1];
export type Construct = NonNullable<TokenizeContext["currentConstruct"]>;
export type Effects = Parameters<Construct["tokenize"]>[0];
