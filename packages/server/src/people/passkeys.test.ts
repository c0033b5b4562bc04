import { expect, test } from "bun:test";
import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { forEachDatabase } from "../../../../test/context.ts";
import { openBrowser, PASSWORD, signedIn } from "../../../../test/people.ts";

type Faults = { origin?: string; isVerified?: boolean; counter?: number; host?: string };
const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
const head = (major: number, length: number) =>
  length < 24
    ? Buffer.from([major | length])
    : length < 256
      ? Buffer.from([major | 24, length])
      : Buffer.from([major | 25, length >> 8, length & 255]);
const cborText = (text: string) => Buffer.concat([head(0x60, text.length), Buffer.from(text)]);
const cborBytes = (bytes: Buffer) => Buffer.concat([head(0x40, bytes.length), bytes]);

/** A passkey in software: ES256, without attestation. */
function newAuthenticator() {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(16);
  const jwk = publicKey.export({ format: "jwk" });
  const [x, y] = [jwk.x ?? "", jwk.y ?? ""].map((part) => cborBytes(Buffer.from(part, "base64url")));
  // COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
  const key = Buffer.concat([
    Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21]),
    x ?? Buffer.alloc(0),
    Buffer.from([0x22]),
    y ?? Buffer.alloc(0),
  ]);
  let counter = 0;
  const data = (isNew: boolean, { isVerified = true, host = "localhost", counter: told }: Faults) => {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(told ?? counter);
    const flags = Buffer.from([1 | (isVerified ? 4 : 0) | (isNew ? 64 : 0)]);
    const length = Buffer.from([0, id.length]);
    const added = isNew ? [Buffer.alloc(16), length, id, key] : [];
    return Buffer.concat([sha256(host), flags, count, ...added]);
  };
  const client = (type: string, challenge: string, { origin = "http://localhost:3000" }: Faults) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const common = {
    id: id.toString("base64url"),
    rawId: id.toString("base64url"),
    type: "public-key",
    clientExtensionResults: {},
  };
  return {
    create(challenge: string, faults: Faults = {}) {
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        ...[cborText("fmt"), cborText("none"), cborText("attStmt"), Buffer.from([0xa0])],
        ...[cborText("authData"), cborBytes(data(true, faults))],
      ]);
      const response = {
        clientDataJSON: client("webauthn.create", challenge, faults).toString("base64url"),
        attestationObject: attestation.toString("base64url"),
        transports: ["internal"],
      };
      return { ...common, response };
    },
    get(challenge: string, faults: Faults = {}) {
      const authenticatorData = data(false, faults);
      const clientData = client("webauthn.get", challenge, faults);
      const signed = Buffer.concat([authenticatorData, sha256(clientData)]);
      const response = {
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authenticatorData.toString("base64url"),
        signature: createSign("SHA256").update(signed).sign(privateKey).toString("base64url"),
      };
      return { ...common, response };
    },
  };
}

