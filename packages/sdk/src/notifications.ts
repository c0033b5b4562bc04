import type { Notifications, NotificationsUpdate } from "@visoli/contract/notification";
import type { RequestOptions } from "./options.ts";
import type { Send } from "./send.ts";

const PATH = "/api/v1/me/notifications";

/** The mails that a person wants of a workspace. */
export function notificationsOf(send: Send) {
  return {
    get: (options?: RequestOptions) => send.json<Notifications>("GET", PATH, {}, options),
    update: (changes: NotificationsUpdate, options?: RequestOptions) =>
      send.json<Notifications>("PATCH", PATH, { body: changes }, options),
  };
}
