import type { Site } from "../test/e2e/site.ts"

/** A site that is measured, as the tables call it. */
export interface NamedSite {
  readonly name: string
  readonly site: Site
}
