/** Passwords in lower case, and at what place each would be tried. */
export type Ranks = ReadonlyMap<string, number>;

/** What the leaked ones, of 2015 and in English mostly, do not have. */
const OURS = `visoli willkommen passwort fruehling login instagram twitter linkedin fortnite passphrase correcthorsebatterystaple
correct-horse-battery-staple thisismypassword yourpassword oldpassword welcomehome helloworldhello iloveyousomuch iloveyouforever`;

let loading: Promise<Ranks> | undefined;

/**
 * Some 49,000 passwords that were leaked more than ten times, most used first, and a few of ours before them. They are loaded when first
 * asked for, which takes some 50 ms and 25 MB: a node that only redirects never needs them.
 */
export function leakedPasswords(): Promise<Ranks> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Ranks> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  const all = new Set([...OURS.split(/\s+/), ...dictionary["passwords-common"]]);
  return new Map([...all].map((password, rank) => [password, rank]));
}
