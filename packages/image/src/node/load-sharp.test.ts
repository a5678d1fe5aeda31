import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { expect, test } from "vitest"

/** Prints what two functions of @pami/image/node do in a program in which importing sharp throws `error`. */
async function withoutSharp(error: string): Promise<string[]> {
  const program = `
    import { registerHooks } from "node:module"
    registerHooks({
      resolve(name, context, next) {
        if (name === "sharp") throw ${error}
        return next(name, context)
      },
    })
    const { decodePicture, encodePng } = await import("@pami/image/node")
    const pixel = { width: 1, height: 1, channels: 3, data: new Uint8Array(3) }
    for (const call of [() => encodePng(pixel), () => decodePicture("missing.png")])
      await call().catch(({ code, message }) => console.log(code + ": " + message))`
  const options = ["--conditions=source", "--no-warnings", "--input-type=module", "--eval", program]
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: import.meta.dirname })
  return stdout.trimEnd().split("\n")
}

test.each([
  ["is not installed", `Object.assign(new Error(), { code: "ERR_MODULE_NOT_FOUND" })`, "it is not installed"],
  ["has no library for this platform", `new Error("Could not load\\nSolutions:")`, "Could not load"],
])("without sharp the package loads, and an error says how to install it: %s", async (_, error, reason) => {
  expect(await withoutSharp(error)).toEqual([
    `SHARP_UNAVAILABLE: images are decoded and encoded by sharp, which does not load: ${reason}. Install it: npm install sharp`,
    // Files are read before sharp is needed.
    expect.stringContaining("FILE_NOT_FOUND"),
  ])
})
