import type { TestProject } from "vitest/node"
import { browserPath, publish, type Published } from "./site.ts"

declare module "vitest" {
  interface ProvidedContext {
    site: Published
  }
}

/** Builds and serves the site once for all test files. */
export default async function provideSite({ provide }: TestProject) {
  if (browserPath === undefined) return undefined
  const { isolated, plain, folder, close } = await publish()
  provide("site", { isolated, plain, folder })
  return close
}
