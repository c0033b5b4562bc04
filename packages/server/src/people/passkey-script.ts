/** Signs in by a passkey, where the browser has them; the page works without. Where to go on stands in the page. */
export const PASSKEY_SCRIPT = `
const box = document.getElementById("passkey");
const button = box.querySelector("button");
const post = async (path, body) => {
  const headers = body ? { "Content-Type": "application/json" } : {};
  const answer = await fetch(path, { method: "POST", headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};
const signIn = async () => {
  const { options } = await post("/api/auth/passkey/options");
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await navigator.credentials.get({ publicKey });
  await post("/api/auth/passkey", { credential: credential.toJSON() });
  location.assign(box.dataset.next);
};
box.hidden = !window.PublicKeyCredential?.parseRequestOptionsFromJSON;
button.addEventListener("click", async () => {
  const state = box.querySelector("[role=status]");
  state.textContent = "";
  button.disabled = true;
  try {
    await signIn();
  } catch {
    state.textContent = box.dataset.failed;
  }
  button.disabled = false;
});
`;
