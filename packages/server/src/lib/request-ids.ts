import { randomText } from "@visoli/contract/base62";

/** Request ids for logs and answers: a random part for each process, and a count. Cheap enough for the redirect. */
export function createRequestIds(): () => string {
  const prefix = `req_${randomText(10)}`;
  let count = 0;
  return () => prefix + (count++).toString(36);
}
