import type { PasskeyCreateInput } from "@visoli/contract/passkey";

type Credential = PasskeyCreateInput["credential"];
type CreationJson = Parameters<typeof PublicKeyCredential.parseCreationOptionsFromJSON>[0];

/** Whether the browser can make a passkey here. */
export function hasPasskeys(): boolean {
  return isSecureContext && typeof PublicKeyCredential === "function";
}

/** Has the browser make a passkey, and gives back what the service wants to know of it; null where the person or the browser stopped. */
export async function makePasskey(options: object): Promise<Credential | null> {
  try {
    const publicKey = readOptions(options as CreationJson);
    const made = await navigator.credentials.create({ publicKey });
    return made instanceof PublicKeyCredential ? written(made) : null;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** What older browsers do not read by themselves. */
function readOptions(json: CreationJson): PublicKeyCredentialCreationOptions {
  if ("parseCreationOptionsFromJSON" in PublicKeyCredential)
    return PublicKeyCredential.parseCreationOptionsFromJSON(json);
  const { challenge, user, excludeCredentials = [], ...rest } = json;
  return {
    ...(rest as Omit<PublicKeyCredentialCreationOptions, "challenge" | "user">),
    challenge: bytesOf(challenge),
    user: { ...user, id: bytesOf(user.id) },
    excludeCredentials: excludeCredentials.map(({ id }) => ({ id: bytesOf(id), type: "public-key" })),
  };
}

function written(credential: PublicKeyCredential): Credential {
  const { clientDataJSON, attestationObject, getTransports } =
    credential.response as AuthenticatorAttestationResponse;
  const transports = getTransports?.call(credential.response);
  return {
    ...{ id: credential.id, rawId: base64url(credential.rawId), type: "public-key" },
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: {},
    response: {
      clientDataJSON: base64url(clientDataJSON),
      attestationObject: base64url(attestationObject),
      ...(transports && { transports }),
    },
  };
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function base64url(bytes: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
