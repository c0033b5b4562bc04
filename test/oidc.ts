import { createSign, generateKeyPairSync, randomUUID } from "node:crypto";

export type OidcPerson = { sub: string; email: string; email_verified: boolean; name: string };

/** A real OpenID Connect issuer on 127.0.0.1: discovery, token and keys. */
export type OidcIssuer = {
  issuer: string;
  /** Who signs in next; gives back the code that the issuer would send the browser back with. */
  agree(authorizationUrl: string, person: OidcPerson): string;
  /** What is wrong with the next token: it is another's, is for another client, or answers another question. */
  forge(fault: "signature" | "audience" | "issuer" | "nonce" | null): void;
  close(): Promise<void>;
};

export function startOidc(clientId: string): OidcIssuer {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const others = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const codes = new Map<string, { person: OidcPerson; nonce: string | null }>();
  let fault: Parameters<OidcIssuer["forge"]>[0] = null;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { pathname, origin } = new URL(request.url);
      if (pathname === "/.well-known/openid-configuration") return Response.json(discovery(origin));
      if (pathname === "/jwks") {
        const jwk = { ...keys.publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" };
        return Response.json({ keys: [jwk] });
      }
      if (pathname !== "/token") return new Response(null, { status: 404 });
      const code = new URLSearchParams(await request.text()).get("code") ?? "";
      const known = codes.get(code);
      codes.delete(code);
      if (!known) return Response.json({ error: "invalid_grant" }, { status: 400 });
      const now = Math.floor(Date.now() / 1_000);
      const claims = {
        ...known.person,
        iss: fault === "issuer" ? "https://evil.example" : origin,
        aud: fault === "audience" ? "another" : clientId,
        nonce: fault === "nonce" ? "another" : known.nonce,
        ...{ iat: now, exp: now + 60 },
      };
      const key = fault === "signature" ? others.privateKey : keys.privateKey;
      return Response.json({
        ...{ access_token: randomUUID(), token_type: "Bearer", expires_in: 60 },
        id_token: signed(claims, key),
      });
    },
  });
  return {
    issuer: `http://127.0.0.1:${server.port}`,
    agree(authorizationUrl, person) {
      const code = randomUUID();
      codes.set(code, { person, nonce: new URL(authorizationUrl).searchParams.get("nonce") });
      return code;
    },
    forge: (next) => {
      fault = next;
    },
    close: () => server.stop(true),
  };
}

function discovery(origin: string) {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/jwks`,
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
  };
}

function signed(claims: object, key: Parameters<ReturnType<typeof createSign>["sign"]>[0]): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const text = `${encode({ alg: "RS256", kid: "one", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(key).toString("base64url")}`;
}
