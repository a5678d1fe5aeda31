// Imported before a program: at its end, answers with its peak resident set.
import { isMainThread } from "node:worker_threads"
import { answer } from "./ask-child.ts"
import { peak } from "./peak.ts"

if (isMainThread) process.on("exit", () => answer(peak()))
