import type { LinkCtx } from "../core/ctx.ts";

/** How one signs in here. */
export function optionsOf({ config, mail }: LinkCtx) {
  const { registration, google, github, oidc } = config.signIn;
  const providers = [
    ...(google ? [{ id: "google" as const, name: "Google" }] : []),
    ...(github ? [{ id: "github" as const, name: "GitHub" }] : []),
    ...(oidc ? [{ id: "oidc" as const, name: oidc.name }] : []),
  ];
  return { registration, isMailOn: mail.isOn, providers };
}

export type Options = ReturnType<typeof optionsOf>;
