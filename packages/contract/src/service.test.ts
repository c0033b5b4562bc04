import { expect, test } from "bun:test";
import { ServiceCreateSchema, ServiceStatsQuerySchema } from "./service.ts";

test("the drop-in calls pass over unknown fields, as the service does", () => {
  const input = { url: "https://example.com/", expiredAt: "2027-06-01T00:00:00+02:00", theme: "dark" };
  expect(ServiceCreateSchema.parse(input)).toEqual({
    url: "https://example.com/",
    expiredAt: "2027-05-31T22:00:00.000Z",
  });
  expect(ServiceStatsQuerySchema.parse({ page: "1" })).toEqual({});
});

test("the drop-in calls refuse what links refuse", () => {
  expect(ServiceCreateSchema.safeParse({ url: "javascript:alert(1)" }).success).toBe(false);
  expect(ServiceCreateSchema.safeParse({ url: "https://a.b/", expiredAt: "soon" }).success).toBe(false);
  expect(ServiceStatsQuerySchema.safeParse({ startDate: "2027-02-30" }).success).toBe(false);
});
