import { expect, test } from "bun:test";
import { memoByObject, memoByText } from "./memo.ts";

test("computes once for each text, and again when it was pushed out", () => {
  const asked: string[] = [];
  const memo = memoByText(2, (text) => {
    asked.push(text);
    return `<${text}>`;
  });
  expect(["a", "a", "b"].map(memo)).toEqual(["<a>", "<a>", "<b>"]);
  expect(asked).toEqual(["a", "b"]);
  for (let index = 0; index < 10; index++) memo(`${index}`);
  memo("a");
  expect(asked.filter((text) => text === "a")).toHaveLength(2);
});

test("texts that are members of every object are not known before", () => {
  const memo = memoByText(10, (text) => text.length);
  expect(["__proto__", "constructor", "toString", ""].map(memo)).toEqual([9, 11, 8, 0]);
});

test("an object is known by what it is, not by what it holds", () => {
  let computed = 0;
  const memo = memoByObject((object: { a: number }) => {
    computed++;
    return object.a;
  });
  const object = { a: 1 };
  expect([memo(object), memo(object), memo({ a: 1 })]).toEqual([1, 1, 1]);
  expect(computed).toBe(2);
});
