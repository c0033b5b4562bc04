import { answerQuestions } from "../../lib/thread.ts";
import { drawNow } from "./drawing.ts";

declare const self: Worker;

// The other end of `drawer.ts`: nobody imports this file, a thread of its own runs it.
answerQuestions(self, drawNow);
