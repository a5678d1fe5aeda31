import { spawn } from "node:child_process"
import { once } from "node:events"
import { writeSync } from "node:fs"
import { text } from "node:stream/consumers"
import type { Readable } from "node:stream"

/** The pipe from a child to its parent: what the child prints is not mixed with its answer. */
const pipe = 3

/**
 * Runs a program in Node, without the flags of this process: its packages are the built ones.
 *
 * @returns the answer that the program gives with {@link answer}
 * @throws Error when it fails
 */
export async function askChild<Answer>(args: readonly string[]): Promise<Answer> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit", "pipe"] })
  const [answered, [status]] = await Promise.all([text(child.stdio[pipe] as Readable), once(child, "close")])
  if (status !== 0) throw new Error(`${args.join(" ")} ended with status ${status}`)
  return JSON.parse(answered) as Answer
}

/** Answers the parent. */
export function answer(value: unknown): void {
  writeSync(pipe, JSON.stringify(value))
}
