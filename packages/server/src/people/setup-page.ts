import { formPage } from "../core/form.ts";
import { formOf, linkButton } from "../core/form-input.ts";
import { escapeHtml } from "../core/page.ts";
import { EMAIL, NAME, NEW_PASSWORD } from "./account-inputs.ts";
import type { Came } from "./sign-in-page.ts";

/** The form that makes the service's first person. */
export function setupPage({ values = {}, refusal }: Omit<Came, "next"> = {}): Response {
  const { faults = {}, status, headers } = refusal ?? {};
  const page = {
    title: "Set up your login",
    paragraphs: [
      "You get an account that owns the first workspace and administers this service. This page works once.",
    ],
    content: formOf({
      ...{ button: "Set up the login", inputs: [NAME, EMAIL, NEW_PASSWORD], values, faults },
    }),
  };
  return formPage(page, status, headers);
}

export function setupDonePage(domain: string): Response {
  return formPage(
    {
      title: "You are signed in",
      paragraphs: [
        `Your account at <strong>${escapeHtml(domain)}</strong> is there, and this browser is signed in.`,
        "The API key from the first start works as before.",
      ],
      content: linkButton("To your account", "/account"),
    },
    201,
  );
}
