import { answerQuestions } from "../lib/thread.ts";
import { readContent } from "./read.ts";

declare const self: Worker;

// The other end of `reader.ts`: nobody imports this file, a thread of its own runs it.
answerQuestions(self, readContent);