forEachDatabase("passkeys", (world) => {
  async function withPasskey() {
    world().clock.now = Date.now();
    const person = await signedIn(world(), { role: "owner" });
    const authenticator = newAuthenticator();
    const challenge = await toAdd(person.browser);
    const body = { name: "Phone", credential: authenticator.create(challenge) };
    const added = await person.browser.ask("POST", "/api/v1/me/passkeys", body);
    expect([added.status, added.body]).toMatchObject([201, { name: "Phone", lastUsedAt: null }]);
    return { ...person, authenticator, challenge, passkey: String(added.body.id) };
  }
  type Browser = ReturnType<typeof openBrowser>;
  const challengeOf = ({ body }: { body: Record<string, unknown> }) =>
    (body.options as { challenge: string }).challenge;
  const toAdd = async (browser: Browser) =>
    challengeOf(await browser.ask("POST", "/api/v1/me/passkeys/options", { password: PASSWORD }));
  const toSignIn = async (browser: Browser) =>
    challengeOf(await browser.ask("POST", "/api/auth/passkey/options"));

  test("added by who is signed in, it signs in on its own; removed, it does not", async () => {
    const { authenticator, userId, browser, passkey } = await withPasskey();
    const other = openBrowser(world());
    const send = async () =>
      other.ask("POST", "/api/auth/passkey", { credential: authenticator.get(await toSignIn(other)) });
    expect(await send()).toMatchObject({ status: 200, body: { status: "signed_in" } });
    expect((await other.ask("GET", "/api/v1/me")).body.person).toMatchObject({ id: userId });
    const log = (await other.ask("GET", "/api/v1/me/security-log?limit=2")).body;
    expect(log.data).toMatchObject([{ kind: "sign_in.passkey" }, { kind: "passkey.added" }]);
    // It is two factors in one, so that it is enough to administer the service, too.
    const admin = { is_instance_admin: 1 };
    await world().ctx.db.updateTable("users").set(admin).where("id", "=", userId).execute();
    expect((await other.ask("GET", "/api/v1/admin/reports")).status).toBe(200);
    expect((await browser.ask("GET", "/api/v1/admin/reports")).body.code).toBe("auth.second_factor_required");
    const { body } = await browser.ask("GET", "/api/v1/me/passkeys");
    expect(body.data).toMatchObject([{ id: passkey, name: "Phone", lastUsedAt: expect.any(String) }]);
    const stranger = await signedIn(world());
    expect((await stranger.browser.ask("DELETE", `/api/v1/me/passkeys/${passkey}`)).status).toBe(404);
    expect((await browser.ask("DELETE", `/api/v1/me/passkeys/${passkey}`)).status).toBe(204);
    expect((await send()).body.code).toBe("passkey.not_found");
  });

  test("a question is answered once, and within five minutes", async () => {
    const { authenticator, browser, challenge } = await withPasskey();
    const other = openBrowser(world());
    const question = await toSignIn(other);
    const answer = () => other.ask("POST", "/api/auth/passkey", { credential: authenticator.get(question) });
    const both = await Promise.all([answer(), answer()]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    const late = await toSignIn(other);
    world().clock.now += 5 * 60_000;
    const credential = authenticator.get(late);
    expect((await other.ask("POST", "/api/auth/passkey", { credential })).status).toBe(404);
    const again = { credential: newAuthenticator().create(challenge) };
    expect((await browser.ask("POST", "/api/v1/me/passkeys", again)).status).toBe(422);
  });

  test("what another site was told, without a finger, or by a copy is no answer", async () => {
    const { authenticator, browser } = await withPasskey();
    const other = openBrowser(world());
    await other.ask("POST", "/api/auth/passkey", { credential: authenticator.get(await toSignIn(other)) });
    const wrong: Faults[] = [
      { origin: "https://evil.example" },
      { host: "evil.example" },
      { isVerified: false },
      { counter: 1 },
    ];
    for (const faults of wrong) {
      const credential = authenticator.get(await toSignIn(other), faults);
      const { status } = await openBrowser(world()).ask("POST", "/api/auth/passkey", { credential });
      expect([faults, status]).toEqual([faults, 404]);
      if (faults.counter) continue;
      const added = newAuthenticator().create(await toAdd(browser), faults);
      const refused = await browser.ask("POST", "/api/v1/me/passkeys", { credential: added });
      expect([faults, refused.status]).toEqual([faults, 422]);
    }
    const forged = { ...newAuthenticator().get(await toSignIn(other)), id: authenticator.get("x").id };
    expect((await other.ask("POST", "/api/auth/passkey", { credential: forged })).status).toBe(404);
  });

  test("somebody else's question adds nothing, and without the password there is none", async () => {
    const [ada, eve] = [await withPasskey(), await signedIn(world(), { role: "viewer" })];
    const credential = newAuthenticator().create(await toAdd(eve.browser));
    expect((await ada.browser.ask("POST", "/api/v1/me/passkeys", { credential })).status).toBe(422);
    const wrong = await ada.browser.ask("POST", "/api/v1/me/passkeys/options", { password: "wrong" });
    expect([wrong.status, wrong.body.code]).toEqual([403, "auth.wrong_password"]);
  });
});
