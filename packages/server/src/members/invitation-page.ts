import type { InvitationInfo } from "@visoli/contract/member";
import { formPage } from "../core/form.ts";
import { formOf, link, linkButton } from "../core/form-input.ts";
import { escapeHtml } from "../core/page.ts";

/** Who looks at it: nobody who is known, the person that it is for, or somebody else. */
export type Reader = { kind: "nobody" } | { kind: "invited" | "other"; email: string };

/** What an invitation is for, and how it is accepted. */
export function invitationPage(info: InvitationInfo, token: string, reader: Reader): Response {
  const page = {
    title: `Join ${info.workspace}`,
    paragraphs: [
      `You are invited into the workspace <strong>${escapeHtml(info.workspace)}</strong>, as <strong>${info.role}</strong>.`,
      `The invitation is for ${escapeHtml(info.email)} and works until ${dayOf(info.expiresAt)}.`,
    ],
    ...wayIn(token, reader),
  };
  return formPage(page);
}

export function acceptedPage(workspace: string, role: string): Response {
  return formPage({
    title: `You are in ${workspace}`,
    paragraphs: [`You are there as <strong>${escapeHtml(role)}</strong>.`],
    content: linkButton("To your account", "/account"),
  });
}

/** Somebody who is signed in, but not with the address that was invited. */
export function wrongPersonPage(detail: string, token: string): Response {
  const page = {
    title: "This invitation is for somebody else",
    paragraphs: [escapeHtml(`${detail}.`)],
    content: signInButtons(token),
  };
  return formPage(page, 403);
}

export function noRoomPage(): Response {
  const page = {
    title: "The workspace is full",
    paragraphs: ["Its plan has no room for another member. Please tell who invited you."],
    content: linkButton("To your account", "/account"),
  };
  return formPage(page, 402);
}

function wayIn(token: string, reader: Reader): { content: string; footer?: string } {
  switch (reader.kind) {
    case "nobody":
      return { content: signInButtons(token) };
    case "other":
      return {
        content: `<p>You are signed in as <strong>${escapeHtml(reader.email)}</strong>, and it is for another address, or for this one once it is confirmed.</p>
${signInButtons(token)}`,
      };
    case "invited":
      return {
        content: formOf({ button: "Accept the invitation" }),
        footer: `You are signed in as ${escapeHtml(reader.email)}. ${link("Not you?", signInPath(token))}`,
      };
  }
}

function signInButtons(token: string): string {
  const signUp = `/account/sign-up?${new URLSearchParams({ invitation: token })}`;
  return `${linkButton("Sign in to accept", signInPath(token))}
${linkButton("Make an account", signUp, true)}`;
}

/** Where one signs in, to come back here. */
export function signInPath(token: string): string {
  return `/account/sign-in?${new URLSearchParams({ next: `/account/invitation/${token}` })}`;
}

/** `2 December 2026`, in UTC. */
function dayOf(at: string): string {
  const style = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat("en-GB", style).format(new Date(at));
}
