import type { Agent } from "../lib/agent.ts";
import { memoByObject } from "../lib/memo.ts";
import { members } from "./step.ts";

/** What the user agent tells of browser, system and device; of who wants to be left alone no more than the kind of device. */
export function agentStep(): (agent: Agent, isPrivate: boolean) => Uint8Array {
  const write = memoByObject(({ browser, os, device, deviceModel }: Agent) =>
    members({ browser, os, device_model: deviceModel, device }),
  );
  const writePrivate = memoByObject(({ browser, os, device }: Agent) => members({ browser, os, device }));
  return (agent, isPrivate) => (isPrivate ? writePrivate(agent) : write(agent));
}
