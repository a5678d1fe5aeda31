import type { Backend, BackendFixtures, Model, ModelSource } from "@pami/core"
import { fixtureAddress, fixtureSource, type Format, formats } from "./fixtures/files.ts"
import { type Fixture, type FixtureName, fixtures } from "./fixtures/index.ts"
import { defaultTimeout, withPatience } from "./patience.ts"

/**
 * Options of the suite. `source`, `address` and `missing` are for a backend that reads neither of the formats of the
 * suite's models (`onnx`, `tfjs-layers`), or that has addresses of its own: its package gives them as
 * `BackendPackage.fixtures`. Pictures may be NCHW or NHWC: the suite looks at the shape that the model declares. A check
 * whose model `source` does not give fails.
 */
export interface ConformanceOptions extends BackendFixtures {
  /**
   * Digests of maps (`sha256:...`), by the name of their check, for a runtime that gives the same bytes everywhere: a map
   * that differs in one bit fails. The message of the failure says what came. Default: none, maps are compared within
   * the tolerances.
   */
  readonly digests?: Readonly<Record<string, string>>
  /** Milliseconds that a load or a run may take before it counts as hanging. Default 30,000. */
  readonly timeout?: number
}

/** What a check works with: the backend, and the fixtures in a format that it reads. */
export interface Workbench {
  readonly backend: Backend
  readonly options: ConformanceOptions
  /** Format in which the backend gets fixtures, `undefined` where `options.source` gives them. */
  readonly format: Format | undefined
  /** What hung in an earlier check: to wait for it again at every check would take half an hour. */
  hung?: string
  /** A fixture's files, bytes that may be changed. */
  source(name: string): Promise<ModelSource>
  /** A fixture's address, `undefined` where the suite knows none. */
  address(name: string): string | undefined
  /** An address at which nothing is. */
  readonly missing: string
}

/** A workbench around a backend. */
export function workbenchOf(backend: Backend, options: ConformanceOptions = {}): Workbench {
  const readable = backend.formats.find((name): name is Format => formats.includes(name as Format))
  const format = options.source === undefined ? readable : undefined
  return {
    backend: withPatience(backend, options.timeout ?? defaultTimeout),
    options,
    format,
    missing: options.missing ?? fixtureAddress("no-such-model", format ?? "onnx").href,
    address: (name) =>
      options.address?.(name) ?? (format === undefined ? undefined : fixtureAddress(name, format).href),
    async source(name) {
      const own = await options.source?.(name)
      if (own !== undefined) return own
      if (format !== undefined) return fixtureSource(name, format)
      const reads = backend.formats.join(", ") || "none"
      throw new Error(
        `there is no "${name}" for ${backend.name}: fixtures come as ${formats.join(" and ")}, its formats are ${reads}. ` +
          "Give its own with the option `source`.",
      )
    },
  }
}

/** A fixture, loaded; the caller disposes of it. */
export async function loadFixture(
  workbench: Workbench,
  name: FixtureName,
): Promise<{ model: Model; fixture: Fixture }> {
  return { model: await workbench.backend.load(await workbench.source(name)), fixture: fixtures[name] }
}

/** Loads a fixture or a zoo model, by its name, for as long as `use` runs. */
export async function withModel<Result>(
  { backend, source }: Workbench,
  name: string,
  use: (model: Model) => Promise<Result>,
): Promise<Result> {
  const model = await backend.load(await source(name))
  try {
    return await use(model)
  } finally {
    await model.dispose()
  }
}

/** Loads a fixture for as long as `use` runs. */
export async function withFixture<Result>(
  workbench: Workbench,
  name: FixtureName,
  use: (model: Model, fixture: Fixture) => Promise<Result>,
): Promise<Result> {
  return withModel(workbench, name, (model) => use(model, fixtures[name]))
}
