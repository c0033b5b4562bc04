import { lazyRouteComponent } from "@tanstack/react-router";
import { type ComponentType, lazy } from "react";
import { answers, untilReturn } from "./connection.ts";

/** A page whose code is loaded when somebody goes there. */
export function lazyPage<Name extends string, Module extends Record<Name, ComponentType>>(
  load: () => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(() => patiently(load), name);
}

/** A part whose code is loaded when it is first shown; it stands within a `Suspense`. */
export function lazyPart<Props>(load: () => Promise<{ default: ComponentType<Props> }>) {
  return lazy(() => patiently(load));
}

/** Waits while the server is away; where it is there and has no such code any more (it was renewed), that is the caller's to know. */
async function patiently<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  for (;;) {
    try {
      return await load();
    } catch (error) {
      if (await answers()) throw error;
      await untilReturn();
    }
  }
}
